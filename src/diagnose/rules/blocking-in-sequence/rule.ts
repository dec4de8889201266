import { textOf } from "../../../source/navigate.ts";
import type { Rule } from "../../rule.ts";
import { judgeSequence } from "./judge.ts";
import { planSequences } from "./plan.ts";

/** `[urlopen(url).read() for url in urls]`: each waits until the one before has answered. */
export const blockingInSequence: Rule = {
  id: "blocking-in-sequence",
  rung: "concurrency",
  find: (context) =>
    planSequences(context).map(({ expression, items, calls, obstacles }) => ({
      rule: "blocking-in-sequence",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: calls.slice(0, 1).map(({ call }) => ({
        kind: "source" as const,
        fact: "blocks" as const,
        name: textOf(context.source, call).slice(0, 60),
      })),
      obstacles,
    })),
  judge: (_, evidence) => judgeSequence(evidence),
};
