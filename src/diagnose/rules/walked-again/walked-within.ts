import { field, isInside, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";

/**
 * Of `for row in rows: for cell in row.cells: …`, and of the same as clauses of one comprehension, the outer one, where it does nothing
 * but go through what its elements hold: all of it is one walk. Else the clause itself.
 */
export function outermostWalk(context: RuleContext, clause: SyntaxNode): SyntaxNode {
  let outermost = clause;
  for (;;) {
    const around = aroundOf(outermost);
    if (around === undefined || !holds(context, around, outermost)) return outermost;
    outermost = around;
  }
}

/** The walk right around, with nothing else in it. */
function aroundOf(clause: SyntaxNode): SyntaxNode | undefined {
  const { parent } = clause;
  if (parent === undefined) return undefined;
  if (clause.kind === "for_in_clause") {
    const parts = namedChildren(parent);
    const before = parts[parts.indexOf(clause) - 1];
    return before?.kind === "for_in_clause" ? before : undefined;
  }
  const loop = parent.parent;
  const statements = namedChildren(parent).filter(({ kind }) => kind !== "comment");
  const isAlone = loop?.kind === "for_statement" && field(loop, "body") === parent && statements.length === 1;
  return isAlone && !loop.children.some((child) => child.field === "alternative") ? loop : undefined;
}

/** Does the inner walk go through an element of the outer one: `row`, `row.cells`, `row.items()`? */
function holds(context: RuleContext, outer: SyntaxNode, inner: SyntaxNode): boolean {
  const [target, iterable] = [field(outer, "left"), field(inner, "right")];
  const name = iterable === undefined ? undefined : rootOf(iterable);
  const binding = name === undefined ? undefined : context.scopes.bindingOf(name);
  if (target === undefined || binding === undefined) return false;
  return binding.references.some(({ node, access }) => access !== "read" && isInside(node, target));
}

function rootOf(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = node;
  while (at !== undefined && at.kind !== "identifier") {
    at = at.kind === "attribute" ? field(at, "object") : at.kind === "call" ? field(at, "function") : undefined;
  }
  return at;
}
