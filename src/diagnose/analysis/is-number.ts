import { field, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { boundValues } from "./bound-values.ts";
import { builtinNamed, type Code } from "./code.ts";

/** How deep names and expressions are followed. */
const DEPTH = 4;

const counting: ReadonlySet<string> = new Set(["len", "int", "ord", "abs"]);
const sums: ReadonlySet<string> = new Set(["binary_operator", "unary_operator"]);

/** Does the source show that an expression is no None where it has a value: `3`, `len(x)`, `at + 1`, a name of such? */
export function isNumber(code: Code, expression: SyntaxNode, depth = 0): boolean {
  const node = withoutParentheses(expression);
  if (node.kind === "integer" || sums.has(node.kind)) return true;
  if (node.kind === "call") return counting.has(builtinNamed(code, field(node, "function")) ?? "");
  const binding = node.kind === "identifier" ? code.scopes.bindingOf(node) : undefined;
  if (binding?.kind !== "local" || binding.scope.usesDynamicNames || depth > DEPTH) return false;
  const values = boundValues(binding);
  return (
    values.length > 0 &&
    values.every(
      (bound) => bound.kind === "augmented" || (bound.kind === "assigned" && isNumber(code, bound.value, depth + 1)),
    )
  );
}
