import { noFix } from "./planning.ts";
import type { Fixer } from "../fix.ts";

/** There is none: how deep to copy is for a person to say, who knows what is changed in the copy. */
export const fixDeepcopyInLoop: Fixer = {
  rule: "deepcopy-in-loop",
  plan: (_, context) => noFix("depth-unknown", context.function.name),
};
