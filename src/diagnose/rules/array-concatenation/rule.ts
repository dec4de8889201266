import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planConcatenations } from "./plan.ts";

/** `out = np.concatenate((out, part))` in a loop: the whole array is copied for each part that is put behind it. */
export const arrayConcatenation: Rule = {
  id: "array-concatenation",
  rung: "vectorise",
  find: (context) =>
    planConcatenations(context).map(({ call, watched, obstacles }) => ({
      rule: "array-concatenation",
      expression: call,
      watch: { kind: "call", expression: call, operand: watched, isPure: true },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Fewer parts than this are as well put together one by one. */
const FEW = 10;
/** Below this measured share nothing done to the call can be seen. */
const COLD = 0.02;
/** What is put together by numpy alone: arrays, and what it makes arrays of. */
const PLAIN = new Set("numpy.ndarray numpy.float64 numpy.int64 list tuple int float NoneType".split(" "));

function judge(evidence: readonly Evidence[]): Judgement {
  const seen = operandEvidence(evidence);
  if (seen === undefined || seen.types.length === 0) return { kind: "harmless", because: "not-seen" };
  const time = evidence.find((each) => each.kind === "time");
  if (time !== undefined && time.share < COLD) return { kind: "harmless", because: "cold" };
  const count = evidence.find((each) => each.kind === "count");
  if (count !== undefined && count.exact && count.executions < FEW) return { kind: "harmless", because: "short" };
  const isPair = seen.types.every((type) => type === "tuple" || type === "list");
  const isPlain = [...seen.types, ...(isPair ? seen.elements : [])].every((type) => PLAIN.has(type));
  return { kind: "finding", obstacles: isPlain ? [] : [{ code: "not-an-array", about: seen.operand }] };
}
