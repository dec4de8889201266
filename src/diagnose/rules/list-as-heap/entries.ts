import { namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { importedPath } from "../../analysis/callee.ts";
import { isHarmlessKey } from "../../analysis/sort-key.ts";
import { field } from "../../../source/navigate.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";

/** Does the key of a tuple depend on the tuple alone: `lambda t: t[0]`, `itemgetter(1)`? */
export function isKeyOfTuple(key: SyntaxNode, context: RuleContext): boolean {
  if (key.kind === "call") return importedPath(context, field(key, "function") ?? key) === "operator.itemgetter";
  if (key.kind !== "lambda" || !isHarmlessKey(context, key)) return false;
  const parameters = field(key, "parameters");
  const [parameter, ...others] = parameters === undefined ? [] : namedChildren(parameters);
  const body = field(key, "body");
  if (parameter?.kind !== "identifier" || others.length > 0 || body === undefined) return false;
  const binding = context.scopes.bindingOf(parameter);
  // The tuple's items may change, numbers and text among them do not: only those are known to be compared.
  return [...ownDescendants(body)].every((node) => {
    if (node.kind === "identifier") return context.scopes.bindingOf(node) === binding;
    return !node.isNamed || plain.has(node.kind);
  });
}

const plain = new Set(["subscript", "integer", "tuple", "unary_operator", "parenthesized_expression"]);

/** Is everything that the list is made of, and that is put into it, written as a tuple? */
export function holdsTuples(uses: readonly Use[]): boolean {
  return uses.every((use) => {
    if (use.kind === "assign") return use.value.kind !== "list" || namedChildren(use.value).every(isTuple);
    return use.kind !== "method" || use.method !== "append" || use.arguments.every(isTuple);
  });
}

function isTuple({ kind }: SyntaxNode): boolean {
  return kind === "tuple";
}

/** Is it a list of elements that are written out? */
export function isShown(value: SyntaxNode): boolean {
  return value.kind === "list" && namedChildren(value).every(({ kind }) => kind !== "list_splat");
}

/** Is the list in order as it is made: with no element or one? */
export function isShort(value: SyntaxNode, context: RuleContext): boolean {
  if (value.kind === "list") return isShown(value) && namedChildren(value).length < 2;
  return textOf(context.source, value) === "list()";
}
