import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { obstaclesOf, planVectorizedCalls } from "./plan.ts";

/** `np.vectorize(f)(array)`: for all its name, it calls `f` once for each element. */
export const vectorizedCall: Rule = {
  id: "vectorized-call",
  rung: "vectorise",
  find: (context) =>
    planVectorizedCalls(context).map((plan) => ({
      rule: "vectorized-call",
      expression: plan.call,
      watch: { kind: "call", expression: plan.call, operand: plan.operand, isPure: true },
      facts: [],
      obstacles: obstaclesOf(context, plan),
    })),
  judge: (candidate, evidence) => judge(candidate.obstacles.length > 0, evidence),
};

/** Below this measured share array code would hardly be seen: 1 / (1 − 0.05) is a ceiling of 1.05. */
const SHARE_THAT_MATTERS = 0.05;

function judge(isAdvice: boolean, evidence: readonly Evidence[]): Judgement {
  const time = evidence.find((each) => each.kind === "time");
  if (time === undefined) return { kind: "harmless", because: "not-seen" };
  if (time.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  const seen = operandEvidence(evidence);
  const isArray = isAdvice || seen === undefined || seen.types.includes("numpy.ndarray");
  return { kind: "finding", obstacles: isArray ? [] : [{ code: "not-an-array", about: seen.operand }] };
}
