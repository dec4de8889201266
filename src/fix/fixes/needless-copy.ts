import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { containersOf, planCopies, type CopyPlan } from "../../diagnose/rules/needless-copy/plan.ts";
import { textOf, withoutParentheses } from "../../source/navigate.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { assumeTotallyOrdered } from "./assumptions.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Hands over the original in the copy's place. */
export const fixNeedlessCopy: Fixer = { rule: "needless-copy", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planCopies(context).find(({ copy }) => isAtFinding(finding, copy));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const about = textOf(context.source, plan.operand);
  const assumes = plan.isSort && plan.keeps === "user" ? [assumeTotallyOrdered(finding, about)] : [];
  const edits = [editOf(plan, context)];
  return { kind: "fix", fix: { rule: "needless-copy", edits, assumes, changes: context.function.qualname } };
}

/** `list(sorted(xs))` → `sorted(xs)`, `min(sorted(xs))` → `min(xs)` */
function editOf(plan: CopyPlan, context: RuleContext): TextEdit {
  const { copy, user, keeps, isForContainers, isCertain } = plan;
  const { source } = context;
  if (keeps === "copy") return replacing(user, textOf(source, copy));
  const operand = withoutParentheses(plan.operand);
  const name = textOf(source, operand);
  if (!isForContainers || isCertain) return replacing(copy, name);
  const [before, after] = [source.text.slice(user.start, copy.start), source.text.slice(copy.end, user.end)];
  const test = `type(${name}) in (${containersOf(plan, context).join(", ")})`;
  const text = `${before}${name}${after} if ${test} else ${textOf(source, user)}`;
  const isApart = ["assignment", "return_statement"].includes(user.parent?.kind ?? "");
  return replacing(user, isApart ? text : `(${text})`);
}
