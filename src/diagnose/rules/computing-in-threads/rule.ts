import type { Rule } from "../../rule.ts";
import { judgeComputing } from "../computing-in-sequence/judge.ts";
import { planThreads } from "./plan.ts";

/** `with ThreadPoolExecutor() as pool: pool.map(score, texts)`: the threads of a build with a GIL compute in turns. */
export const computingInThreads: Rule = {
  id: "computing-in-threads",
  rung: "concurrency",
  isLastResort: true,
  spreadsWork: true,
  find: (context) =>
    planThreads(context).map(({ expression, items, obstacles }) => ({
      rule: "computing-in-threads",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: [],
      obstacles,
      heat: "cumulative",
    })),
  judge: (_, evidence) => judgeComputing(evidence),
};
