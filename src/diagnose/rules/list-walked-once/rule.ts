import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule } from "../../rule.ts";
import { planWalks } from "./plan.ts";

/** A list is made whole to be gone through once. */
export const listWalkedOnce: Rule = {
  id: "list-walked-once",
  rung: "memory",
  find: (context) =>
    planWalks(context).map(({ list, obstacles }) => ({
      rule: "list-walked-once",
      expression: list,
      watch: { kind: "statement", expression: list, operand: list },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judgeHeld(evidence),
};
