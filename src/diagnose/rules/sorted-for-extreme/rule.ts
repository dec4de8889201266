import { comparedObstacles } from "../../analysis/ordered-values.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule } from "../../rule.ts";
import { planExtremes, type ExtremePlan } from "./plan.ts";
import type { Part } from "./part.ts";

/**
 * Elements up to which a sort costs about what `min` does: numbers in no order, at 50 1.2× to 1.3×, at 100 1.1× to 2×, at 1,000 2.9× to
 * 3.9× as long (CPython 3.12 and 3.8, measured). In order already they sort faster than `min` looks at them: the timing tells.
 */
const SHORT = 64;
/** The same for `nsmallest(10, xs)`: at 1,000 1.6× to 2.2×, at 10,000 4.8× to 10×; and it must be few of many. */
const SHORT_FOR_SOME = 512;
const FEW = 1 / 16;
/** Below this measured share nothing done to the expression can be seen. */
const COLD = 0.02;

/** `sorted(xs)[0]`, `sorted(xs, key=f)[:3]`, `ranked = sorted(xs)` of which the first is taken: all are sorted for a few. */
export const sortedForExtreme: Rule = {
  id: "sorted-for-extreme",
  rung: "algorithm",
  find: (context) => planExtremes(context).map((plan) => candidateOf(plan)),
  judge,
};

function candidateOf({ sort, node, part, obstacles }: ExtremePlan): PlannedCandidate {
  const { call, operand, key = call, isInPlace } = sort;
  return {
    rule: "sorted-for-extreme",
    expression: node,
    watch: { kind: isInPlace ? "method" : "call", expression: call, operand, needle: key },
    facts: [],
    obstacles,
    part,
  };
}

interface PlannedCandidate extends Candidate {
  readonly part: Part;
}

function judge(candidate: Candidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  const share = evidence.find((each) => each.kind === "time")?.share ?? 1;
  if (share < COLD) return { kind: "harmless", because: "cold" };
  const size = operand.sizes?.max;
  if (size !== undefined && size < leastSize(candidate)) return { kind: "harmless", because: "short" };
  return { kind: "finding", obstacles: comparedObstacles(evidence) };
}

function leastSize(candidate: Candidate): number {
  const { count } = "part" in candidate ? (candidate as PlannedCandidate).part : { count: 1 };
  if (count === 1) return SHORT;
  return typeof count === "number" ? Math.max(SHORT_FOR_SOME, count / FEW) : SHORT_FOR_SOME;
}
