import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planVectorizedCalls } from "./plan.ts";

/** `np.vectorize(f)(array)`: for all its name, it calls `f` once for each element. */
export const vectorizedCall: Rule = {
  id: "vectorized-call",
  rung: "vectorise",
  find: (context) =>
    planVectorizedCalls(context).map(({ call, operand, about }) => ({
      rule: "vectorized-call",
      expression: call,
      watch: { kind: "call", expression: call, operand, isPure: true },
      facts: [],
      obstacles: [{ code: "array-code", about }],
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Below this measured share array code would hardly be seen: 1 / (1 − 0.05) is a ceiling of 1.05. */
const SHARE_THAT_MATTERS = 0.05;

function judge(evidence: readonly Evidence[]): Judgement {
  const time = evidence.find((each) => each.kind === "time");
  if (time === undefined) return { kind: "harmless", because: "not-seen" };
  return time.share < SHARE_THAT_MATTERS ? { kind: "harmless", because: "cold" } : { kind: "finding", obstacles: [] };
}
