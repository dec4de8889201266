/** What one thread did when: node `nodes[i]` from `starts[i]` (ns) to the next start; the last one ends it. 0: nothing that was seen. */
export interface ThreadMoments {
  readonly thread: number;
  readonly starts: Float64Array;
  readonly nodes: Int32Array;
}

/** Moments of all threads that are kept: beyond, two neighbours become one, so that a long run is told in coarser steps. */
const MOST = 200_000;

/** The order in which stacks were seen. Sampling makes no garbage here but when an array grows. */
export class Moments {
  readonly #lanes: Lane[] = [];
  readonly #most: number;
  #size = 0;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  /** A thread was seen with a stack, which stands for its time since it was seen before. */
  add(thread: number, node: number, from: number, to: number): void {
    const lane = (this.#lanes[thread] ??= new Lane());
    const before = lane.size;
    lane.add(node, from, to);
    this.#size += lane.size - before;
    if (this.#size <= this.#most) return;
    for (const one of this.#lanes) one?.thin();
    this.#size = this.#lanes.reduce((sum, one) => sum + (one?.size ?? 0), 0);
  }

  /** Copies of what was seen so far. */
  taken(): readonly ThreadMoments[] {
    return this.#lanes.flatMap((lane, thread) => (lane === undefined ? [] : [{ thread, ...lane.taken() }]));
  }
}

class Lane {
  size = 0;
  #starts = new Float64Array(64);
  #nodes = new Int32Array(64);
  #end = 0;

  add(node: number, from: number, to: number): void {
    if (this.size > 0 && from > this.#end) this.#put(0, this.#end);
    this.#put(node, this.size > 0 ? Math.max(from, this.#end) : from);
    this.#end = Math.max(this.#end, to);
  }

  #put(node: number, at: number): void {
    if (this.size > 0 && this.#nodes[this.size - 1] === node) return;
    if (this.size === this.#nodes.length) this.#grow();
    this.#starts[this.size] = at;
    this.#nodes[this.size] = node;
    this.size += 1;
  }

  /** Of two neighbours the longer one stands for both. */
  thin(): void {
    const [starts, nodes, size] = [this.#starts.slice(), this.#nodes.slice(), this.size];
    this.size = 0;
    for (let at = 0; at < size; at += 2) {
      const start = starts[at] ?? 0;
      const middle = at + 1 < size ? (starts[at + 1] ?? 0) : this.#end;
      const end = at + 2 < size ? (starts[at + 2] ?? 0) : this.#end;
      const isFirstLonger = at + 1 >= size || middle - start >= end - middle;
      this.#put(nodes[isFirstLonger ? at : at + 1] ?? 0, start);
    }
  }

  taken(): Omit<ThreadMoments, "thread"> {
    this.#put(0, this.#end);
    const taken = { starts: this.#starts.slice(0, this.size), nodes: this.#nodes.slice(0, this.size) };
    // The end is no moment: what comes next may go on from it.
    if (this.size > 0 && this.#starts[this.size - 1] === this.#end) this.size -= 1;
    return taken;
  }

  #grow(): void {
    const [starts, nodes] = [new Float64Array(this.size * 2), new Int32Array(this.size * 2)];
    starts.set(this.#starts);
    nodes.set(this.#nodes);
    this.#starts = starts;
    this.#nodes = nodes;
  }
}
