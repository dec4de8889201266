/** A bound on memory: some 24 bytes a node, and what the profile makes of it. */
const MOST_NODES = 1_000_000;

/**
 * Stacks as a trie of numbers: a node is (caller's node, code, instruction). Node 0 is the root. Typed arrays, so that
 * sampling makes no garbage.
 */
export class StackTrie {
  parents: Int32Array = new Int32Array(4096);
  codes: Int32Array = new Int32Array(4096);
  instructions: Int32Array = new Int32Array(4096);
  /** 1: a stack that is to be checked again whenever it is met. */
  doubted: Uint8Array = new Uint8Array(4096);
  /** Number of nodes, the root included. */
  size = 1;
  #slots = new Int32Array(16_384);

  /** The node of a code at an instruction called by a node; 0 where it is not known yet. */
  find(parent: number, code: number, instruction: number): number {
    const mask = this.#slots.length - 1;
    for (let at = hash(parent, code, instruction) & mask; ; at = (at + 1) & mask) {
      const node = this.#slots[at] ?? 0;
      if (node === 0) return 0;
      if (this.parents[node] === parent && this.codes[node] === code && this.instructions[node] === instruction) {
        return node;
      }
    }
  }

  /** Adds a node that is not known; where the trie is full the caller's node stands for it. */
  add(parent: number, code: number, instruction: number): number {
    if (this.size >= MOST_NODES) return parent;
    if (this.size === this.parents.length) this.#grow();
    const node = this.size;
    this.size += 1;
    this.parents[node] = parent;
    this.codes[node] = code;
    this.instructions[node] = instruction;
    this.#place(node);
    return node;
  }

  #place(node: number): void {
    const mask = this.#slots.length - 1;
    const [parent = 0, code = 0, instruction = 0] = [this.parents[node], this.codes[node], this.instructions[node]];
    let at = hash(parent, code, instruction) & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = node;
  }

  #grow(): void {
    const length = this.parents.length * 2;
    [this.parents, this.codes, this.instructions] = [this.parents, this.codes, this.instructions].map((old) => {
      const larger = new Int32Array(length);
      larger.set(old);
      return larger;
    }) as [Int32Array, Int32Array, Int32Array];
    const doubted = new Uint8Array(length);
    doubted.set(this.doubted);
    this.doubted = doubted;
    this.#slots = new Int32Array(length * 4);
    for (let node = 1; node < this.size; node += 1) this.#place(node);
  }
}

function hash(parent: number, code: number, instruction: number): number {
  const mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b) ^ Math.imul(instruction, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
