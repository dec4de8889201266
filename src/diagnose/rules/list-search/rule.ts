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

function candidateOf(context: RuleContext, plan: SearchPlan): Candidate {
  const { call, receiver, needle, variable, isHandedOver, obstacles } = plan;
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
  };
}
