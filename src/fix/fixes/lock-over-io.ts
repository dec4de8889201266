import type { Fixer } from "../fix.ts";
import { noFix } from "./planning.ts";

/** There is none: who may come in between is what the lock is there to say. */
export const fixLockOverIo: Fixer = {
  rule: "lock-over-io",
  plan: (_, context) => noFix("guards-unknown", context.function.name),
};
