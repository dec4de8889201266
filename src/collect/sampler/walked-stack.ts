import { doubled } from "./doubled.ts";

/** Room for so many frames at first. */
const FRAMES = 256;

/** One thread's stack as it was walked, the innermost frame first. Arrays are used again for every sample. */
export class WalkedStack {
  depth = 0;
  /** How many of the outermost frames were taken over from the last stack, decoded and with their nodes. */
  shared = 0;
  /** How many stretches of memory were copied. From one copy, all frames were read within some hundred nanoseconds. */
  copies = 0;
  /** How many bytes that were. */
  bytes = 0;
  /** The stretch of memory that held all of a stack of several copies; 0 where one is not enough, or there was only one. */
  spanStart = 0;
  spanEnd = 0;
  /** How many walks in a row have taken frames over. */
  streak = 0;
  /** Numbers in the code table. */
  codes: Int32Array = new Int32Array(FRAMES);
  /** Instructions of two bytes from the code's start; −1 before the first. */
  instructions: Int32Array = new Int32Array(FRAMES);
  /** Where the frame lies in the target. */
  addresses: Float64Array = new Float64Array(FRAMES);
  /** Number of the walker's window that the frame was read from. */
  windows: Int32Array = new Int32Array(FRAMES);
  /** 1: C code made the call, as far as the version shows it. */
  fromC: Uint8Array = new Uint8Array(FRAMES);
  /** Node of the trie for the frame under its callers, as far as it has been looked up. */
  nodes: Int32Array = new Int32Array(FRAMES);
  /** The frame's own fields as they were read: its code, its caller, its instruction. */
  codeFields: Float64Array = new Float64Array(FRAMES);
  callerFields: Float64Array = new Float64Array(FRAMES);
  instructionFields: Float64Array = new Float64Array(FRAMES);

  /** Makes room for another walk. */
  clear(): void {
    this.depth = 0;
    this.shared = 0;
    this.copies = 0;
    this.bytes = 0;
    this.spanStart = 0;
    this.spanEnd = 0;
    this.streak = 0;
  }

  push(code: number, instruction: number, address: number, window: number): void {
    const at = this.depth;
    if (at === this.codes.length) this.#grow();
    this.codes[at] = code;
    this.instructions[at] = instruction;
    this.addresses[at] = address;
    this.windows[at] = window;
    this.fromC[at] = 0;
    this.depth = at + 1;
  }

  /** Takes over the frames of another stack from an index to the outermost one. */
  takeCallers(other: WalkedStack, from: number): void {
    const count = other.depth - from;
    while (this.depth + count > this.codes.length) this.#grow();
    let to = this.depth;
    for (let at = from; at < other.depth; at += 1, to += 1) {
      this.codes[to] = other.codes[at] ?? 0;
      this.instructions[to] = other.instructions[at] ?? 0;
      this.addresses[to] = other.addresses[at] ?? 0;
      this.fromC[to] = other.fromC[at] ?? 0;
      this.nodes[to] = other.nodes[at] ?? 0;
      this.codeFields[to] = other.codeFields[at] ?? 0;
      this.callerFields[to] = other.callerFields[at] ?? 0;
      this.instructionFields[to] = other.instructionFields[at] ?? 0;
    }
    this.windows.fill(0, this.depth, to);
    this.depth = to;
    this.shared = count;
    this.streak = other.streak + 1;
  }

  #grow(): void {
    const { codes, instructions, addresses, windows, fromC, nodes, codeFields, callerFields, instructionFields } = this;
    this.codes = doubled(codes, Int32Array);
    this.instructions = doubled(instructions, Int32Array);
    this.addresses = doubled(addresses, Float64Array);
    this.windows = doubled(windows, Int32Array);
    this.fromC = doubled(fromC, Uint8Array);
    this.nodes = doubled(nodes, Int32Array);
    this.codeFields = doubled(codeFields, Float64Array);
    this.callerFields = doubled(callerFields, Float64Array);
    this.instructionFields = doubled(instructionFields, Float64Array);
  }
}
