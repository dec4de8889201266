import { noFix } from "./planning.ts";
import type { Fixer } from "../fix.ts";

/** There is none: where the coroutine gives way, other tasks run, and it can be cancelled, where neither was so before. */
export const fixBlockingInCoroutine: Fixer = {
  rule: "blocking-in-coroutine",
  plan: (_, context) => noFix("lets-others-run", context.function.name),
};
