import { positionalArguments } from "../../diagnose/analysis/expression-context.ts";
import { baseName, freshName } from "../../diagnose/analysis/fresh-name.ts";
import { homeFunction } from "../../diagnose/analysis/eager-lambda.ts";
import { beginsAt } from "../../diagnose/analysis/own-code.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { isRepeatable, planSearch, type SearchPlan } from "../../diagnose/rules/list-search/plan.ts";
import type { SetBeside } from "../../diagnose/analysis/flow/set-beside.ts";
import { addImport } from "../../source/add-import.ts";
import { inOrder, type TextEdit, replacing } from "../../source/edit.ts";
import { ancestors, textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Assumption, Fix, Fixer, FixOutcome } from "../fix.ts";
import { assumeHashable, assumeUnchanged } from "./assumptions.ts";
import { copyTest, onOneLine, partOf, walkedFor } from "./copied.ts";
import { putBefore } from "./insert-once.ts";
import { searchWhileSame } from "./kept-while-same.ts";
import { attributeBeside, callsBeside, keepBeside, nameBeside, type Keeping } from "./search-beside.ts";

/** Looks positions and counts up in a dict that is made once. */
export const fixListSearch: Fixer = { rule: "list-search", plan: planFix };

function planFix(finding: Finding, context: RuleContext): FixOutcome {
  const plans = planSearch(context);
  const plan = plans.find(({ call }) => beginsAt(call, finding));
  if (plan === undefined) return { kind: "none", obstacles: [{ code: "not-seen", about: context.function.name }] };
  const obstacles = [...plan.obstacles, ...finding.obstacles];
  if (obstacles.length > 0) return { kind: "none", obstacles };
  if (plan.without !== undefined) return searchWhileSame(finding, context, plan);
  if (plan.variable === undefined) return { kind: "none", obstacles };
  const lasting = plan.beside && fixBeside(finding, context, { ...plan, isCertain: false }, plan.beside);
  const hoisted = plan.isHoistable ? hoist(finding, context, plan, plans) : undefined;
  const [fix, ...otherwise] = [lasting, hoisted].filter((each) => each !== undefined);
  return fix === undefined ? { kind: "none", obstacles } : { kind: "fix", fix, otherwise };
}

function hoist(finding: Finding, context: RuleContext, plan: SearchPlan, plans: readonly SearchPlan[]): Fix {
  const same = outermost(plans.filter((other) => isAnsweredBy(context, plan, other)));
  const edits = plan.method === "count" ? countEdits(context, plan, same) : indexEdits(context, plan, same);
  const changes = homeFunction(context).qualname;
  return { rule: "list-search", edits: inOrder(edits), assumes: assume(context, finding, plan), changes };
}

/** The list belongs to an object or the module: what answers is kept there too, and all searches of the file that can be are answered. */
function fixBeside(finding: Finding, context: RuleContext, plan: SearchPlan, beside: SetBeside): Fix {
  const { source } = context;
  const counter = plan.method === "count" ? addImport(source, "from collections import Counter", plan.call) : undefined;
  const keeping = counter === undefined ? POSITIONS : countsWith(counter.name);
  const name = nameBeside(context, beside, keeping);
  const answered = plan.method === "count" ? countEdit : indexEdit;
  const searches = [plan, ...searchesBeside(context, plan, beside)];
  const edits = [
    ...(counter?.edit === undefined ? [] : [counter.edit]),
    ...keepBeside(context, beside, keeping, name),
    ...searches.map((each) => answered(context, each, attributeBeside(context, each.receiver, name))),
  ];
  return { rule: "list-search", edits: inOrder(edits), assumes: assume(context, finding, plan) };
}

/** The file's other searches of the same attribute that are as simple as can be. */
function searchesBeside({ source }: RuleContext, plan: SearchPlan, beside: SetBeside): readonly SearchPlan[] {
  return callsBeside(beside).flatMap(({ call, receiver, method }) => {
    const [needle, ...others] = positionalArguments(call) ?? [];
    if (textOf(source, method) !== plan.method || call === plan.call || needle === undefined) return [];
    return others.length === 0 && isRepeatable(needle) ? [{ ...plan, call, receiver, needle }] : [];
  });
}

const POSITIONS: Keeping = {
  suffix: "positions",
  made: (list) => `dict(zip(reversed(${list}), reversed(range(len(${list})))))`,
  otherwise: "{}",
  empty: "{}",
  joined: (kept, list) => `${kept}.setdefault(${list}[-1], len(${list}) - 1)`,
};

function countsWith(counter: string): Keeping {
  return {
    suffix: "counts",
    made: (list) => `${counter}(${list})`,
    otherwise: "None",
    empty: `${counter}()`,
    joined: (kept, list) => `${kept}[${list}[-1]] += 1`,
  };
}

function isAnsweredBy({ source }: RuleContext, plan: SearchPlan, other: SearchPlan): boolean {
  if (!other.isHoistable || other.method !== plan.method) return false;
  const whole = ({ copy, variable }: SearchPlan): string =>
    copy === undefined ? (variable?.text ?? "") : textOf(source, copy.node);
  const isSameList = other.variable?.binding === plan.variable?.binding && whole(other) === whole(plan);
  return isSameList && other.span?.statement === plan.span?.statement;
}

/** A call in another's argument stays as it is: two edits must not overlap. */
function outermost(plans: readonly SearchPlan[]): readonly SearchPlan[] {
  return plans.filter(({ call }) => !plans.some((other) => other.call !== call && isWithin(call, other.call)));
}

