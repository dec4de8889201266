import { descendants, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { climbParentheses } from "../../analysis/expression-context.ts";
import { hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { sortCallAt, type SortCall } from "../../analysis/sort-call.ts";
import { isHarmlessKey, isSteadyKey } from "../../analysis/sort-key.ts";
import { isTarget } from "../../analysis/use.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { partsTaken } from "./kept-list.ts";
import { partOf, type Part } from "./part.ts";

/** A list that is sorted whole, and of which a few elements at one end are taken. */
export interface ExtremePlan {
  readonly sort: SortCall;
  /** What is replaced: `sorted(xs)[0]`, or the sort itself where a name holds its result. */
  readonly node: SyntaxNode;
  readonly part: Part;
  /** A name holds the sorted list: a list of the same elements takes its place, and is subscripted as before. */
  readonly isKept: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** What the guard asks with. */
const ASKED = ["set", "map", "type", "range", "len", "all", "zip", "tuple", "int", "bool", "str", "bytes"];

/** The function's sorts that could be less. */
export function planExtremes(context: RuleContext): readonly ExtremePlan[] {
  const plans: ExtremePlan[] = [];
  for (const node of ownNodes(context)) {
    const sort = sortCallAt(context, node);
    const plan = sort === undefined ? undefined : planSort(context, sort);
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

function planSort(context: RuleContext, sort: SortCall): ExtremePlan | undefined {
  const { node, parent } = climbParentheses(sort.call);
  if (!sort.isInPlace && parent?.kind === "subscript" && node.field === "value")
    return subscripted(context, sort, parent);
  const part = partsTaken(context, sort);
  return part === undefined ? undefined : planned(context, { sort, node: sort.call, part, isKept: true });
}

function subscripted(context: RuleContext, sort: SortCall, subscript: SyntaxNode): ExtremePlan | undefined {
  const part = isTarget(subscript) || isFallBack(context, subscript) ? undefined : partOf(context, subscript);
  return part === undefined ? undefined : planned(context, { sort, node: subscript, part, isKept: false });
}

/** `… if set(map(type, xs)) == {int} and k > 0 else sorted(xs)[-k:]`: what is left for the others, perhaps as `values[sorted(…)[0]]`. */
function isFallBack({ source }: RuleContext, subscript: SyntaxNode): boolean {
  const { parent } = subscript;
  const outer = parent?.kind === "subscript" && parent.field !== "object" ? parent : subscript;
  const listed = enclosingListed(subscript);
  return [subscript, outer, listed].some((node) => {
    const conditional = node?.parent;
    if (node === undefined || conditional?.kind !== "conditional_expression") return false;
    const [, condition, otherwise] = namedChildren(conditional);
    return otherwise === node && condition !== undefined && textOf(source, condition).startsWith("set(map(type, ");
  });
}

/** `[values[place] for place in sorted(…)[:3]]` */
function enclosingListed({ parent }: SyntaxNode): SyntaxNode | undefined {
  return parent?.kind === "for_in_clause" ? parent.parent : undefined;
}

function planned(context: RuleContext, parts: Omit<ExtremePlan, "obstacles">): ExtremePlan {
  const { node, sort } = parts;
  const { source } = context;
  const [text] = textOf(source, node).split(/[\r\n]/u, 1);
  const about = text ?? "";
  const obstacles: Obstacle[] = [
    ...caughtTypeErrors(context, node),
    ...hiddenBuiltins(context, node, ["min", "max", "list", "reversed", "sorted", "isinstance", ...ASKED]),
  ];
  if (!isKeyFit(context, parts)) obstacles.push({ code: "asked-in-order", about: textOf(source, sort.key ?? node) });
  if (isLater(sort.operand) || holdsComment(node)) obstacles.push({ code: "other-use", about });
  return { ...parts, obstacles };
}

/** A key that may do anything is asked in the same order as before: not from the back, and not before it is made. */
function isKeyFit(context: RuleContext, { sort: { key }, part }: Omit<ExtremePlan, "obstacles">): boolean {
  if (key === undefined) return true;
  return part.end === "front" ? isSteadyKey(context, key) : isHarmlessKey(context, key);
}

/** `await` and `yield` let others run, and `:=` sets a name, between what is written first and what follows. */
function isLater(operand: SyntaxNode): boolean {
  return [...descendants(operand)].some(({ kind }) => later.has(kind));
}

const later = new Set(["await", "yield", "async", "named_expression"]);

/** A comment in what is replaced would be lost. */
function holdsComment(node: SyntaxNode): boolean {
  return [...descendants(node)].some(({ kind }) => kind === "comment" || kind === "line_continuation");
}
