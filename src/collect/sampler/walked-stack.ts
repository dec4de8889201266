/** One thread's stack as it was walked, the innermost frame first. Arrays are used again for every sample. */
export class WalkedStack {
  depth = 0;
  /** How many stretches of memory were copied. From one copy, all frames were read within some hundred nanoseconds. */
  copies = 0;
  /** How many bytes that were. */
  bytes = 0;
  /** Numbers in the code table. */
  codes: Int32Array = new Int32Array(256);
  /** Instructions of two bytes from the code's start; −1 before the first. */
  instructions: Int32Array = new Int32Array(256);
  /** Where the frame lies in the target. */
  addresses: Float64Array = new Float64Array(256);
  /** Number of the walker's window that the frame was read from. */
  windows: Int32Array = new Int32Array(256);
  /** 1: C code made the call, as far as the version shows it. */
  fromC: Uint8Array = new Uint8Array(256);

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

  #grow(): void {
    const length = this.codes.length * 2;
    const codes = new Int32Array(length);
    const instructions = new Int32Array(length);
    const addresses = new Float64Array(length);
    const windows = new Int32Array(length);
    const fromC = new Uint8Array(length);
    codes.set(this.codes);
    instructions.set(this.instructions);
    addresses.set(this.addresses);
    windows.set(this.windows);
    fromC.set(this.fromC);
    Object.assign(this, { codes, instructions, addresses, windows, fromC });
  }
}
