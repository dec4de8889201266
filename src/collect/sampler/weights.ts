import { WAIT_KINDS } from "../../profile/profile.ts";

/** What a look adds to a stack of a thread, in nanoseconds. */
export interface Spent {
  wall: number;
  cpu: number;
  blocked: number;
  gil: number;
  gilWait: number;
  /** Index of the kind of waiting; −1: it did not wait, or for the GIL. */
  kind: number;
}

/** Sums by (thread, node) in typed arrays: sampling makes no garbage. */
export class Weights {
  /** Number of entries. */
  size = 0;
  threads: Int32Array = new Int32Array(1024);
  nodes: Int32Array = new Int32Array(1024);
  /** Sums of an entry: samples, wall, cpu, blocked, gil, gilWait (ns), squares of cost (s²), waiting by kind (ns). */
  sums: Float64Array = new Float64Array(1024 * FIELDS);
  #slots = new Int32Array(4096).fill(-1);

  add(thread: number, node: number, spent: Spent): void {
    const at = this.#entry(thread, node) * FIELDS;
    const { sums } = this;
    const cost = (spent.cpu + spent.blocked) / 1e9;
    sums[at] = (sums[at] ?? 0) + 1;
    sums[at + 1] = (sums[at + 1] ?? 0) + spent.wall;
    sums[at + 2] = (sums[at + 2] ?? 0) + spent.cpu;
    sums[at + 3] = (sums[at + 3] ?? 0) + spent.blocked;
    sums[at + 4] = (sums[at + 4] ?? 0) + spent.gil;
    sums[at + 5] = (sums[at + 5] ?? 0) + spent.gilWait;
    sums[at + 6] = (sums[at + 6] ?? 0) + cost * cost;
    if (spent.kind >= 0) sums[at + WAITS + spent.kind] = (sums[at + WAITS + spent.kind] ?? 0) + spent.wall;
  }

  #entry(thread: number, node: number): number {
    const mask = this.#slots.length - 1;
    for (let at = hash(thread, node) & mask; ; at = (at + 1) & mask) {
      const entry = this.#slots[at] ?? -1;
      if (entry < 0) return this.#append(thread, node, at);
      if (this.threads[entry] === thread && this.nodes[entry] === node) return entry;
    }
  }

  #append(thread: number, node: number, slot: number): number {
    const entry = this.size;
    this.size += 1;
    this.#slots[slot] = entry;
    if (entry === this.threads.length) this.#grow();
    this.threads[entry] = thread;
    this.nodes[entry] = node;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return entry;
  }

  #grow(): void {
    const threads = new Int32Array(this.threads.length * 2);
    const nodes = new Int32Array(this.nodes.length * 2);
    const sums = new Float64Array(this.sums.length * 2);
    threads.set(this.threads);
    nodes.set(this.nodes);
    sums.set(this.sums);
    Object.assign(this, { threads, nodes, sums });
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(-1);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.size; entry += 1) {
      let at = hash(this.threads[entry] ?? 0, this.nodes[entry] ?? 0) & mask;
      while ((this.#slots[at] ?? -1) >= 0) at = (at + 1) & mask;
      this.#slots[at] = entry;
    }
  }
}

/** Where the waiting by kind begins in an entry. */
export const WAITS = 7;
/** Sums an entry. */
export const FIELDS: number = WAITS + WAIT_KINDS.length;

function hash(thread: number, node: number): number {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(thread + 1, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
