import { judgeSearch } from "../../analysis/list-evidence.ts";
import { arrayClass } from "../../analysis/array-class.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { inOthersHands, paysWhileSame, type InOthersHands } from "../../analysis/while-same.ts";
import type { Candidate, Rule, RuleContext } from "../../rule.ts";
import { planMembership, type PlannedTest } from "./plan.ts";

/** `x in names`, with `names` a list or tuple, again and again: each test walks the list. */
export const listMembership: Rule = {
  id: "list-membership",
  rung: "algorithm",
  find: (context) => planMembership(context).map((planned) => candidateOf(context, planned)),
  judge: ({ watch, takes, without, objects }: MembershipCandidate, evidence) => {
    const size = watch.operand.kind === "list" || watch.operand.kind === "tuple" ? sizeOf(watch.operand) : undefined;
    const judged = judgeSearch(evidence, size, takes);
    if (judged.kind === "harmless" || without === undefined || paysWhileSame(evidence, { objects })) return judged;
    return { kind: "finding", obstacles: [...without, ...judged.obstacles] };
  },
};

interface MembershipCandidate extends Candidate, InOthersHands {
  /** Types, beside list and tuple, that the fix can make a set of. */
  readonly takes?: readonly string[];
}

function sizeOf(display: Candidate["expression"]): number {
  return display.children.filter((child) => child.isNamed && child.kind !== "comment").length;
}

function candidateOf(context: RuleContext, { test, plan, obstacles }: PlannedTest): MembershipCandidate {
  return {
    rule: "list-membership",
    expression: test.expression,
    watch: { kind: "contains", expression: test.expression, operand: test.container, needle: test.needle },
    facts: plan.kind === "hoist" ? hoistFacts(context, plan.variable, obstacles.length === 0) : [],
    obstacles,
    ...inOthersHands(context, plan.kind === "while-same" ? plan.without : undefined),
    ...(plan.kind === "hoist" && arrayClass(context, test.expression) !== undefined && { takes: ["array.array"] }),
  };
}
