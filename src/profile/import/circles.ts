/** A call as far as circles are concerned. */
interface Call {
  readonly callee: number;
}

/** Finds strongly connected functions (Tarjan), without recursion: chains of calls may be longer than our own stack. */
export class Circles {
  readonly #leaving: readonly (readonly Call[])[];
  /** When a function was met; 0: not yet. */
  readonly #order: number[];
  /** The earliest function that is still open and can be reached from it. */
  readonly #lowest: number[];
  readonly #circles: number[];
  readonly #open: number[] = [];
  readonly #path: { readonly at: number; next: number }[] = [];
  #clock = 0;

  /** `leaving`: by function, its calls. */
  constructor(leaving: readonly (readonly Call[])[]) {
    this.#leaving = leaving;
    this.#order = leaving.map(() => 0);
    this.#lowest = leaving.map(() => 0);
    this.#circles = leaving.map(() => -1);
  }

  /** By function: the number of its circle. */
  find(): readonly number[] {
    for (const root of this.#leaving.keys()) {
      if (this.#order[root] !== 0) continue;
      this.#enter(root);
      while (this.#path.length > 0) this.#step();
    }
    return this.#circles;
  }

  #step(): void {
    const step = this.#path.at(-1);
    if (step === undefined) return;
    const callee = this.#leaving[step.at]?.[step.next]?.callee;
    step.next += 1;
    if (callee === undefined) this.#leave(step.at);
    else if (this.#order[callee] === 0) this.#enter(callee);
    else if (this.#circles[callee] === -1) this.#reach(step.at, this.#order[callee] ?? 0);
  }

  #enter(at: number): void {
    this.#clock += 1;
    this.#order[at] = this.#clock;
    this.#lowest[at] = this.#clock;
    this.#open.push(at);
    this.#path.push({ at, next: 0 });
  }

  #reach(at: number, order: number): void {
    this.#lowest[at] = Math.min(this.#lowest[at] ?? 0, order);
  }

  #leave(at: number): void {
    this.#path.pop();
    const caller = this.#path.at(-1)?.at;
    if (caller !== undefined) this.#reach(caller, this.#lowest[at] ?? 0);
    if (this.#lowest[at] !== this.#order[at]) return;
    for (let member = this.#open.pop(); member !== undefined; member = this.#open.pop()) {
      this.#circles[member] = at;
      if (member === at) return;
    }
  }
}
