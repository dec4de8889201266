import { definesMethod } from "../../analysis/callee.ts";
import { judgeSearch, operandEvidence } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { inOthersHands, paysWhileSame, type InOthersHands } from "../../analysis/while-same.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Rule, RuleContext } from "../../rule.ts";
import { planSearch, type SearchPlan } from "./plan.ts";

/** `names.index(x)` and `names.count(x)` again and again: each call walks the list. */
export const listSearch: Rule = {
  id: "list-search",
  rung: "algorithm",
  find: (context) => planSearch(context).map((plan) => candidateOf(context, plan)),
  judge: ({ without, objects, isOwnToo }: SearchCandidate, evidence) => {
    if (isOwnToo === true && !isOfList(evidence)) return { kind: "harmless", because: "already-fast" };
    const judged = judgeSearch(evidence);
    if (judged.kind === "harmless" || without === undefined || paysWhileSame(evidence, { objects })) return judged;
    return { kind: "finding", obstacles: [...without, ...judged.obstacles] };
  },
};

interface SearchCandidate extends Candidate, InOthersHands {
  /** A class of this file has a method of that name, which is another search. */
  readonly isOwnToo?: boolean;
}

function isOfList(evidence: readonly Evidence[]): boolean {
  return operandEvidence(evidence)?.types.some((type) => type === "list" || type === "tuple") ?? true;
}

function candidateOf(context: RuleContext, plan: SearchPlan): SearchCandidate {
  const { call, method, receiver, needle, variable, isHandedOver, obstacles, without } = plan;
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
    isOwnToo: definesMethod(context, method),
    ...inOthersHands(context, without),
  };
}
