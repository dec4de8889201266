import type { SyntaxNode } from "../../source/node.ts";
import { ancestors, isInside } from "../../source/navigate.ts";
import type { Binding } from "../../source/scopes.ts";
import type { LoopSpan } from "./loop-span.ts";

/**
 * Is a use of the name reached only after the loop is over, or, when a loop around both comes back, with another object?
 * Then it does not matter to the loop what the use does.
 */
export function isAfterLoop(node: SyntaxNode, span: LoopSpan, binding: Binding): boolean {
  if (node.start < span.statement.end || functionAround(node) !== functionAround(span.statement)) return false;
  for (const around of ancestors(span.statement)) {
    if (around.kind !== "for_statement" && around.kind !== "while_statement") continue;
    if (isInside(node, around) && !bindsFirst(binding, around, span.statement)) return false;
  }
  return true;
}

/** The `def` or `lambda` in whose code the node stands; undefined for the module's. */
function functionAround(node: SyntaxNode): SyntaxNode | undefined {
  for (const at of ancestors(node)) if (at.kind === "function_definition" || at.kind === "lambda") return at;
  return undefined;
}

/** Does every turn of the loop begin with a new object: all the name's bindings stand in its body, before the statement? */
function bindsFirst(binding: Binding, loop: SyntaxNode, statement: SyntaxNode): boolean {
  const writes = binding.references.filter((reference) => reference.access === "write");
  return writes.every(({ node }) => isInside(node, loop) && node.end <= statement.start);
}
