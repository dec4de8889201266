import type { GilState } from "./gil.ts";
import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import type { ValueReader } from "./read-values.ts";

/** More are not believed: the list would be torn. */
const MOST_INTERPRETERS = 1024;
const MOST_THREADS = 65_536;
/** How often a list that changes while it is read is read again. */
const LIST_TRIES = 4;

/** What a thread state says of its thread. */
export interface FoundThread {
  readonly address: number;
  readonly interpreter: number;
  readonly threadId: number;
  /** 0 below 3.11. */
  readonly nativeId: number;
}

/** Reads the runtime's lists: interpreters, their threads, their locks. */
export class Interpreters {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #runtime: number;
  readonly #values: ValueReader;
  readonly #thread: MemoryWindow;
  readonly #lock: MemoryWindow;

  constructor(memory: TargetMemory, layout: Layout, runtime: number, values: ValueReader) {
    this.#memory = memory;
    this.#layout = layout;
    this.#runtime = runtime;
    this.#values = values;
    this.#thread = new MemoryWindow(layout.thread.size);
    this.#lock = new MemoryWindow(Math.max(64, layout.gil.size));
  }

  /** Addresses of the interpreters; undefined where the process cannot be read any more. */
  list(): readonly number[] | undefined {
    const found: number[] = [];
    const { interpretersHead } = this.#layout.runtime;
    let address = this.#values.pointer(this.#runtime + interpretersHead);
    while (address !== undefined && address !== 0 && found.length < MOST_INTERPRETERS) {
      found.push(address);
      address = this.#values.pointer(address + this.#layout.interpreter.next);
    }
    return address === undefined && found.length === 0 ? undefined : found;
  }

  /** The threads of an interpreter that have begun, the newest first. */
  threadsOf(interpreter: number): readonly FoundThread[] {
    const found: FoundThread[] = [];
    for (let attempt = 0; attempt < LIST_TRIES; attempt += 1) if (this.#listThreads(interpreter, found)) break;
    // Up to 3.11 whoever starts a thread makes its state, which has the starter's id until the thread runs.
    const ids = new Set<number>();
    return found
      .toReversed()
      .filter(({ threadId }) => !ids.has(threadId) && ids.add(threadId))
      .toReversed();
  }

  /** False where the list changed under way: then threads are missing. */
  #listThreads(interpreter: number, found: FoundThread[]): boolean {
    const { thread } = this.#layout;
    found.length = 0;
    let address = this.#values.pointer(interpreter + this.#layout.interpreter.threadsHead) ?? 0;
    while (address !== 0 && found.length < MOST_THREADS) {
      if (!this.#thread.fill(this.#memory, address, (thread.size + 7) & ~7)) return false;
      // A thread state that was freed meanwhile leads nowhere.
      if (this.#thread.pointer(thread.interpreter) !== interpreter) return false;
      const nativeId = thread.nativeThreadId < 0 ? 0 : this.#thread.pointer(thread.nativeThreadId);
      found.push({ address, interpreter, threadId: this.#thread.pointer(thread.threadId), nativeId });
      address = this.#thread.pointer(thread.next);
    }
    return true;
  }

  /** The lock that an interpreter's threads share; undefined in free-threaded builds and where it cannot be read. */
  gilOf(interpreter: number): GilState | undefined {
    const { gil, isFreeThreaded } = this.#layout;
    if (isFreeThreaded) return undefined;
    const start = this.#lockOf(interpreter);
    const length = (Math.max(gil.locked + 4, gil.lastHolder + 8) + 7) & ~7;
    if (start === 0 || start % 8 !== 0 || !this.#lock.fill(this.#memory, start, length)) return undefined;
    const isLocked = this.#lock.integer(gil.locked) > 0;
    return { isLocked, holder: this.#lock.pointer(gil.lastHolder), start, end: start + gil.size };
  }

  isCollecting(interpreter: number): boolean {
    const { gcCollecting } = this.#layout.interpreter;
    const address = gcCollecting >= 0 ? interpreter + gcCollecting : this.#runtime + this.#layout.runtimeGcCollecting;
    return (this.#values.integer(address) ?? 0) !== 0;
  }

  #lockOf(interpreter: number): number {
    const { runtime, interpreter: fields } = this.#layout;
    if (runtime.gil >= 0) return this.#runtime + runtime.gil;
    return this.#values.pointer(interpreter + fields.gil) ?? 0;
  }
}
