import type { CallSites, SiteKind } from "./call-sites.ts";
import { ChunkCopies, MOST_COPIED, PAGE } from "./chunk-copies.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import { DEEPEST, type CallSeen, type StackWalker, type WalkEnd } from "./stack-walker.ts";
import { UnchangedCallers } from "./unchanged-callers.ts";
import type { WalkedStack } from "./walked-stack.ts";
import { WindowPool } from "./window-pool.ts";

/**
 * Where a thread's first frame lies in its first chunk (`push_chunk`, Python/pystate.c): behind the head of three words and one
 * that stays free. Nothing but the C stack's mark lies below it, so that need not be read.
 */
const FIRST_FRAME = 32;
/** Bytes before a generator's frame at which its state lies (`gi_frame_state`, the last of four chars of `_PyGenObject_HEAD`). */
const STATE_BEFORE = 5;
/** No version knows more kinds of owners. */
const LAST_OWNER = 8;

/**
 * CPython 3.11 and newer: frames lie one behind the other in chunks of a thread's data stack. One copy of the chunk holds
 * most of them as they were at one moment; generators' frames (in their objects) and, from 3.12 on, the marks of calls
 * from C (on the C stack) are read one by one.
 */
export class ContiguousWalker implements StackWalker {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #codes: CodeTable;
  readonly #sites: CallSites;
  readonly #state: MemoryWindow;
  readonly #pointer = new MemoryWindow(8);
  readonly #windows: WindowPool;
  readonly #chunks: ChunkCopies;
  readonly #unchanged: UnchangedCallers;
  readonly #firstSkippedOwner: number;
  readonly #executing: number;

  constructor(memory: TargetMemory, layout: Layout, codes: CodeTable, sites: CallSites) {
    this.#memory = memory;
    this.#layout = layout;
    this.#codes = codes;
    this.#sites = sites;
    this.#state = new MemoryWindow(layout.thread.size);
    this.#windows = new WindowPool(memory);
    this.#chunks = new ChunkCopies(this.#windows, layout);
    this.#unchanged = new UnchangedCallers(layout);
    // 3.12, 3.13: the C stack's entry frames; 3.14+: the interpreter's. 3.11 has none.
    const { cstack, interpreter } = layout.owners;
    const skipped = [cstack, interpreter].filter((owner) => owner >= 0);
    this.#firstSkippedOwner = skipped.length > 0 ? Math.min(...skipped) : 255;
    // `FRAME_EXECUTING` (pycore_frame.h).
    this.#executing = layout.version[1] >= 15 ? 4 : 0;
  }

