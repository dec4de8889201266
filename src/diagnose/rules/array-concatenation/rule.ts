import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planConcatenations } from "./plan.ts";

/** `out = np.concatenate((out, part))` in a loop: the whole array is copied for each part that is put behind it. */
export const arrayConcatenation: Rule = {
  id: "array-concatenation",
  rung: "vectorise",
  find: (context) =>
    planConcatenations(context).map(({ call, operand, obstacles }) => ({
      rule: "array-concatenation",
      expression: call,
      watch: { kind: "call", expression: call, operand, isPure: true },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Fewer parts than this are as well put together one by one. */
const FEW = 10;
/** Rows that an array has to have in the end, for its copies to cost more than the calls. */
const SHORT = 50;

function judge(evidence: readonly Evidence[]): Judgement {
  const seen = operandEvidence(evidence);
  const types = seen?.types.filter((type) => type !== "NoneType") ?? [];
  if (seen === undefined || types.length === 0) return { kind: "harmless", because: "not-seen" };
  const count = evidence.find((each) => each.kind === "count");
  const isFew = count !== undefined && count.exact && count.executions < FEW;
  if (isFew || (seen.sizes !== undefined && seen.sizes.max < SHORT)) return { kind: "harmless", because: "short" };
  const isPlain = types.every((type) => type === "numpy.ndarray" || type === "list");
  return { kind: "finding", obstacles: isPlain ? [] : [{ code: "not-an-array", about: seen.operand }] };
}
