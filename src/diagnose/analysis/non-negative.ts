import { field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { boundValues } from "./bound-values.ts";
import type { Code } from "./code.ts";
import { builtinNamed } from "./code.ts";
import { argumentsOf } from "./expression-context.ts";

/** How deep names and expressions are followed. */
const DEPTH = 4;

/** Does the source show that the expression is a whole number, and never below zero: `3`, `len(x)`, sums and products of such? */
export function isNonNegative(code: Code, expression: SyntaxNode, depth = 0): boolean {
  const node = withoutParentheses(expression);
  if (depth > DEPTH) return false;
  if (node.kind === "integer") return /^[\d_]+$/u.test(textOf(code.source, node));
  if (node.kind === "identifier") return isNonNegativeName(code, node, depth + 1);
  if (node.kind === "call") return isNonNegativeCall(code, node, depth + 1);
  if (node.kind !== "binary_operator") return false;
  const sides = [field(node, "left"), field(node, "right")];
  const operator = field(node, "operator")?.kind ?? "";
  return (
    ["+", "*"].includes(operator) && sides.every((side) => side !== undefined && isNonNegative(code, side, depth + 1))
  );
}

function isNonNegativeCall(code: Code, call: SyntaxNode, depth: number): boolean {
  const name = builtinNamed(code, field(call, "function"));
  const given = argumentsOf(call);
  if (name === "len") return given.length === 1;
  return (
    (name === "min" || name === "max") && given.length > 1 && given.every((each) => isNonNegative(code, each, depth))
  );
}

/** A name of this function, of which every value is one. */
function isNonNegativeName(code: Code, node: SyntaxNode, depth: number): boolean {
  const binding = code.scopes.bindingOf(node);
  if (binding?.kind !== "local" || binding.scope.usesDynamicNames) return false;
  const values = boundValues(binding);
  return (
    values.length > 0 &&
    values.every((bound) => {
      if (bound.kind === "other") return false;
      const isGrowing = bound.kind === "assigned" || bound.operator === "+=" || bound.operator === "*=";
      return isGrowing && isNonNegative(code, bound.value, depth);
    })
  );
}

/** The value of a plain integer literal. */
export function literalOf({ source }: Code, expression: SyntaxNode): number | undefined {
  const node = withoutParentheses(expression);
  const [digits] = node.kind === "unary_operator" && node.children[0]?.kind === "-" ? namedChildren(node) : [node];
  const text = digits?.kind === "integer" ? textOf(source, digits) : "";
  if (!/^\d+$/u.test(text)) return undefined;
  return digits === node ? Number(text) : -Number(text);
}
