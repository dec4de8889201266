import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planSums } from "../../diagnose/rules/list-for-sum/rule.ts";
import { replacing } from "../../source/edit.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** `sum([x.size for x in xs])` → `sum(x.size for x in xs)` */
export const fixListForSum: Fixer = { rule: "list-for-sum", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planSums(context).find(({ list }) => isAtFinding(finding, list));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  if (plan.obstacles.length > 0) return { kind: "none", obstacles: plan.obstacles };
  const { list, isAlone } = plan;
  const inner = context.source.text.slice(list.start + 1, list.end - 1);
  const edit = replacing(list, isAlone ? inner : `(${inner})`);
  return { kind: "fix", fix: { rule: "list-for-sum", edits: [edit], assumes: [], changes: context.function.qualname } };
}
