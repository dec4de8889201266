import { judgeSearch } from "../../analysis/list-evidence.ts";
import { hoistFacts } from "../../analysis/source-facts.ts";
import { inOthersHands, paysWhileGrowing, type InOthersHands } from "../../analysis/while-same.ts";
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
      ...inOthersHands(context, without),
    })),
  judge: ({ without, objects }: GrowingCandidate, evidence) => {
    const judged = judgeSearch(evidence);
    if (judged.kind === "harmless" || without === undefined || paysWhileGrowing(evidence, { objects })) return judged;
    return { kind: "finding", obstacles: [...without, ...judged.obstacles] };
  },
};

type GrowingCandidate = Candidate & InOthersHands;
