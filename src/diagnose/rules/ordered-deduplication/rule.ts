import { judgeSearch } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { paysWhileGrowing } from "../../analysis/while-same.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Rule } from "../../rule.ts";
import { planDeduplication } from "./plan.ts";

/** `if x not in seen: seen.append(x)`: each test walks a list that grows with the answers. */
export const orderedDeduplication: Rule = {
  id: "ordered-deduplication",
  rung: "algorithm",
  find: (context) =>
    planDeduplication(context).map(({ test, variable, span, obstacles, without }) => ({
      rule: "ordered-deduplication",
      expression: test.expression,
      watch: { kind: "contains", expression: test.expression, operand: test.container, needle: test.needle },
      facts: span === undefined ? [] : hoistFacts(context, variable, false),
      obstacles,
      ...(without && { without }),
    })),
  judge: ({ without }: GrowingCandidate, evidence) => {
    const judged = judgeSearch(evidence);
    if (judged.kind === "harmless" || without === undefined || paysWhileGrowing(evidence)) return judged;
    return { kind: "finding", obstacles: [...without, ...judged.obstacles] };
  },
};

interface GrowingCandidate extends Candidate {
  /** What stands in the way where a look at the whole list, before each test, would not pay. */
  readonly without?: readonly Obstacle[];
}
