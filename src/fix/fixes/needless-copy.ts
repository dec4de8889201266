import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import { containersOf, planCopies, type CopyPlan } from "../../diagnose/rules/needless-copy/plan.ts";
import { textOf, withoutParentheses } from "../../source/navigate.ts";
import { replacing, type TextEdit } from "../../source/edit.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { mayName, oneOrder } from "./one-order.ts";
import { isAtFinding, noFix } from "./planning.ts";

/** Hands over the original in the copy's place. */
export const fixNeedlessCopy: Fixer = { rule: "needless-copy", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planCopies(context).find(({ copy }) => isAtFinding(finding, copy));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const about = textOf(context.source, plan.operand);
  const isUnsorted = plan.isSort && plan.keeps === "user";
  if (isUnsorted && !mayName(plan.copy)) return noFix("other-use", about);
  const edit = isUnsorted ? unsorted(plan, finding, context) : editOf(plan, context);
  if (edit === undefined) return noFix("unordered-elements", about);
  return {
    kind: "fix",
    fix: { rule: "needless-copy", edits: [edit], assumes: [], changes: context.function.qualname },
  };
}

/** `min(sorted(xs))` → `min(values if set(map(type, values := list(xs))) == {int} else sorted(values))` */
function unsorted({ copy, operand }: CopyPlan, finding: Finding, { source }: RuleContext): TextEdit | undefined {
  const values = freshName(source, "values");
  const isBare = operand.kind === "generator_expression";
  const text = textOf(source, operand);
  const rest = isBare ? ")" : source.text.slice(operand.end, copy.end);
  const asked = `${values} := list(${isBare ? text.slice(1, -1) : text})`;
  // What a key gives is compared, and is not at hand.
  const condition = /\bkey\b/u.test(rest) ? undefined : oneOrder(finding, { asked, compared: values });
  if (condition === undefined) return undefined;
  const isOnly = source.text[copy.start - 1] === "(" && source.text[copy.end] === ")";
  const written = `${values} if ${condition} else sorted(${values}${rest}`;
  return replacing(copy, isOnly ? written : `(${written})`);
}

/** `list(sorted(xs))` → `sorted(xs)`, `len(list(xs))` → `len(xs)` */
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
