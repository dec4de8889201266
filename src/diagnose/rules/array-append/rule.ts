import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planAppends } from "./plan.ts";

/** `out = np.append(out, value)` in a loop: the whole array is copied for each element, and numpy is called four times. */
export const arrayAppend: Rule = {
  id: "array-append",
  rung: "vectorise",
  find: (context) =>
    planAppends(context).map(({ call, operand, obstacles }) => ({
      rule: "array-append",
      expression: call,
      watch: { kind: "call", expression: call, operand, isPure: true },
      facts: [],
      obstacles,
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Below this measured share nothing done to the expression can be seen. */
const COLD = 0.02;
/** Fewer elements than this one array would not be made quicker for. */
const FEW = 10;

function judge(evidence: readonly Evidence[]): Judgement {
  const seen = operandEvidence(evidence);
  if (seen === undefined || seen.types.length === 0) return { kind: "harmless", because: "not-seen" };
  const share = evidence.find((each) => each.kind === "time")?.share ?? 1;
  const count = evidence.find((each) => each.kind === "count");
  if (share < COLD) return { kind: "harmless", because: "cold" };
  if (count !== undefined && count.exact && count.executions < FEW) return { kind: "harmless", because: "short" };
  // Another library's array answers `np.append` in its own way.
  const isPlain = seen.types.every((type) => type === "numpy.ndarray" || type === "list");
  return { kind: "finding", obstacles: isPlain ? [] : [{ code: "not-an-array", about: seen.operand }] };
}
