import { field, namedChildren, sameExpression, textOf, topStatement } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import type { Element } from "../nested-scan/row-key.ts";
import { isPath } from "./walk.ts";

/** The walk of a comprehension through all rows of a list, or all values of a dict. */
export interface RowsWalked {
  /** What it goes through, as written, and the list or dict in it. */
  readonly iterable: SyntaxNode;
  readonly list: SyntaxNode;
  readonly form: "items" | "pairs" | "values" | "entries";
  readonly element: Element;
  /** All names that it gives values to. */
  readonly names: readonly string[];
}

/** One walk through all rows, from which nothing is left out but by the key. */
export function rowsWalked(context: RuleContext, node: SyntaxNode): RowsWalked | undefined {
  const [body, clause, ...conditions] = namedChildren(node);
  const [target, iterable] = clause?.kind === "for_in_clause" ? [field(clause, "left"), field(clause, "right")] : [];
  if (body === undefined || clause === undefined || target === undefined || iterable === undefined) return undefined;
  const isWhole = conditions.every((each) => each.kind === "if_clause" && isOfKey(context, each, keyOf(body)));
  const walked =
    isWhole && clause.children.every(({ kind }) => kind !== "async") ? listIn(context, iterable) : undefined;
  return walked && elementIn(context, { ...walked, iterable }, target);
}

function elementIn(
  context: RuleContext,
  walked: Pick<RowsWalked, "iterable" | "list" | "form">,
  target: SyntaxNode,
): RowsWalked | undefined {
  if (walked.form === "items" || walked.form === "values") {
    const element = elementOf(context, target);
    return element === undefined ? undefined : { ...walked, element, names: [element].flat() };
  }
  const [first, second, ...others] = unpacked.has(target.kind) ? namedChildren(target) : [];
  const element = second === undefined || others.length > 0 ? undefined : elementOf(context, second);
  if (first?.kind !== "identifier" || element === undefined) return undefined;
  return { ...walked, element, names: [textOf(context.source, first), element].flat() };
}

/** What stands for a row: the key of a dict's pair, or all that is given. */
export function keyOf(body: SyntaxNode): SyntaxNode {
  return body.kind === "pair" ? (field(body, "key") ?? body) : body;
}

/** `if row.name`, `if row.name is not None`: of a plain value that does nothing, and rows with the same key are left out together. */
function isOfKey({ source }: RuleContext, clause: SyntaxNode, key: SyntaxNode): boolean {
  const [asked, ...others] = namedChildren(clause);
  if (asked === undefined || others.length > 0 || key.kind === "identifier") return false;
  if (asked.kind !== "comparison_operator") return sameExpression(asked, key, source);
  const [left, right, ...more] = namedChildren(asked).filter((child) => child.field !== "operators");
  if (left === undefined || right === undefined || more.length > 0 || !isConstant(right)) return false;
  const isSafe = asked.children.every((child) => child.field !== "operators" || harmless.has(child.kind));
  return isSafe && sameExpression(left, key, source);
}

/** Others raise for values of different types. */
const harmless: ReadonlySet<string> = new Set(["==", "!=", "is", "is not"]);

/** Text that nothing is put into, a number, True, False, None. */
export function isConstant({ kind, children }: SyntaxNode): boolean {
  return constants.has(kind) && children.every((child) => child.kind !== "interpolation");
}

const constants: ReadonlySet<string> = new Set(["string", "integer", "float", "true", "false", "none"]);

type ListWalked = Pick<RowsWalked, "list" | "form"> | undefined;

function listIn(context: RuleContext, iterable: SyntaxNode): ListWalked {
  if (isPath(context, iterable)) return { list: iterable, form: "items" };
  const [only, ...others] = iterable.kind === "call" ? argumentsOf(iterable) : [];
  if (only === undefined) return viewIn(context, iterable);
  const isNumbered = others.length === 0 && builtinCalled(iterable, context) === "enumerate";
  return isNumbered && isPath(context, only) ? { list: only, form: "pairs" } : undefined;
}

/** `d.values()`, `d.items()` */
function viewIn(context: RuleContext, call: SyntaxNode): ListWalked {
  const callee = field(call, "function");
  const [object, method] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  const form = method === undefined ? undefined : views.get(textOf(context.source, method));
  if (object === undefined || form === undefined || !isPath(context, object)) return undefined;
  return isBuiltinAt(context, "dict", topStatement(call)) ? { list: object, form } : undefined;
}

const views: ReadonlyMap<string, "values" | "entries"> = new Map([
  ["values", "values"],
  ["items", "entries"],
]);

/** `x`; `key, value`, each a name. */
function elementOf(context: RuleContext, target: SyntaxNode): Element | undefined {
  if (target.kind === "identifier") return textOf(context.source, target);
  const parts = unpacked.has(target.kind) ? namedChildren(target) : [];
  const isNames = parts.length > 0 && parts.every(({ kind }) => kind === "identifier");
  return isNames ? parts.map((part) => textOf(context.source, part)) : undefined;
}

const unpacked: ReadonlySet<string> = new Set(["pattern_list", "tuple_pattern"]);
