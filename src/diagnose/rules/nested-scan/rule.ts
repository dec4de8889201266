import { SHORT_LIST, operandEvidence } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { planScans, type ScanPlan } from "./plan.ts";

/** `for row in rows: if row.id == wanted: …` again and again: each time the whole collection is compared. */
export const nestedScan: Rule = {
  id: "nested-scan",
  rung: "algorithm",
  find: (context) => planScans(context).map((plan) => candidateOf(context, plan)),
  judge: (candidate, evidence) => judge(candidate, evidence),
};

function candidateOf(context: RuleContext, { scan, walked, variable, wanted, span, obstacles }: ScanPlan): Candidate {
  const [operand = scan.iterable] = walked.operands;
  return {
    rule: "nested-scan",
    expression: scan.comparison,
    watch: { kind: "compare", expression: scan.comparison, operand, needle: wanted },
    facts: span === undefined ? [] : hoistFacts(context, variable, obstacles.length === 0),
    obstacles,
  };
}

/** Fewer scans of a collection than these are what the program has to do anyway. */
const FEW_SCANS = 10;

function judge({ obstacles }: Candidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  // Of an object with a length of its own, what was seen to be compared before the answer.
  const size = operand.sizes?.median ?? operand.perWalk ?? 0;
  if (size < SHORT_LIST) return { kind: "harmless", because: "short" };
  const count = evidence.find((each) => each.kind === "count");
  const isAcross = obstacles.some(({ code }) => code === "crosses-functions");
  if (count === undefined && isAcross) return { kind: "harmless", because: "not-seen" };
  if (count !== undefined && count.exact && count.executions / size < FEW_SCANS)
    return { kind: "harmless", because: "cold" };
  return { kind: "finding", obstacles: keyObstacles(evidence, operand) };
}

/** What was compared has to be found by its hash. */
function keyObstacles(evidence: readonly Evidence[], operand: OperandEvidence): readonly Obstacle[] {
  const key = evidence.find((each): each is OperandEvidence => each.kind === "operand" && each !== operand);
  if (key === undefined) return [];
  const about = key.types[0] ?? key.operand;
  if (key.hashable === "unhashable") return [{ code: "unhashable-elements", about }];
  return key.hashable === "custom" ? [{ code: "custom-equality", about }] : [];
}