  walk(threadState: number, stack: WalkedStack, last?: WalkedStack): WalkEnd {
    stack.clear();
    this.#windows.reset();
    const { thread } = this.#layout;
    if (!this.#state.fill(this.#memory, threadState, (thread.size + 7) & ~7)) return "gone";
    const frame = this.#topFrame();
    if (frame < 0) return "torn";
    if (frame === 0) return "empty";
    const chunk = this.#state.pointer(thread.datastackChunk);
    if (chunk !== 0 && !this.#chunks.copyNewest(chunk, this.#endOfChunk(chunk, frame), last)) return "torn";
    const taken = chunk === 0 ? undefined : last;
    this.#unchanged.compare(this.#windows.at(0), taken);
    const end = this.#follow(frame, stack, taken);
    this.#chunks.leaveSpan(stack);
    stack.copies = this.#windows.used;
    stack.bytes = this.#windows.bytes;
    return end;
  }

  callOf(stack: WalkedStack, caller: number): CallSeen {
    if (!this.#isKept(stack, caller)) return "unseen";
    const [code = 0, instruction = 0] = [stack.codes[caller], stack.instructions[caller]];
    const kind = this.#sites.kindOf(code, instruction);
    const isResumed = this.#isResumedDirectly(stack, caller - 1);
    if (isResumed && kind !== "iterate") return "refuted";
    if (kind === "other") return "unseen";
    const seen = this.#callSeen(stack, caller, kind, isResumed);
    return seen === "refuted" && this.#isCutOff(stack, caller) ? "unseen" : seen;
  }

  /** Of a coroutine with many variables the copy ends before its evaluation stack does: that nothing is held there says nothing. */
  #isCutOff(stack: WalkedStack, caller: number): boolean {
    const code = stack.codes[caller] ?? 0;
    const window = this.#windows.at(stack.windows[caller] ?? -1);
    const slots = (this.#codes.localCounts[code] ?? 0) + (this.#codes.stackSizes[code] ?? 0);
    const first = (stack.addresses[caller] ?? 0) - window.base + this.#layout.frame.localsplus;
    return first + 8 * slots > window.length;
  }

  #callSeen(stack: WalkedStack, caller: number, kind: SiteKind, isResumed: boolean): CallSeen {
    if (kind === "iterate") return this.#isHeld(stack, caller, true) ? "held" : isResumed ? "refuted" : "unseen";
    return this.#functionCallOf(stack, caller, kind === "quiet");
  }

  #functionCallOf(stack: WalkedStack, caller: number, isQuiet: boolean): CallSeen {
    const isHeld = !isQuiet && this.#isHeld(stack, caller, false);
    if (!this.#isCalledByPython(stack, caller - 1)) return isHeld ? "held" : "unseen";
    const isBefore = this.#isBeforeCall(stack.codes[caller] ?? 0, stack.instructions[caller] ?? 0);
    return isHeld && !isBefore ? "held" : "refuted";
  }

  #isKept(stack: WalkedStack, at: number): boolean {
    return this.#windows.isKept(stack.windows[at] ?? -1);
  }

  #isBeforeCall(code: number, instruction: number): boolean {
    return this.#layout.version[1] === 11 && !this.#sites.isBehindCall(code, instruction);
  }

