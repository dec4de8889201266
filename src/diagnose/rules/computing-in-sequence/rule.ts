import type { Rule } from "../../rule.ts";
import { judgeComputing } from "./judge.ts";
import { planComputing } from "./plan.ts";

/** `[score(text) for text in texts]`: one core computes, and the others stand idle. */
export const computingInSequence: Rule = {
  id: "computing-in-sequence",
  rung: "concurrency",
  isLastResort: true,
  spreadsWork: true,
  find: (context) =>
    planComputing(context).map(({ expression, items, obstacles }) => ({
      rule: "computing-in-sequence",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: [],
      obstacles,
      heat: "cumulative",
    })),
  judge: (_, evidence) => judgeComputing(evidence),
};
