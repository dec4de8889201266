import { field, fields, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import type { Code } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";

/**
 * `self.page.rows`, `rows[key]`, `config.get("rows", [])`, `page.rows or []`: what leads to a collection, and can be asked for again to see
 * which one it is. A `get` without a default may wait for something, or fetch it.
 */
export function isPath(code: Code, node: SyntaxNode): boolean {
  if (node.kind === "parenthesized_expression") return isPath(code, withoutParentheses(node));
  if (node.kind === "boolean_operator") return isOrNone(code, node);
  const object = node.kind === "call" ? gotFrom(code, node) : stepFrom(code, node);
  return object !== undefined && isRoot(code, object);
}

function isRoot(code: Code, object: SyntaxNode): boolean {
  return object.kind === "identifier" || isPath(code, object);
}

/** `page.rows or []`, `d.get("rows") or []` */
function isOrNone(code: Code, node: SyntaxNode): boolean {
  const [rows, otherwise] = [field(node, "left"), field(node, "right")];
  const isOr = field(node, "operator")?.kind === "or" && rows !== undefined;
  const from = isOr && rows.kind === "call" ? gotFrom(code, rows, true) : undefined;
  const isRight = isOr && (from === undefined ? isPath(code, rows) : isRoot(code, from));
  return isRight && otherwise !== undefined && isNothing(otherwise);
}

/** `d` of `d.get("rows", [])` */
function gotFrom(code: Code, call: SyntaxNode, isOrNothing = false): SyntaxNode | undefined {
  const callee = field(call, "function");
  const [object, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  const [key, otherwise, ...others] = argumentsOf(call);
  if (name === undefined || textOf(code.source, name) !== "get" || definesMethod(code, "get")) return undefined;
  const isDict =
    key !== undefined && isStep(code, key) && (otherwise === undefined ? isOrNothing : isNothing(otherwise));
  return isDict && others.length === 0 ? object : undefined;
}

/** `a` of `a.rows` and `a[key]` */
function stepFrom(code: Code, node: SyntaxNode): SyntaxNode | undefined {
  if (node.kind === "attribute") return field(node, "object");
  const [key, ...others] = node.kind === "subscript" ? fields(node, "subscript") : [];
  return key !== undefined && others.length === 0 && isStep(code, key) ? field(node, "value") : undefined;
}

function isStep(code: Code, key: SyntaxNode): boolean {
  if (key.kind === "string") return !key.children.some(({ kind }) => kind === "interpolation");
  return key.kind === "identifier" || key.kind === "integer" || (key.kind === "attribute" && isPath(code, key));
}

/** `[]`, `()`, `{}` */
function isNothing(node: SyntaxNode): boolean {
  return ["list", "tuple", "dictionary"].includes(node.kind) && namedChildren(node).length === 0;
}
