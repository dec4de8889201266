import { judgeSearch } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { paysWhileSame } from "../../analysis/while-same.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Rule, RuleContext } from "../../rule.ts";
import { planSearch, type SearchPlan } from "./plan.ts";

/** `names.index(x)` and `names.count(x)` again and again: each call walks the list. */
export const listSearch: Rule = {
  id: "list-search",
  rung: "algorithm",
  find: (context) => planSearch(context).map((plan) => candidateOf(context, plan)),
  judge: ({ without }: SearchCandidate, evidence) => {
    const judged = judgeSearch(evidence);
    if (judged.kind === "harmless" || without === undefined || paysWhileSame(evidence)) return judged;
    return { kind: "finding", obstacles: [...without, ...judged.obstacles] };
  },
};

interface SearchCandidate extends Candidate {
  /** What stands in the way where a look at the whole list, before each search, would not pay. */
  readonly without?: readonly Obstacle[];
}

function candidateOf(context: RuleContext, plan: SearchPlan): SearchCandidate {
  const { call, receiver, needle, variable, isHandedOver, obstacles, without } = plan;
  return {
    rule: "list-search",
    expression: call,
    // Of a method that is handed over only the list is looked at: its time shows in the call that asks it.
    watch:
      isHandedOver === true
        ? { kind: "statement", expression: call, operand: receiver }
        : { kind: "method", expression: call, operand: receiver, needle },
    facts: variable === undefined ? [] : hoistFacts(context, variable, obstacles.length === 0),
    obstacles,
    ...(without && { without }),
  };
}
