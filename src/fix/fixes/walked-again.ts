import { noFix } from "./planning.ts";
import type { Fixer } from "../fix.ts";

/** There is none: what to keep beside the data depends on what is asked of it, and on where it changes. */
export const fixWalkedAgain: Fixer = {
  rule: "walked-again",
  plan: (_, context) => noFix("what-to-keep", context.function.name),
};