  #isHeld(stack: WalkedStack, caller: number, isIterated: boolean): boolean {
    const callee = this.#calleeOf(stack, caller - 1, isIterated);
    const code = stack.codes[caller] ?? 0;
    const window = this.#windows.at(stack.windows[caller] ?? -1);
    const { localsplus } = this.#layout.frame;
    const locals = 8 * (this.#codes.localCounts[code] ?? 0);
    const first = (stack.addresses[caller] ?? 0) - window.base + localsplus + locals;
    const end = Math.min(first + 8 * (this.#codes.stackSizes[code] ?? 0), window.length);
    for (let at = first; at < end; at += 8) {
      const held = window.reference(at);
      if (held !== 0 && (callee.includes(held) || this.#isMethodOf(held, callee[0] ?? 0))) return true;
    }
    return false;
  }

  /** A bound method of the function: `PyMethodObject.im_func` is its first field behind the head. */
  #isMethodOf(held: number, wanted: number): boolean {
    return this.#pointer.fill(this.#memory, held + this.#layout.object.size, 8) && this.#pointer.pointer(0) === wanted;
  }

  /**
   * A generator's frame right behind its caller's. From 3.12 on the interpreter resumes generators itself (`FOR_ITER_GEN`, `SEND`);
   * C code that resumes one leaves its mark between the two.
   */
  #isResumedDirectly(stack: WalkedStack, callee: number): boolean {
    if (this.#layout.version[1] < 12 || stack.fromC[callee] === 1) return false;
    return this.#ownerOf(stack, callee) === this.#layout.owners.generator;
  }

  /** A function's frame that no C code stands between: the interpreter pushed it for a call of its own. */
  #isCalledByPython(stack: WalkedStack, callee: number): boolean {
    return stack.fromC[callee] !== 1 && this.#ownerOf(stack, callee) === this.#layout.owners.thread;
  }

  /** Whom a frame belongs to; −1 where its copy is not kept. */
  #ownerOf(stack: WalkedStack, at: number): number {
    if (!this.#isKept(stack, at)) return -1;
    const window = this.#windows.at(stack.windows[at] ?? -1);
    return window.byte((stack.addresses[at] ?? 0) - window.base + this.#layout.frame.owner);
  }

  /** What a caller must hold to have called a frame: the generator that the frame lies in, or the function. */
  #calleeOf(stack: WalkedStack, at: number, isIterated: boolean): readonly number[] {
    const address = stack.addresses[at] ?? 0;
    const generator = address - this.#layout.generator.frame;
    if (isIterated) return [generator];
    const number = stack.windows[at] ?? -1;
    const window = this.#windows.at(number);
    const isKept = this.#windows.isKept(number);
    return isKept
      ? [window.reference(address - window.base + this.#layout.frame.functionObject), generator]
      : [generator];
  }

  /** −1 where it cannot be read. */
  #topFrame(): number {
    const { thread, cframeCurrentFrame } = this.#layout;
    const held = this.#state.pointer(thread.frame);
    if (cframeCurrentFrame < 0 || held === 0) return held;
    return this.#pointer.fill(this.#memory, held + cframeCurrentFrame, 8) ? this.#pointer.pointer(0) : -1;
  }

  /** The end of what is to be copied of the newest chunk: of the innermost frame, or of its used part where that frame lies elsewhere. */
  #endOfChunk(chunk: number, frame: number): number {
    if (frame >= chunk && frame - chunk <= MOST_COPIED) return this.#chunks.endOf(frame);
    // The innermost frame is a generator's: those of its callers lie in the chunk.
    const { datastackTop } = this.#layout.thread;
    const top = datastackTop < 0 ? 0 : this.#state.pointer(datastackTop);
    const length = top > chunk && top - chunk <= MOST_COPIED ? top - chunk : PAGE;
    return chunk + ((length + 7) & ~7);
  }

  #follow(top: number, stack: WalkedStack, last: WalkedStack | undefined): WalkEnd {
    const { frame } = this.#layout;
    for (let address = top; address !== 0;) {
      const unchanged = this.#unchanged.indexOf(address);
      if (unchanged >= 0 && last !== undefined) {
        stack.takeCallers(last, unchanged);
        return "walked";
      }
      const number = this.#chunks.windowOf(address);
      if (number < 0) return "torn";
      const window = this.#windows.at(number);
      const offset = address - window.base;
      if (!this.#takeFrame(window, offset, number, stack) || stack.depth > DEEPEST) return "torn";
      if (number === 0 && offset === FIRST_FRAME && window.pointer(0) === 0) break;
      address = window.pointer(offset + frame.previous);
      if (address % 8 !== 0) return "torn";
    }
    return stack.depth === 0 ? "empty" : "walked";
  }

  /** Pushes a frame, unless it only marks a call from C; false where it cannot be a frame on the stack. */
  #takeFrame(window: MemoryWindow, offset: number, number: number, stack: WalkedStack): boolean {
    const owner = window.byte(offset + this.#layout.frame.owner);
    if (owner > LAST_OWNER) return false;
    if (owner >= this.#firstSkippedOwner) {
      if (stack.depth > 0) stack.fromC[stack.depth - 1] = 1;
      return true;
    }
    if (owner === this.#layout.owners.generator && !this.#isExecuting(window, offset)) return false;
    return this.#pushFrame(window, offset, number, stack);
  }

  /** A generator on the stack is being executed; one that is not was met after it had been left. */
  #isExecuting(window: MemoryWindow, offset: number): boolean {
    const at = offset - STATE_BEFORE;
    return at < 0 || window.byte(at) === this.#executing;
  }

  #pushFrame(window: MemoryWindow, offset: number, number: number, stack: WalkedStack): boolean {
    const { frame } = this.#layout;
    const code = window.reference(offset + frame.code);
    if (code === 0) return false;
    const known = this.#codes.numberOf(code, window.pointer(offset + frame.globals));
    if (known < 0) return false;
    if (this.#codes.isShim(known)) return true;
    const bytes = window.pointer(offset + frame.instruction) - code - this.#codes.instructionsAt;
    const instruction = bytes >= 0 && bytes < 0x200000 ? bytes >> 1 : -1;
    stack.push(known, instruction, window.base + offset, number);
    const at = stack.depth - 1;
    stack.codeFields[at] = code;
    stack.instructionFields[at] = window.pointer(offset + frame.instruction);
    stack.callerFields[at] = window.pointer(offset + frame.previous);
    // 3.11 has no marks between frames: `is_entry`, behind `stacktop`, tells.
    if (this.#layout.version[1] === 11) stack.fromC[at] = window.byte(offset + frame.stackTop + 4);
    return true;
  }
}
