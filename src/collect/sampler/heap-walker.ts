import type { CallSites } from "./call-sites.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import type { ValueReader } from "./read-values.ts";
import { DEEPEST, type CallSeen, type StackWalker, type WalkEnd } from "./stack-walker.ts";
import type { WalkedStack } from "./walked-stack.ts";
import { WindowPool } from "./window-pool.ts";

/** Frames closer together than this are copied in one go: 16 KiB cost as much as two reads. */
const GAP = 12_288;
/** Locals and evaluation stack behind a frame's fixed part, as far as they are copied with it. */
const TAIL = 160;
/** More stretches than this are not copied ahead: the stack is too scattered to win anything. */
const MOST_STRETCHES = 24;
/** `f_gen` lies before `f_lasti`; `f_executing` (3.8, 3.9) or `f_state` (3.10) twelve bytes behind it. */
const GENERATOR_BEFORE = 8;
const STATE_BEHIND = 12;

/**
 * CPython 3.8 to 3.10: every frame is an object of its own, linked by `f_back`. The stretches in which the last walk found
 * frames are copied first, so that few reads and little time lie between the first frame and the last.
 */
export class HeapWalker implements StackWalker {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #codes: CodeTable;
  readonly #sites: CallSites;
  readonly #values: ValueReader;
  readonly #state: MemoryWindow;
  readonly #windows: WindowPool;
  readonly #frameSize: number;
  /** `f_lasti` counts bytes up to 3.9. */
  readonly #shift: number;
  /** `f_executing` is 1, `f_state` FRAME_EXECUTING 0. */
  readonly #executing: number;
  /** Code objects of functions, by the function's address. */
  readonly #functions = new Map<number, number>();
  /** Where the last walk of each thread found its frames: starts and ends, flat. */
  readonly #stretches = new Map<number, readonly number[]>();

  constructor(
    memory: TargetMemory,
    layout: Layout,
    codes: CodeTable,
    { sites, values }: { readonly sites: CallSites; readonly values: ValueReader },
  ) {
    this.#memory = memory;
    this.#layout = layout;
    this.#codes = codes;
    this.#sites = sites;
    this.#values = values;
    this.#state = new MemoryWindow(layout.thread.size);
    this.#windows = new WindowPool(memory);
    this.#frameSize = (layout.frame.size + 7) & ~7;
    this.#shift = layout.version[1] < 10 ? 1 : 0;
    this.#executing = layout.version[1] < 10 ? 1 : 0;
  }

  walk(threadState: number, stack: WalkedStack): WalkEnd {
    stack.clear();
    this.#windows.reset();
    const { thread } = this.#layout;
    if (!this.#state.fill(this.#memory, threadState, (thread.size + 7) & ~7)) return "gone";
    const stretches = this.#stretches.get(threadState) ?? [];
    for (let at = 0; at + 1 < stretches.length; at += 2) {
      const start = stretches[at] ?? 0;
      this.#windows.copy(start, (stretches[at + 1] ?? 0) - start);
    }
    const copied = this.#windows.used;
    const end = this.#follow(this.#state.pointer(thread.frame), stack);
    stack.copies = this.#windows.used;
    stack.bytes = this.#windows.bytes;
    // Frames outside of what was copied ahead: the stack has moved.
    if (end === "walked" && this.#windows.used > copied)
      this.#stretches.set(threadState, stretchesOf(stack, this.#frameSize));
    return end;
  }

  callOf(stack: WalkedStack, caller: number): CallSeen {
    if (!this.#isKept(stack, caller) || !this.#isKept(stack, caller - 1)) return "unseen";
    const kind = this.#sites.kindOf(stack.codes[caller] ?? 0, stack.instructions[caller] ?? 0);
    if (kind === "other" || kind === "quiet") return "unseen";
    const generator = this.#generatorOf(stack, caller - 1);
    if (generator === 0 && kind !== "call") return "unseen";
    const code = stack.codes[caller - 1] ?? 0;
    const isCallee = generator === 0 ? this.#isFunctionOf(code) : (held: number): boolean => held === generator;
    return this.#holds(stack, caller, isCallee) ? "held" : "unseen";
  }

  #isFunctionOf(code: number): (held: number) => boolean {
    const wanted = this.#codes.objects[code]?.address ?? 0;
    return (held) => this.#codeOf(held) === wanted;
  }

  #isKept(stack: WalkedStack, at: number): boolean {
    return this.#windows.isKept(stack.windows[at] ?? -1);
  }

  /** Looks through the evaluation stack of a frame. */
  #holds(stack: WalkedStack, at: number, isWanted: (value: number) => boolean): boolean {
    const window = this.#windows.at(stack.windows[at] ?? -1);
    const start = (stack.addresses[at] ?? 0) - window.base;
    const first = window.pointer(start + this.#layout.frame.valueStack) - window.base;
    if (first < 0) return false;
    const end = Math.min(first + 8 * (this.#codes.stackSizes[stack.codes[at] ?? 0] ?? 0), window.length);
    for (let slot = first; slot < end; slot += 8) if (isWanted(window.pointer(slot))) return true;
    return false;
  }

  /** The generator that a frame belongs to; 0 for a function's. */
  #generatorOf(stack: WalkedStack, at: number): number {
    const window = this.#windows.at(stack.windows[at] ?? -1);
    const { instruction } = this.#layout.frame;
    return window.pointer((stack.addresses[at] ?? 0) - window.base + instruction - GENERATOR_BEFORE);
  }

  #follow(top: number, stack: WalkedStack): WalkEnd {
    const { frame } = this.#layout;
    for (let address = top; address !== 0;) {
      if (address % 8 !== 0 || stack.depth > DEEPEST) return "torn";
      const number = this.#windowOf(address);
      if (number < 0) return "torn";
      const window = this.#windows.at(number);
      const offset = address - window.base;
      if (window.byte(offset + frame.instruction + STATE_BEHIND) !== this.#executing) return "torn";
      const code = window.pointer(offset + frame.code);
      const known = this.#codes.numberOf(code, window.pointer(offset + frame.globals));
      if (known < 0) return "torn";
      stack.push(known, window.integer(offset + frame.instruction) >> this.#shift, address, number);
      address = window.pointer(offset + frame.previous);
    }
    return stack.depth === 0 ? "empty" : "walked";
  }

  #windowOf(address: number): number {
    const size = this.#frameSize;
    const known = this.#windows.find(address, size);
    if (known >= 0) return known;
    const whole = this.#windows.copy(address, size + TAIL);
    return whole >= 0 ? whole : this.#windows.copy(address, size);
  }

  /** `PyFunctionObject.func_code` is its first field behind the head; 0 for what is no function. */
  #codeOf(address: number): number {
    if (address === 0 || address % 8 !== 0) return 0;
    const known = this.#functions.get(address);
    if (known !== undefined && known !== 0) return known;
    const code = this.#values.pointer(address + this.#layout.object.size) ?? 0;
    if (this.#functions.size < 100_000) this.#functions.set(address, code);
    return code;
  }
}

/** The stretches that hold a stack's frames, those close together joined; none where that are too many. */
function stretchesOf(stack: WalkedStack, frameSize: number): readonly number[] {
  const sorted = stack.addresses.slice(0, stack.depth).sort();
  const stretches: number[] = [];
  for (const address of sorted) {
    const end = address + frameSize + TAIL;
    const last = stretches.length - 1;
    if (last > 0 && address - (stretches[last] ?? 0) <= GAP) stretches[last] = Math.max(end, stretches[last] ?? 0);
    else stretches.push(address, end);
  }
  return stretches.length > 2 * MOST_STRETCHES ? [] : stretches;
}
