import { judgeHeld } from "../../memory-evidence.ts";
import type { Rule } from "../../rule.ts";
import { planSlots } from "./plan.ts";

/** Many instances of a class each keep a dict for the same few attributes. */
export const classWithoutSlots: Rule = {
  id: "class-without-slots",
  rung: "memory",
  find: (context) => {
    const plan = planSlots(context);
    if (plan === undefined) return [];
    const { name, obstacles } = plan;
    const watch = { kind: "statement" as const, expression: name, operand: name };
    return [{ rule: "class-without-slots", expression: name, watch, facts: [], obstacles }];
  },
  judge: (_, evidence) => judgeHeld(evidence),
};
