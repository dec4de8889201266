import { ancestors, enclosingLoops, isInside } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/**
 * Could `change` still be made, after `look`, to the very object that `look` saw? `resets` are statements that give the
 * variable a new object. Structured code only: what a block does is done from its first statement on.
 */
export function mayChangeAfter(look: SyntaxNode, change: SyntaxNode, resets: readonly SyntaxNode[]): boolean {
  if (isInside(look, change)) return true;
  const loop = commonLoop(look, change);
  if (loop === undefined && change.start < look.start) return false;
  return !resets.some((reset) => separates(reset, look, change, loop));
}

/** Does every way from `look` to `change` lead through `reset`? */
function separates(reset: SyntaxNode, look: SyntaxNode, change: SyntaxNode, loop: SyntaxNode | undefined): boolean {
  const block = reset.parent;
  if (block === undefined || reset === change || reset.end > change.start || !isInside(change, block)) return false;
  if (look.start >= reset.end && look.start < change.end) return false;
  if (loop === undefined) return look.end <= reset.start;
  return reset !== loop && isInside(reset, loop);
}

function commonLoop(a: SyntaxNode, b: SyntaxNode): SyntaxNode | undefined {
  const around = new Set(enclosingLoops(b));
  return enclosingLoops(a).find((loop) => around.has(loop));
}

/** Is the node in a `try` with a `finally`, whose code still runs after a `return` in it? */
export function isBeforeFinally(node: SyntaxNode): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === "function_definition" || at.kind === "lambda") return false;
    if (at.kind === "try_statement" && at.children.some((child) => child.kind === "finally_clause")) return true;
  }
  return false;
}

/** The `for` statement or comprehension whose iterable holds the node. */
export function walkerOf(node: SyntaxNode): SyntaxNode | undefined {
  let child = node;
  for (const at of ancestors(node)) {
    if (at.kind === "for_statement" && child.field === "right") return at;
    if (at.kind === "for_in_clause" && child.field === "right") return at.parent;
    child = at;
  }
  return undefined;
}
