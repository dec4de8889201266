import { noFix } from "./planning.ts";
import type { Fixer } from "../fix.ts";

/** There is none: an array prints, adds and serialises otherwise, and takes no other type. */
export const fixListOfNumbers: Fixer = {
  rule: "list-of-numbers",
  plan: (_, context) => noFix("needs-list", context.function.name),
};
