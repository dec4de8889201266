import { ancestors } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import type { RuleContext } from "../../rule.ts";
import type { TextGrowth, TextKind } from "./text-growth.ts";

type Grown = Pick<TextGrowth, "target" | "form" | "added">;

/**
 * CPython lengthens a str in its place where `s + x` is stored at once into a function's own variable that alone holds it, up to 3.10
 * also into a module's and one that inner functions share (`unicode_concatenate` in Python/ceval.c; `BINARY_OP_INPLACE_ADD_UNICODE` since
 * 3.11). Everything else is copied: bytes, attributes, items, globals of a function, `s + x + y` (the first `+` is not stored), `x + s`.
 */
export function isCopied({ target, form, added }: Grown, kind: TextKind, context: RuleContext): boolean {
  if (kind === "bytes" || target.kind !== "identifier" || form === "front" || form === "format") return true;
  if (added.length > 1) return true;
  const binding = context.scopes.bindingOf(target);
  return binding !== undefined && !isStoredFast(binding, context);
}

/** Is what a function or module stores into the variable lengthened in its place? */
export function isStoredFast(binding: Binding, { function: owner, python: [major, minor] }: RuleContext): boolean {
  const isOld = major === 3 && minor <= 10;
  if (binding.scope.kind === "module") return isOld && owner.qualname === "<module>";
  return isOld || !binding.references.some(({ node }) => isInnerTo(node, binding.scope.node));
}

/** Does a function inside the variable's own touch it? */
function isInnerTo(node: SyntaxNode, scope: SyntaxNode): boolean {
  for (const at of ancestors(node)) {
    if (at === scope) return false;
    if (inner.has(at.kind)) return true;
  }
  return false;
}

const inner = new Set(["function_definition", "lambda", "generator_expression"]);
