import { isExactList } from "../../diagnose/analysis/exact-list.ts";
import { catches } from "../../diagnose/analysis/caught-index-error.ts";
import { operandEvidence } from "../../diagnose/analysis/list-evidence.ts";
import { isNeverEmptyAt } from "../../diagnose/analysis/not-empty.ts";
import { valueOf } from "../../diagnose/analysis/expression-value.ts";
import type { SortCall } from "../../diagnose/analysis/sort-call.ts";
import { isHarmlessKey } from "../../diagnose/analysis/sort-key.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planExtremes, type ExtremePlan } from "../../diagnose/rules/sorted-for-extreme/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeTotallyOrdered } from "./assumptions.ts";
import { isAtFinding, noFix, reachesOtherModules, seenAt } from "./planning.ts";

/** Takes the elements at one end with `min`, `max` or `heapq`, which compare each element about once. */
export const fixSortedForExtreme: Fixer = { rule: "sorted-for-extreme", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plan = planExtremes(context).find(({ node }) => isAtFinding(finding, node));
  if (plan === undefined) return noFix("not-seen", context.function.name);
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  const { source } = context;
  const about = textOf(source, plan.sort.operand);
  if (plan.isKept && reachesOtherModules(finding, context)) return noFix("crosses-functions", about);
  const isNeverEmpty = isOneOfSome(plan, context) && isSized(finding);
  const edits = inOrder(isNeverEmpty ? [replacing(plan.node, extreme(plan, context))] : selected(plan, context));
  const notEmpty: Assumption = { code: "has-elements", about, seen: seenAt(finding, about) };
  const assumes = [assumeTotallyOrdered(finding, about), ...(isNeverEmpty ? [notEmpty] : [])];
  return { kind: "fix", fix: { rule: "sorted-for-extreme", edits, assumes, changes: context.function.qualname } };
}

/** Of nothing `sorted(xs)[0]` raises IndexError, but `min(xs)` ValueError. */
function isOneOfSome({ part, sort, node }: ExtremePlan, context: RuleContext): boolean {
  if (part.kind !== "one" || part.count !== 1) return false;
  return catches(node, context) === "out" && isNeverEmptyAt(context, withoutParentheses(sort.operand));
}

/** Whether there is anything in an iterator cannot be asked. */
function isSized({ evidence }: Finding): boolean {
  const types = operandEvidence(evidence)?.types ?? [];
  return types.length > 0 && types.every((type) => ["list", "tuple", "set", "dict", "frozenset"].includes(type));
}

/** `min(xs, key=f)`, `max(reversed(xs))` */
function extreme(plan: ExtremePlan, context: RuleContext): string {
  const isLeast = (plan.part.end === "front") !== plan.sort.isReversed;
  return `${isLeast ? "min" : "max"}(${walked(plan, context)}${keyOf(plan, context)})`;
}

/** `nsmallest(3, xs, key=f)`, `nlargest(1, xs)[0]`, `xs = nsmallest(1, xs)` */
function selected(plan: ExtremePlan, context: RuleContext): readonly TextEdit[] {
  const { part, sort, node } = plan;
  const { source } = context;
  const isLeast = (part.end === "front") !== sort.isReversed;
  const { name, edit } = addImport(source, `from heapq import ${isLeast ? "nsmallest" : "nlargest"}`, node);
  const count = typeof part.count === "number" ? String(part.count) : textOf(source, part.count);
  const list = `${name}(${count}, ${walked(plan, context)}${keyOf(plan, context)})${indexOf(plan)}`;
  const guarded = part.isPositive ? list : guard(plan, list, context);
  const written = sort.isInPlace ? `${textOf(source, sort.operand)} = ${guarded}` : guarded;
  return [...(edit === undefined ? [] : [edit]), replacing(node, written)];
}

/** `nsmallest(0, xs)` compares nothing; `[:-1]`, `[:None]` and `[-0:]` are nearly all. */
function guard({ part, node }: ExtremePlan, list: string, context: RuleContext): string {
  const { source } = context;
  if (typeof part.count === "number") return list;
  const number = textOf(source, part.count);
  const test = `isinstance(${number}, int) and ${number} > 0`;
  const text = `${list} if ${test} else ${textOf(source, node)}`;
  const isApart = ["assignment", "return_statement"].includes(node.parent?.kind ?? "");
  return isApart ? text : `(${text})`;
}

/** What is taken of the list that `heapq` gives, whose first is the one at the end. */
function indexOf({ part, isKept }: ExtremePlan): string {
  if (part.kind === "one") return `[${Number(part.count) - 1}]`;
  const isOrdered = part.end === "front" || (isKept && part.count === 1);
  return isOrdered ? "" : "[::-1]";
}

/**
 * What is walked through. Of equal elements `min`, `max` and `heapq` take those that come first, so what is taken from the
 * back is looked for from the back. A key that may do anything gets to see a copy walked through, as it did.
 */
function walked({ part, sort }: ExtremePlan, context: RuleContext): string {
  const operand = withoutParentheses(sort.operand);
  const text = textOf(context.source, operand);
  const copy = `list(${operand.kind === "generator_expression" ? text.slice(1, -1) : text})`;
  const isUntouched = sort.isInPlace || sort.key === undefined || isHarmlessKey(context, sort.key);
  if (part.end === "front" || isDistinct(operand, sort, context)) return isUntouched ? text : copy;
  const isSequence = sort.isInPlace || valueOf(context, operand).type === "tuple" || isExactList(operand, context);
  return `reversed(${isSequence ? text : copy})`;
}

/** No two of a set's elements are equal. */
function isDistinct(operand: SyntaxNode, { key }: SortCall, context: RuleContext): boolean {
  return key === undefined && ["set", "dict"].includes(valueOf(context, operand).type);
}

function keyOf({ sort: { key } }: ExtremePlan, { source }: RuleContext): string {
  return key === undefined ? "" : `, key=${textOf(source, key)}`;
}
