/** Each bin is so much wider than the one before. */
const GROWTH = 1.05;
/** Shorter lags than this are none, ns. */
const LEAST = 1000;

/** How many looks met which lag, in bins of 5 %. */
export class LagHistogram {
  count = 0;
  longest = 0;
  readonly #bins = new Map<number, number>();

  add(lag: number, times: number): void {
    const bin = lag <= LEAST ? 0 : Math.ceil(Math.log(lag / LEAST) / Math.log(GROWTH));
    this.#bins.set(bin, (this.#bins.get(bin) ?? 0) + times);
    this.count += times;
    this.longest = Math.max(this.longest, lag);
  }

  /** The lag that a part of the looks does not exceed, ns. */
  quantile(part: number): number {
    let seen = 0;
    for (const [bin, times] of [...this.#bins].sort(([one], [other]) => one - other)) {
      seen += times;
      if (seen >= part * this.count) return bin === 0 ? 0 : Math.min(this.longest, LEAST * GROWTH ** bin);
    }
    return this.longest;
  }
}
