import { field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";

/** What is taken of a sorted list: one element, or all up to a number of them, counted from one end. */
export interface Part {
  readonly end: "front" | "back";
  readonly kind: "one" | "all";
  /** `[0]` takes the first of 1, `[-2]` the first of 2 from the back, `[:3]` all of 3. */
  readonly count: number | SyntaxNode;
  /** The count is known to be no less than one. */
  readonly isPositive: boolean;
}

/** More than so many are hardly few. */
const MANY = 100;

/** What `[…]` takes, where that is one element or those up to an end. */
export function partOf(context: RuleContext, subscript: SyntaxNode): Part | undefined {
  const [index, ...others] = subscript.children.filter((child) => child.field === "subscript");
  if (index === undefined || others.length > 0) return undefined;
  if (index.kind === "slice") return sliceOf(context, index);
  const place = integerOf(context, index);
  if (place === undefined || Math.abs(place) > MANY) return undefined;
  const count = place < 0 ? -place : place + 1;
  return { end: place < 0 ? "back" : "front", kind: "one", count, isPositive: true };
}

/** `[:k]`, `[0:k]`, `[-k:]` */
function sliceOf(context: RuleContext, slice: SyntaxNode): Part | undefined {
  const parts = slice.children.filter(({ kind }) => kind !== "comment");
  const colons = parts.filter(({ kind }) => kind === ":").length;
  const colon = parts.findIndex(({ kind }) => kind === ":");
  const [low, high] = [parts.slice(0, colon), parts.slice(colon + 1)];
  if (colons !== 1 || low.length > 1 || high.length > 1) return undefined;
  const [from, to] = [low[0], high[0]];
  if (to === undefined) return from === undefined ? undefined : fromBack(context, from);
  return from === undefined || integerOf(context, from) === 0 ? counted(context, to, "front") : undefined;
}

function fromBack(context: RuleContext, from: SyntaxNode): Part | undefined {
  const argument =
    from.kind === "unary_operator" && from.children[0]?.kind === "-" ? field(from, "argument") : undefined;
  return argument === undefined ? undefined : counted(context, argument, "back");
}

function counted(context: RuleContext, node: SyntaxNode, end: Part["end"]): Part | undefined {
  if (node.kind === "integer") {
    const count = integerOf(context, node);
    return count === undefined || count < 1 ? undefined : { end, kind: "all", count, isPositive: true };
  }
  const variable = node.kind === "identifier" ? variableAt(context, node) : undefined;
  const constant = constantOf(context, node);
  // What is sorted is worked out after the number then, and must not change it.
  const isSettled = variable?.kind === "local" || variable?.kind === "parameter" || constant !== undefined;
  return isSettled ? { end, kind: "all", count: node, isPositive: (constant ?? 0) > 0 } : undefined;
}

/** The value of a name that is given once, as a number. */
function constantOf(context: RuleContext, node: SyntaxNode): number | undefined {
  const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
  const value = binding === undefined ? undefined : onlyValueOf(binding);
  const isSettled = binding?.kind === "local" || binding?.kind === "global";
  return value === undefined || !isSettled ? undefined : integerOf(context, value);
}

/** `3`, `-1` */
function integerOf({ source }: RuleContext, expression: SyntaxNode): number | undefined {
  const node = withoutParentheses(expression);
  const isNegative = node.kind === "unary_operator" && node.children[0]?.kind === "-";
  const digits = isNegative ? namedChildren(node)[0] : node;
  if (digits?.kind !== "integer") return undefined;
  const value = Number(textOf(source, digits).replaceAll("_", ""));
  if (!Number.isSafeInteger(value)) return undefined;
  return isNegative ? -value : value;
}
