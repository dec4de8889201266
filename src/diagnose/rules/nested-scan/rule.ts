import { SHORT_LIST, operandEvidence } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { areSteadyRows, inOthersHands, type RowsInOthersHands } from "../../analysis/while-same.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, HarmlessReason, Judgement, Rule, RuleContext } from "../../rule.ts";
import { planScans, type ScanPlan } from "./plan.ts";

/** `for row in rows: if row.id == wanted: …` again and again: each time the whole collection is compared. */
export const nestedScan: Rule = {
  id: "nested-scan",
  rung: "algorithm",
  find: (context) => planScans(context).map((plan) => candidateOf(context, plan)),
  judge: (candidate: ScanCandidate, evidence) => judge(candidate, evidence),
};

interface ScanCandidate extends Candidate, RowsInOthersHands {}

function candidateOf(context: RuleContext, plan: ScanPlan): ScanCandidate {
  const { scan, walked, variable, wanted, span, obstacles, whileSame } = plan;
  const [operand = scan.iterable] = walked.operands;
  return {
    rule: "nested-scan",
    expression: scan.comparison,
    watch: { kind: "compare", expression: scan.comparison, operand, needle: wanted },
    facts: span === undefined ? [] : hoistFacts(context, variable, obstacles.length === 0 && whileSame === undefined),
    obstacles,
    ...inOthersHands(context, whileSame?.without),
    ...(whileSame?.part && { rows: whileSame.part.types }),
    ...((whileSame?.form === "values" || whileSame?.form === "entries") && { isOfDict: true }),
  };
}

/** Fewer scans of a collection than these are what the program has to do anyway. */
const FEW_SCANS = 10;

function judge(
  { obstacles, without = [], objects, rows, isOfDict }: ScanCandidate,
  evidence: readonly Evidence[],
): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  const because = harmlessReason([...obstacles, ...without], operand, evidence);
  if (because !== undefined) return { kind: "harmless", because };
  const inTheWay = areSteadyRows(evidence, { objects, rows, isOfDict }) ? [] : without;
  return { kind: "finding", obstacles: [...inTheWay, ...keyObstacles(evidence, operand)] };
}

/** How often such a walk is begun, its function does not tell. */
const uncounted: ReadonlySet<string> = new Set(["crosses-functions", "not-a-name"]);

function harmlessReason(
  obstacles: readonly Obstacle[],
  { sizes, perWalk }: OperandEvidence,
  evidence: readonly Evidence[],
): HarmlessReason | undefined {
  // Of an object with a length of its own, what was seen to be compared before the answer.
  const size = sizes?.median ?? perWalk ?? 0;
  if (size < SHORT_LIST) return "short";
  const count = evidence.find((each) => each.kind === "count");
  if (count === undefined) return obstacles.some(({ code }) => uncounted.has(code)) ? "not-seen" : undefined;
  return count.exact && count.executions / size < FEW_SCANS ? "cold" : undefined;
}

/** What was compared has to be found by its hash. */
function keyObstacles(evidence: readonly Evidence[], operand: OperandEvidence): readonly Obstacle[] {
  const key = evidence.find((each): each is OperandEvidence => each.kind === "operand" && each !== operand);
  if (key === undefined) return [];
  const about = key.types[0] ?? key.operand;
  if (key.hashable === "unhashable") return [{ code: "unhashable-elements", about }];
  return key.hashable === "custom" ? [{ code: "custom-equality", about }] : [];
}
