import { judgeSearch } from "../../analysis/list-evidence.ts";
import type { Candidate, Rule } from "../../rule.ts";
import { planCountKeys, type CountKey } from "./plan.ts";

/** `max(set(votes), key=votes.count)`, `sorted(words, key=words.count)`: every element is counted by a walk through all. */
export const countKey: Rule = {
  id: "count-key",
  rung: "algorithm",
  find: (context) => planCountKeys(context).map((plan) => candidateOf(plan)),
  judge: (_, evidence) => judgeSearch(evidence),
};

function candidateOf({ expression, receiver, counting, obstacles }: CountKey): Candidate {
  return {
    rule: "count-key",
    expression,
    // What the key costs shows in the call that asks for it: of a method that is handed over only the list is looked at.
    watch:
      counting === undefined
        ? { kind: "statement", expression, operand: receiver }
        : { kind: "method", expression, operand: receiver, needle: counting.needle },
    facts: [],
    obstacles,
  };
}
