import { readSync } from "node:fs";

/** A descriptor of `/proc/PID/mem`, with a count of the reads that failed. */
export interface TargetMemory {
  readonly descriptor: number;
  failures: number;
}

/** How many bytes a 64-bit value's upper half stands for. User addresses stay below 2⁴⁸, so doubles hold them exactly. */
const UPPER = 4_294_967_296;

/**
 * A copy of a stretch of the target's memory, read as CPython's fields. One `pread` fills it, so that what lies close
 * together was copied within some hundred nanoseconds. Addresses must be multiples of eight.
 */
export class MemoryWindow {
  /** The address of the first byte. */
  base = 0;
  /** How many bytes are valid. */
  length = 0;
  bytes: Buffer;
  words: Uint32Array;
  integers: Int32Array;

  constructor(capacity: number) {
    this.bytes = Buffer.alloc(0);
    this.words = new Uint32Array(0);
    this.integers = new Int32Array(0);
    this.#grow(capacity);
  }

  /** Copies from the target; false where any of it cannot be read (the process is gone, or the address is none). */
  fill(memory: TargetMemory, address: number, length: number): boolean {
    if (length > this.bytes.length) this.#grow(length);
    this.base = address;
    this.length = 0;
    try {
      this.length = readSync(memory.descriptor, this.bytes, 0, length, address);
    } catch {
      memory.failures += 1;
      return false;
    }
    return this.length === length;
  }

  holds(address: number, length: number): boolean {
    return address >= this.base && address + length <= this.base + this.length;
  }

  /** The 64-bit value at an offset from the base, as a double. */
  pointer(offset: number): number {
    const at = offset >> 2;
    return (this.words[at] ?? 0) + (this.words[at + 1] ?? 0) * UPPER;
  }

  /** A pointer without the tag bits that 3.14 and newer put into references (`_PyStackRef`). */
  reference(offset: number): number {
    const at = offset >> 2;
    return (
      ((this.words[at] ?? 0) & ~7) +
      ((this.words[at] ?? 0) >= 0x80000000 ? UPPER : 0) +
      (this.words[at + 1] ?? 0) * UPPER
    );
  }

  integer(offset: number): number {
    return this.integers[offset >> 2] ?? 0;
  }

  byte(offset: number): number {
    return this.bytes[offset] ?? 0;
  }

  #grow(capacity: number): void {
    const buffer = new ArrayBuffer((capacity + 4095) & ~4095);
    this.bytes = Buffer.from(buffer);
    this.words = new Uint32Array(buffer);
    this.integers = new Int32Array(buffer);
  }
}
