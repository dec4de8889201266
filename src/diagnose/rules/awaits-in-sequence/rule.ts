import { textOf } from "../../../source/navigate.ts";
import type { Rule } from "../../rule.ts";
import { judgeSequence } from "../blocking-in-sequence/judge.ts";
import { planAwaits } from "./plan.ts";

/** `[await fetch(url) for url in urls]`: each task of the loop waits until the one before has its answer. */
export const awaitsInSequence: Rule = {
  id: "awaits-in-sequence",
  rung: "concurrency",
  find: (context) =>
    planAwaits(context).map(({ expression, items, awaited, obstacles }) => ({
      rule: "awaits-in-sequence",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: [{ kind: "source", fact: "blocks", name: textOf(context.source, awaited).slice(0, 60) }],
      obstacles,
    })),
  judge: (_, evidence) => judgeSequence(evidence),
};
