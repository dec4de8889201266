import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { beginsAt } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { isRepeatable, planSearch, type SearchPlan } from "../../diagnose/rules/list-search/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit } from "../../source/edit.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fixer, FixOutcome } from "../fix.ts";
import { assumeHashable, assumeUnchanged } from "./assumptions.ts";
import { putBefore } from "./insert-once.ts";

/** Looks positions and counts up in a dict that is made once. */
export const fixListSearch: Fixer = { rule: "list-search", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = planSearch(context);
  const plan = plans.find(({ call }) => beginsAt(call, finding));
  if (plan === undefined) return { kind: "none", obstacles: [{ code: "not-seen", about: context.function.name }] };
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0 || plan.span === undefined || plan.variable === undefined)
    return { kind: "none", obstacles };
  const same = outermost(plans.filter((other) => isAnsweredBy(plan, other)));
  const edits = plan.method === "count" ? countEdits(context, plan, same) : indexEdits(context, plan, same);
  return {
    kind: "fix",
    fix: {
      rule: "list-search",
      edits: inOrder(edits),
      assumes: assume(finding, plan),
      changes: context.function.qualname,
    },
  };
}

function isAnsweredBy(plan: SearchPlan, other: SearchPlan): boolean {
  if (other.obstacles.length > 0 || other.method !== plan.method) return false;
  const isSameList = other.variable?.binding === plan.variable?.binding && other.variable?.text === plan.variable?.text;
  return isSameList && other.span?.statement === plan.span?.statement;
}

/** A call in another's argument stays as it is: two edits must not overlap. */
function outermost(plans: readonly SearchPlan[]): readonly SearchPlan[] {
  return plans.filter(({ call }) => !plans.some((other) => other.call !== call && isWithin(call, other.call)));
}

function isWithin(inner: SyntaxNode, outer: SyntaxNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function assume(finding: Finding, { variable, isPrivate }: SearchPlan): readonly Assumption[] {
  const about = variable?.text ?? "";
  const hashable = assumeHashable(finding, about);
  return isPrivate ? [hashable] : [hashable, assumeUnchanged(finding, about)];
}

function guarded(plan: SearchPlan, made: string, otherwise: string): string {
  const list = plan.variable?.text ?? "";
  return plan.isCertain ? made : `${made} if type(${list}) in (list, tuple) else ${otherwise}`;
}

/** `names_counts[x]`: a Counter says 0 for what it does not hold. */
function countEdits(context: RuleContext, plan: SearchPlan, same: readonly SearchPlan[]): readonly TextEdit[] {
  const { source } = context;
  const list = plan.variable?.text ?? "";
  const statement = plan.span?.statement ?? plan.call;
  const counter = addImport(source, "from collections import Counter", statement);
  const name = freshName(source, `${baseName(list)}_counts`);
  const made = `${name} = ${guarded(plan, `${counter.name}(${list})`, "None")}`;
  const uses = same.map(({ call, needle }): TextEdit => {
    const wanted = source.text.slice(needle.start, needle.end);
    const text = plan.isCertain
      ? `${name}[${wanted}]`
      : enclosed(call, `${name}[${wanted}] if ${name} is not None else ${source.text.slice(call.start, call.end)}`);
    return { start: call.start, end: call.end, text };
  });
  return [...(counter.edit === undefined ? [] : [counter.edit]), putBefore(source, statement, made), ...uses];
}

/** In parentheses, unless the expression stands alone on the right of an assignment or after `return`. */
function enclosed({ parent, field, startLine, endLine }: SyntaxNode, text: string): string {
  const isAlone = parent?.kind === "return_statement" || (parent?.kind === "assignment" && field === "right");
  return isAlone && startLine === endLine ? text : `(${text})`;
}

/**
 * `names_positions[x] if x in names_positions else names.index(x)`: what is not there still raises list.index's own
 * ValueError. Reversed, so that the first of equal elements wins.
 */
function indexEdits(context: RuleContext, plan: SearchPlan, same: readonly SearchPlan[]): readonly TextEdit[] {
  const { source } = context;
  const list = plan.variable?.text ?? "";
  const name = freshName(source, `${baseName(list)}_positions`);
  const made = `dict(zip(reversed(${list}), reversed(range(len(${list})))))`;
  const wanted = freshName(source, "wanted", [name]);
  const uses = same.map(({ call, receiver, needle }): TextEdit => {
    const text = source.text.slice(needle.start, needle.end);
    const isPlain = isRepeatable(needle);
    const key = isPlain ? text : wanted;
    const tested = isPlain ? text : `(${wanted} := ${text})`;
    const fallback = `${source.text.slice(receiver.start, receiver.end)}.index(${key})`;
    return {
      start: call.start,
      end: call.end,
      text: enclosed(call, `${name}[${key}] if ${tested} in ${name} else ${fallback}`),
    };
  });
  return [putBefore(source, plan.span?.statement ?? plan.call, `${name} = ${guarded(plan, made, "{}")}`), ...uses];
}
