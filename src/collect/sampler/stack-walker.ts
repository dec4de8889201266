import type { WalkedStack } from "./walked-stack.ts";

/**
 * How a walk ended: `empty` – no Python frame; `torn` – what was read does not fit together; `gone` – the memory cannot be
 * read, as when the thread or its process ends.
 */
export type WalkEnd = "walked" | "empty" | "torn" | "gone";

/**
 * `held` – the caller stands at a call and holds the function, or resumes the generator, on its evaluation stack;
 * `unseen` – nothing of that kind, as with calls that C code makes; `refuted` – it would have to hold it, and does not.
 */
export type CallSeen = "held" | "unseen" | "refuted";

/** Reads the stack of one thread. One for each way in which CPython keeps its frames. */
export interface StackWalker {
  /**
   * Walks the stack of the thread state at an address; what was found is in the stack. What is as it was in the last stack of that
   * thread may be taken from there.
   */
  readonly walk: (threadState: number, stack: WalkedStack, last?: WalkedStack) => WalkEnd;
  /** What the last walk shows of the call that the caller at an index (1: the innermost frame's) made. */
  readonly callOf: (stack: WalkedStack, caller: number) => CallSeen;
}

/** Deeper stacks are no stacks: a torn chain can run in a circle. CPython's own default limit is 1,000. */
export const DEEPEST = 200_000;