function isWithin(inner: SyntaxNode, outer: SyntaxNode): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function assume({ source }: RuleContext, finding: Finding, plan: SearchPlan): readonly Assumption[] {
  const { variable, isPrivate, copy } = plan;
  const about = variable?.text ?? "";
  const hashable = assumeHashable(finding, about);
  if (copy?.made !== undefined) {
    const hasKey = { ...assumeHashable(finding, textOf(source, copy.made.body)), code: "has-key" as const };
    return [hashable, hasKey, assumeUnchanged(finding, about)];
  }
  return isPrivate ? [hashable] : [hashable, assumeUnchanged(finding, about)];
}

function guarded(plan: SearchPlan, made: string, otherwise: string): string {
  const list = plan.variable?.text ?? "";
  if (plan.isCertain) return made;
  const test = plan.copy === undefined ? `type(${list}) in (list, tuple)` : copyTest(plan.copy, list);
  return `${made} if ${test} else ${otherwise}`;
}

/** `rows_id`, `names` */
function baseOf({ source }: RuleContext, { variable, copy }: SearchPlan): string {
  const base = baseName(variable?.text ?? "");
  const part = copy === undefined ? undefined : partOf(source, copy);
  return part === undefined ? base : `${base}_${part}`;
}

/** `names_counts[x]`: a Counter says 0 for what it does not hold. */
function countEdits(context: RuleContext, plan: SearchPlan, same: readonly SearchPlan[]): readonly TextEdit[] {
  const { source } = context;
  const list = plan.variable?.text ?? "";
  const statement = plan.span?.statement ?? plan.call;
  const counter = addImport(source, "from collections import Counter", statement);
  const name = freshName(source, `${baseOf(context, plan)}_counts`);
  // A Counter of a dict takes its values for counts.
  const counted = plan.copy === undefined ? list : onOneLine(textOf(source, plan.copy.node));
  const made = `${name} = ${guarded(plan, `${counter.name}(${counted})`, "None")}`;
  const uses = same.map((each) => countEdit(context, { ...each, isCertain: plan.isCertain }, name));
  return [...(counter.edit === undefined ? [] : [counter.edit]), putBefore(source, statement, made), ...uses];
}

function countEdit({ source }: RuleContext, plan: SearchPlan, name: string): TextEdit {
  const { call, needle, isCertain, isHandedOver } = plan;
  if (isHandedOver === true) return replacing(call, askedBy(source, plan, name));
  const wanted = textOf(source, needle);
  const text = isCertain
    ? `${name}[${wanted}]`
    : enclosed(call, `${name}[${wanted}] if ${name} is not None else ${textOf(source, call)}`);
  return replacing(call, text);
}

/** In parentheses, unless the expression stands in such, or alone on the right of an assignment or after `return`. */
function enclosed({ parent, field, startLine, endLine }: SyntaxNode, text: string): string {
  const isAlone = parent?.kind === "return_statement" || (parent?.kind === "assignment" && field === "right");
  const isEnclosed = parent?.kind === "parenthesized_expression";
  return isEnclosed || (isAlone && startLine === endLine) ? text : `(${text})`;
}

/**
 * `names_positions[x] if x in names_positions else names.index(x)`: what is not there still raises list.index's own
 * ValueError. Reversed, so that the first of equal elements wins.
 */
function indexEdits(context: RuleContext, plan: SearchPlan, same: readonly SearchPlan[]): readonly TextEdit[] {
  const { source } = context;
  const list = plan.variable?.text ?? "";
  const name = freshName(source, `${baseOf(context, plan)}_positions`);
  const made =
    plan.copy === undefined
      ? `dict(zip(reversed(${list}), reversed(range(len(${list})))))`
      : `{value: position for position, value in reversed(list(enumerate(${walkedFor(context, plan.copy)})))}`;
  const uses = same.map((each) => indexEdit(context, each, name));
  return [putBefore(source, plan.span?.statement ?? plan.call, `${name} = ${guarded(plan, made, "{}")}`), ...uses];
}

function indexEdit({ source }: RuleContext, plan: SearchPlan, name: string): TextEdit {
  const { call, receiver, needle, isHandedOver } = plan;
  if (isHandedOver === true) return replacing(call, askedBy(source, plan, name));
  const wanted = freshName(source, "wanted", [name]);
  const text = textOf(source, needle);
  const isPlain = isRepeatable(needle);
  const key = isPlain ? text : wanted;
  const tested = isPlain ? text : `(${wanted} := ${text})`;
  const fallback = `${missingIn(plan, textOf(source, receiver), name)}.index(${key})`;
  return {
    start: call.start,
    end: call.end,
    text: enclosed(call, `${name}[${key}] if ${tested} in ${name} else ${fallback}`),
  };
}

/** What says that something is missing: where that is caught, and may come often, a list of nothing says it in the same words. */
function missingIn({ call, copy, isCertain }: SearchPlan, list: string, name: string): string {
  const isCaught = [...ancestors(call)].some(({ kind }) => kind === "try_statement");
  if (!isCaught || copy !== undefined) return list;
  return isCertain ? `${list}[:0]` : `(${list}[:0] if ${name} else ${list})`;
}

/** A function in the place of the method that was handed over: `lambda value: …`; what has no such method says so as before. */
function askedBy(source: SourceFile, { method, receiver, isCertain }: SearchPlan, name: string): string {
  const list = textOf(source, receiver);
  const value = freshName(source, "value", [name]);
  const found = `${name}[${value}]`;
  const answer = method === "index" ? `${found} if ${value} in ${name} else ${list}.index(${value})` : found;
  const asked = `lambda ${value}: ${answer}`;
  return isCertain ? asked : `(${asked}) if type(${list}) in (list, tuple) else ${list}.${method}`;
}
