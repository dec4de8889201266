import { operandEvidence } from "../../analysis/list-evidence.ts";
import type { Evidence } from "../../evidence.ts";
import type { Judgement, Rule } from "../../rule.ts";
import { planPools } from "./plan.ts";

/** `for batch in batches: with ThreadPoolExecutor() as pool:` starts and ends its threads at every turn. */
export const poolInLoop: Rule = {
  id: "pool-in-loop",
  rung: "concurrency",
  find: (context) =>
    planPools(context).map(({ expression, items, obstacles }) => ({
      rule: "pool-in-loop",
      expression,
      watch: { kind: "statement", expression, operand: items },
      facts: [],
      obstacles,
      heat: "cumulative",
    })),
  judge: (_, evidence) => judge(evidence),
};

/** Below this share starting and ending workers is no matter. */
const SHARE_THAT_MATTERS = 0.1;

function judge(evidence: readonly Evidence[]): Judgement {
  const heat = evidence.find((each) => each.kind === "heat");
  if (heat === undefined || heat.share < SHARE_THAT_MATTERS) return { kind: "harmless", because: "cold" };
  const isShort = (operandEvidence(evidence)?.sizes?.max ?? 2) < 2;
  return isShort ? { kind: "harmless", because: "short" } : { kind: "finding", obstacles: [] };
}
