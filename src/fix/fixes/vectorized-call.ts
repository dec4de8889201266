import type { Fixer } from "../fix.ts";

/** What a function does to a whole array is for a person to write: numpy's own functions, and its kinds of results, differ from Python's. */
export const fixVectorizedCall: Fixer = {
  rule: "vectorized-call",
  plan: ({ obstacles }) => ({ kind: "none", obstacles }),
};
