import type { Layout } from "./layout/layout.ts";
import type { WalkedStack } from "./walked-stack.ts";
import type { WindowPool } from "./window-pool.ts";

/** More than this of a thread's data stack is not copied in one go. A chunk has 16 KiB unless a frame needs more. */
export const MOST_COPIED = 65_536;
export const PAGE = 4096;
/** Room behind the frame's fixed part for its locals and evaluation stack, as far as it lies on the same page. */
const TAIL = 1024;
/** Bytes of a generator object before its frame that hold its state (`_PyGenObject_HEAD`). */
const BEFORE_GENERATOR = 8;
const GENERATOR_TAIL = 256;

/** Copies of the chunks that a thread's data stack is made of (3.11+), and of the frames that lie elsewhere. */
export class ChunkCopies {
  readonly #windows: WindowPool;
  readonly #frameSize: number;
  #spanStart = 0;
  #spanEnd = 0;
  #chunks = 0;

  constructor(windows: WindowPool, layout: Layout) {
    this.#windows = windows;
    this.#frameSize = (layout.frame.size + 7) & ~7;
  }

  /**
   * Copies the newest chunk up to an address, as the first window. Where the last stack had frames in an older chunk close by, both are
   * copied in one go: chunks are mapped one after the other, and one copy shows one moment.
   */
  copyNewest(chunk: number, end: number, last: WalkedStack | undefined): boolean {
    this.#chunks = 1;
    if (last !== undefined && last.spanStart > 0) {
      this.#setSpan(Math.min(chunk, last.spanStart), Math.max(end, last.spanEnd));
      this.#chunks = 2;
      const length = this.#spanEnd - this.#spanStart;
      if (length <= MOST_COPIED && this.#windows.copy(this.#spanStart, length) >= 0) return true;
      this.#chunks = 1;
    }
    this.#setSpan(chunk, end);
    return this.#windows.copy(chunk, end - chunk) >= 0;
  }

  /** The number of a window that holds the frame's fixed part: a copied chunk, or a copy of its own; −1: unreadable. */
  windowOf(address: number): number {
    const size = this.#frameSize;
    const known = this.#windows.find(address, size);
    if (known >= 0 && !this.#isCutShort(known, address)) return known;
    const chunk = this.#olderChunkWith(address);
    if (chunk > 0) {
      const end = this.endOf(address);
      const copied = this.#windows.copy(chunk, end - chunk);
      if (copied >= 0) {
        this.#chunks += 1;
        this.#setSpan(Math.min(chunk, this.#spanStart), Math.max(end, this.#spanEnd));
        return copied;
      }
    }
    // What lies behind a frame of its own may not be mapped, what lies before a generator's always is.
    const whole = this.#windows.copy(address - BEFORE_GENERATOR, BEFORE_GENERATOR + size + GENERATOR_TAIL);
    return whole >= 0 ? whole : this.#windows.copy(address - BEFORE_GENERATOR, BEFORE_GENERATOR + size);
  }

  /** Coroutines lie side by side: the copy of one can end within the next, before what that holds on its evaluation stack. */
  #isCutShort(number: number, address: number): boolean {
    const { base, length } = this.#windows.at(number);
    const whole = this.#frameSize + GENERATOR_TAIL;
    return length === BEFORE_GENERATOR + whole && address > base + BEFORE_GENERATOR;
  }

  /** The end of what is copied of a chunk whose innermost frame that is. */
  endOf(frame: number): number {
    const fixed = frame + this.#frameSize;
    const page = Math.ceil(fixed / PAGE) * PAGE;
    return Math.max(fixed, Math.min(frame + TAIL, page));
  }

  /** Leaves in the stack where its chunks lay, for the next walk to copy them together. */
  leaveSpan(stack: WalkedStack): void {
    if (this.#chunks < 2 || this.#spanEnd - this.#spanStart > MOST_COPIED) return;
    stack.spanStart = this.#spanStart;
    stack.spanEnd = this.#spanEnd;
  }

  #setSpan(start: number, end: number): void {
    this.#spanStart = start;
    this.#spanEnd = end;
  }

  /** The chunk before the oldest one at hand, where the frame lies in it: a chunk's head begins with `previous`. 0 otherwise. */
  #olderChunkWith(address: number): number {
    for (let number = this.#windows.used - 1; number >= 0; number -= 1) {
      const window = this.#windows.at(number);
      if (number > 0 && window.base % PAGE !== 0) continue;
      const previous = window.length >= 16 ? window.pointer(0) : 0;
      return previous !== 0 && address > previous && address - previous < MOST_COPIED ? previous : 0;
    }
    return 0;
  }
}
