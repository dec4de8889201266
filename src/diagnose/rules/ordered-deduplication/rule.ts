import { judgeSearch, operandEvidence } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { inOthersHands, paysWhileGrowing, type InOthersHands } from "../../analysis/while-same.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import type { Evidence } from "../../evidence.ts";
import { planDeduplication, type DeduplicationPlan } from "./plan.ts";
import { keptKeys } from "./unhashable.ts";

/** `if x not in seen: seen.append(x)`: each test walks a list that grows with the answers. */
export const orderedDeduplication: Rule = {
  id: "ordered-deduplication",
  rung: "algorithm",
  find: (context) => planDeduplication(context).map((plan) => candidateOf(context, plan)),
  judge: ({ without, objects, isKeyed }: GrowingCandidate, evidence) => {
    const judged = judgeSearch(evidence);
    if (isKeyed === true && isOfKeys(judged, evidence)) return { kind: "finding", obstacles: [] };
    if (judged.kind === "harmless" || without === undefined || paysWhileGrowing(evidence, { objects })) return judged;
    return { kind: "finding", obstacles: [...without, ...judged.obstacles] };
  },
};

function candidateOf(context: RuleContext, plan: DeduplicationPlan): GrowingCandidate {
  const { test, variable, span, obstacles, without } = plan;
  return {
    rule: "ordered-deduplication",
    expression: test.expression,
    watch: { kind: "contains", expression: test.expression, operand: test.container, needle: test.needle },
    facts: span === undefined ? [] : hoistFacts(context, variable, false),
    obstacles,
    ...inOthersHands(context, without),
    ...(keptKeys(context, plan) !== undefined && { isKeyed: true }),
  };
}

/** Lists only, or dicts only: what they hold can be a key. */
function isOfKeys(judged: Judgement, evidence: readonly Evidence[]): boolean {
  const elements = operandEvidence(evidence)?.elements ?? [];
  const isUnhashable =
    judged.kind === "finding" && judged.obstacles.every(({ code }) => code === "unhashable-elements");
  return isUnhashable && elements.length === 1 && (elements[0] === "list" || elements[0] === "dict");
}

interface GrowingCandidate extends Candidate, InOthersHands {
  /** Of elements that cannot be hashed, what they hold can be asked for. */
  readonly isKeyed?: boolean;
}
