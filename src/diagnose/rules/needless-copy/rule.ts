import { operandEvidence } from "../../analysis/list-evidence.ts";
import { comparedObstacles } from "../../analysis/ordered-values.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { containersOf, planCopies, type CopyPlan } from "./plan.ts";

/** Elements up to which a copy costs about as much as the call that makes it: 64 are copied in 0.2 to 0.3 µs (measured). */
const SHORT = 64;
/** Below this measured share nothing done to the expression can be seen. */
const COLD = 0.02;

/** `min(sorted(xs))`, `sorted(list(xs))`, `len(list(xs))`: a copy is made, or sorted, for what takes the original. */
export const needlessCopy: Rule = {
  id: "needless-copy",
  rung: "algorithm",
  find: (context) => planCopies(context).map((plan) => candidateOf(context, plan)),
  judge,
};

interface CopyCandidate extends Candidate {
  /** The types that the original may have; absent where any will do. */
  readonly containers?: readonly string[];
}

function candidateOf(context: RuleContext, plan: CopyPlan): CopyCandidate {
  const { copy, operand, isSort, isForContainers, obstacles } = plan;
  return {
    rule: "needless-copy",
    expression: copy,
    watch: { kind: "call", expression: copy, operand, ...(isSort && { needle: copy }) },
    facts: [],
    obstacles,
    ...(isForContainers && { containers: containersOf(plan, context) }),
  };
}

function judge(candidate: CopyCandidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  const share = evidence.find((each) => each.kind === "time")?.share ?? 1;
  if (share < COLD) return { kind: "harmless", because: "cold" };
  if ((operand.sizes?.max ?? Infinity) < SHORT) return { kind: "harmless", because: "short" };
  const { containers, watch } = candidate;
  const others = operand.types.filter((type) => containers !== undefined && !containers.includes(type));
  return {
    kind: "finding",
    obstacles: [
      ...others.slice(0, 1).map(() => ({ code: "not-a-list" as const, about: operand.operand })),
      ...(watch.needle === undefined ? [] : comparedObstacles(evidence)),
    ],
  };
}
