import type { Layout } from "./layout/layout.ts";
import type { MemoryWindow } from "./memory-window.ts";
import type { WalkedStack } from "./walked-stack.ts";

/** Places for frames in a copy of 64 KiB, each on a multiple of eight. */
const PLACES = 8192;
/** After so many walks in a row that took frames over, one decodes them all: a freed code's address can mean another one. */
const LONGEST_STREAK = 1023;

/**
 * Tells which frames of a thread's last stack lie as they were in a new copy of its data stack, so that they need not be decoded
 * again: of a deep stack, most do. Compared are the fields that a stack is made of; what the locals hold may change.
 */
export class UnchangedCallers {
  readonly #layout: Layout;
  readonly #places = new Int32Array(PLACES);
  #last: WalkedStack | undefined;
  #from = 0;
  #base = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Compares, from the outermost frame on, as far as frames lie in the window and are the same. */
  compare(window: MemoryWindow, last: WalkedStack | undefined): void {
    this.#last = last !== undefined && last.streak < LONGEST_STREAK ? last : undefined;
    this.#base = window.base;
    if (this.#last === undefined) return;
    const { addresses, depth } = this.#last;
    let at = depth - 1;
    for (; at >= 0; at -= 1) {
      const offset = (addresses[at] ?? 0) - window.base;
      if (!this.#isSame(window, offset, this.#last, at)) break;
      this.#places[offset >> 3] = at;
    }
    this.#from = at + 1;
  }

  /** The index in the last stack of a frame which is, with all its callers, as it was; −1 where there is none. */
  indexOf(address: number): number {
    const last = this.#last;
    const place = (address - this.#base) / 8;
    if (last === undefined || place < 0 || place >= PLACES) return -1;
    const at = this.#places[place] ?? 0;
    return at >= this.#from && at < last.depth && last.addresses[at] === address ? at : -1;
  }

  #isSame(window: MemoryWindow, offset: number, last: WalkedStack, at: number): boolean {
    const { frame, owners } = this.#layout;
    return (
      offset >= 0 &&
      offset + frame.size <= window.length &&
      window.pointer(offset + frame.instruction) === last.instructionFields[at] &&
      window.pointer(offset + frame.previous) === last.callerFields[at] &&
      window.reference(offset + frame.code) === last.codeFields[at] &&
      window.byte(offset + frame.owner) === owners.thread
    );
  }
}
