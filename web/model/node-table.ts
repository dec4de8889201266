/** Tree nodes by parent and function, each made once: an open-addressed table, because a Map of a million is too slow. */
export class NodeTable {
  #parents = new Int32Array(1024);
  #functions = new Int32Array(1024);
  #slots = new Int32Array(4096).fill(-1);
  #size = 0;

  /** The node of a function below a parent (−1: outermost). */
  intern(parent: number, called: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(parent, called) & mask;
    for (;;) {
      const node = this.#slots[slot] ?? -1;
      if (node === -1) return this.#add(parent, called, slot);
      if (this.#parents[node] === parent && this.#functions[node] === called) return node;
      slot = (slot + 1) & mask;
    }
  }

  /** The nodes' parents and functions, parents before children. */
  take(): { readonly parent: Int32Array; readonly called: Int32Array } {
    return { parent: this.#parents.slice(0, this.#size), called: this.#functions.slice(0, this.#size) };
  }

  #add(parent: number, called: number, slot: number): number {
    const node = this.#size;
    if (node === this.#parents.length) {
      this.#parents = grown(this.#parents);
      this.#functions = grown(this.#functions);
    }
    this.#parents[node] = parent;
    this.#functions[node] = called;
    this.#slots[slot] = node;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return node;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let node = 0; node < this.#size; node += 1) {
      let slot = hash(this.#parents[node] ?? 0, this.#functions[node] ?? 0) & mask;
      while (this.#slots[slot] !== -1) slot = (slot + 1) & mask;
      this.#slots[slot] = node;
    }
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

const hash = (parent: number, called: number): number =>
  Math.imul(Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(called + 7, 0x85ebca6b), 0xc2b2ae35) >>> 7;
