import type { Fixer } from "../fix.ts";
import { noFix } from "./planning.ts";

/** There is none: who should wait for the task, and what should become of its error, is for a person to say. */
export const fixForgottenTask: Fixer = {
  rule: "forgotten-task",
  plan: (_, context) => noFix("nobody-waits", context.function.name),
};
