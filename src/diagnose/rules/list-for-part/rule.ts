import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { planParts, type PartPlan } from "./plan.ts";

/** `any([…])`, `list(d)[0]`, `[x for x in xs if …][0]`: a list is made whole, of which a part is looked at. */
export const listForPart: Rule = {
  id: "list-for-part",
  rung: "algorithm",
  find: (context) => planParts(context).map((plan) => candidateOf(context, plan)),
  judge,
};

interface PartCandidate extends Candidate {
  readonly plan?: Pick<PartPlan, "types" | "isCertain" | "asksElements">;
}

function candidateOf(_: RuleContext, plan: PartPlan): PartCandidate {
  const { list, operand, wants, obstacles } = plan;
  return {
    rule: "list-for-part",
    expression: list,
    watch: { kind: "made", expression: list, operand, wants },
    facts: [],
    obstacles,
    plan,
  };
}

/** Below this measured share of what is made in vain another way would hardly be seen: 1 / (1 − 0.05) is a ceiling of 1.05. */
const SHARE_THAT_MATTERS = 0.05;

/** Only the probe knows how much of a list was made in vain. */
function judge({ plan }: PartCandidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  const time = evidence.find((each) => each.kind === "time");
  if (operand === undefined || (time === undefined && operand.by !== "probed"))
    return { kind: "harmless", because: "not-seen" };
  if ((time?.share ?? 1) < SHARE_THAT_MATTERS)
    return { kind: "harmless", because: isHot(evidence) ? "all-wanted" : "cold" };
  return { kind: "finding", obstacles: plan === undefined ? [] : obstaclesFor(plan, operand) };
}

/** Is the place slow all the same? */
function isHot(evidence: readonly Evidence[]): boolean {
  return evidence.some((each) => each.kind === "heat" && each.low >= SHARE_THAT_MATTERS);
}

/** Elements that do nothing of their own when they are compared or asked. */
const quiet = new Set("int float bool str bytes complex NoneType tuple list dict set frozenset".split(" "));
/** Containers whose elements are known without a look at them. */
const known = new Set(["str", "range"]);

function obstaclesFor(
  { types, isCertain, asksElements }: NonNullable<PartCandidate["plan"]>,
  { operand, types: seen, elements }: OperandEvidence,
): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (!isCertain && !seen.every((type) => types.includes(type))) obstacles.push({ code: "not-a-list", about: operand });
  const isKnown =
    elements.length > 0 ? elements.every((type) => quiet.has(type)) : seen.every((type) => known.has(type));
  if (asksElements && !isKnown) obstacles.push({ code: "left-out", about: elements[0] ?? operand });
  return obstacles;
}
