import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planWalks, type WalkPlan } from "../../diagnose/rules/list-walked-once/plan.ts";
import { replacing } from "../../source/edit.ts";
import { textOf } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** `for x in [f(y) for y in ys]` → `for x in (f(y) for y in ys)` */
export const fixListWalkedOnce: Fixer = { rule: "list-walked-once", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planWalks(context).find(({ list }) => isAtFinding(finding, list));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  if (plan.obstacles.length > 0) return { kind: "none", obstacles: plan.obstacles };
  const edits = [replacing(plan.list, lazyText(context, plan))];
  return { kind: "fix", fix: { rule: "list-walked-once", edits, assumes: [], changes: context.function.qualname } };
}

/** `[x for x in xs]` → `(x for x in xs)`; `list(map(f, xs))` → `map(f, xs)` */
function lazyText({ source }: RuleContext, { list, lazy }: WalkPlan): string {
  const text = textOf(source, lazy);
  if (lazy === list) return `(${text.slice(1, -1)})`;
  return lazy.kind === "generator_expression" && !text.startsWith("(") ? `(${text})` : text;
}
