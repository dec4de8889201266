import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule } from "../../rule.ts";
import { planGathered } from "./plan.ts";

/** A loop fills a list that is then only added up, or asked for its least or largest. */
export const listGathered: Rule = {
  id: "list-gathered",
  rung: "memory",
  find: (context) =>
    planGathered(context).map(({ loop, made, obstacles }) => ({
      rule: "list-gathered",
      expression: loop,
      watch: { kind: "statement", expression: loop, operand: made },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judgeHeld(evidence),
};
