import { judgeSearch } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import type { Candidate, Rule, RuleContext } from "../../rule.ts";
import { planSearch, type SearchPlan } from "./plan.ts";

/** `names.index(x)` and `names.count(x)` again and again: each call walks the list. */
export const listSearch: Rule = {
  id: "list-search",
  rung: "algorithm",
  find: (context) => planSearch(context).map((plan) => candidateOf(context, plan)),
  judge: (_, evidence) => judgeSearch(evidence),
};

function candidateOf(context: RuleContext, { call, receiver, needle, variable, obstacles }: SearchPlan): Candidate {
  return {
    rule: "list-search",
    expression: call,
    watch: { kind: "method", expression: call, operand: receiver, needle },
    facts: variable === undefined ? [] : hoistFacts(context, variable, obstacles.length === 0),
    obstacles,
  };
}
