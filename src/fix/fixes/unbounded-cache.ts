import { noFix } from "./planning.ts";
import type { Fixer } from "../fix.ts";

/** There is none: a bound that is too small costs the time that the cache saves. */
export const fixUnboundedCache: Fixer = {
  rule: "unbounded-cache",
  plan: (_, context) => noFix("what-to-forget", context.function.name),
};
