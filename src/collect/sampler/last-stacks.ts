import { WalkedStack } from "./walked-stack.ts";

/** Threads come and go at other addresses: beyond so many, all are forgotten. */
const MOST_THREADS = 1024;
/** A deeper stack does not lie in one copy, and keeping it would take 50 bytes a frame. */
const DEEPEST_KEPT = 2048;

/** The last stack of each thread, by the address of its state, and stacks to walk into. */
export class LastStacks {
  readonly #kept = new Map<number, WalkedStack>();
  readonly #spare: WalkedStack[] = [];

  of(threadState: number): WalkedStack | undefined {
    return this.#kept.get(threadState);
  }

  /** Keeps a thread's stack in the place of the one before, and gives one for the next walk. */
  exchange(threadState: number, stack: WalkedStack): WalkedStack {
    if (stack.depth > DEEPEST_KEPT) return stack;
    if (this.#kept.size >= MOST_THREADS) this.#kept.clear();
    const before = this.#kept.get(threadState);
    if (before !== undefined) this.#spare.push(before);
    this.#kept.set(threadState, stack);
    return this.#spare.pop() ?? new WalkedStack();
  }
}
