import { climbParentheses } from "../../diagnose/analysis/expression-context.ts";
import { freshName } from "../../diagnose/analysis/fresh-name.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { planExtremes, type ExtremePlan } from "../../diagnose/rules/sorted-for-extreme/plan.ts";
import { addImport } from "../../source/add-import.ts";
import { type TextEdit, replacing } from "../../source/edit.ts";
import { namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { Fixer, FixOutcome } from "../fix.ts";
import { mayName, oneOrder } from "./one-order.ts";
import { isAtFinding, noFix, reachesOtherModules } from "./planning.ts";

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
  if (!mayName(plan.node)) return noFix("other-use", about);
  const taking = takingOf(plan, context);
  const condition = oneOrder(finding, taking);
  if (condition === undefined) return noFix("unordered-elements", about);
  const edits = selected(plan, taking, condition, context);
  return { kind: "fix", fix: { rule: "sorted-for-extreme", edits, assumes: [], changes: context.function.qualname } };
}

/** How the new text names what is sorted, and what that is sorted by. */
interface Taking {
  /** Walked through and sorted: a list, or the places in it where there is a key. */
  readonly walked: string;
  /** `, key=keys.__getitem__` */
  readonly by: string;
  /** Evaluated first: what is compared; it gives the names to what stands behind it. */
  readonly asked: string;
  /** What is compared, by its name. */
  readonly compared: string;
  /** The list that the elements are in, where places are sorted. */
  readonly values: string | undefined;
}

/** A list of its own, so that an iterator is asked once; the key is asked once for each element, in their order. */
function takingOf({ sort }: ExtremePlan, context: RuleContext): Taking {
  const { source } = context;
  const operand = withoutParentheses(sort.operand);
  const text = textOf(source, operand);
  const values = sort.isInPlace ? text : freshName(source, "values");
  const inner = operand.kind === "generator_expression" ? text.slice(1, -1) : text;
  const made = sort.isInPlace ? text : `${values} := list(${inner})`;
  if (sort.key === undefined) return { walked: values, by: "", asked: made, compared: values, values: undefined };
  const keys = freshName(source, "keys", [values]);
  const asked = `${keys} := list(map(${textOf(source, sort.key)}, ${made}))`;
  return { walked: `range(len(${keys}))`, by: `, key=${keys}.__getitem__`, asked, compared: keys, values };
}

/** `nsmallest(3, xs) if set(map(type, xs)) == {int} else sorted(xs)[:3]` */
function selected(plan: ExtremePlan, taking: Taking, condition: string, context: RuleContext): readonly TextEdit[] {
  const { part, sort, node } = plan;
  const { source } = context;
  const { text: few, edits } = part.count === 1 ? oneOf(plan, taking) : fewOf(plan, taking, context);
  const number = countOf(plan, context);
  const tests = part.isPositive ? condition : `${condition} and isinstance(${number}, int) and ${number} > 0`;
  const all = `sorted(${taking.walked}${taking.by}${sort.isReversed ? ", reverse=True" : ""})${subscriptOf(plan, context)}`;
  const text = `${few} if ${tests} else ${elements(all, plan, taking)}`;
  const isApart = ["assignment", "return_statement"].includes(node.parent?.kind ?? "");
  const written = isApart ? text : `(${text})`;
  return [...edits, replacing(node, sort.isInPlace ? `${textOf(source, sort.operand)} = ${text}` : written)];
}

interface Taken {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** `min(xs)`, `max(reversed(xs))`; by a key `values[keys.index(min(keys))]`. */
function oneOf(plan: ExtremePlan, taking: Taking): Taken {
  const { part, isKept } = plan;
  const wanted = isLeast(plan) ? "min" : "max";
  const isFirst = part.end === "front";
  const { values, compared: keys } = taking;
  const place = isFirst ? `${keys}.index(${wanted}(${keys}))` : `~${keys}[::-1].index(${wanted}(${keys}))`;
  const one = values === undefined ? `${wanted}(${walked(plan, taking)})` : `${values}[${place}]`;
  return { text: part.kind === "one" && !isKept ? one : `[${one}]`, edits: [] };
}

/** `nsmallest(3, xs)`, `nlargest(2, reversed(xs))[1]` */
function fewOf(plan: ExtremePlan, taking: Taking, context: RuleContext): Taken {
  const wanted = `from heapq import ${isLeast(plan) ? "nsmallest" : "nlargest"}`;
  const { name, edit } = addImport(context.source, wanted, plan.node);
  const text = `${name}(${countOf(plan, context)}, ${walked(plan, taking)}${taking.by})${indexOf(plan)}`;
  return { text: elements(text, plan, taking), edits: edit === undefined ? [] : [edit] };
}

function isLeast({ part, sort }: ExtremePlan): boolean {
  return (part.end === "front") !== sort.isReversed;
}

/** Of equal elements the first is taken: what is taken from the back is looked for from the back. */
function walked({ part }: ExtremePlan, taking: Taking): string {
  return part.end === "front" ? taking.walked : `reversed(${taking.walked})`;
}

function countOf({ part: { count } }: ExtremePlan, { source }: RuleContext): string {
  return typeof count === "number" ? String(count) : textOf(source, count);
}

/** What stands at the places, where places were sorted. */
function elements(taken: string, { part, isKept }: ExtremePlan, { values }: Taking): string {
  if (values === undefined) return taken;
  return part.kind === "one" && !isKept ? `${values}[${taken}]` : `[${values}[place] for place in ${taken}]`;
}

/** `[0]`, `[:3]`; nothing where a name holds the whole sorted list. */
function subscriptOf({ node, sort, isKept }: ExtremePlan, { source }: RuleContext): string {
  if (isKept) return "";
  const [value] = namedChildren(node);
  return value === undefined ? "" : source.text.slice(climbParentheses(sort.call).node.end, node.end);
}

/** What is taken of the list that `heapq` gives, whose first is the one at the end. */
function indexOf({ part }: ExtremePlan): string {
  if (part.kind === "one") return `[${Number(part.count) - 1}]`;
  return part.end === "front" ? "" : "[::-1]";
}
