import type { SyntaxNode } from "./node.ts";
import { field, namedChildren } from "./navigate.ts";
import type { OpenScope } from "./scope.ts";
import { bindName, touch, visit, type Walk } from "./walk.ts";

/** Binds what a `case` pattern captures; false for what is an ordinary expression. */
export function visitPattern(walk: Walk, node: SyntaxNode, scope: OpenScope): boolean {
  switch (node.kind) {
    case "dotted_name":
      visitName(walk, node, scope);
      return true;
    case "splat_pattern":
      for (const name of namedChildren(node)) bindName(walk, name, scope);
      return true;
    case "class_pattern":
    case "keyword_pattern":
      visitAfterFirst(walk, node, scope);
      return true;
    case "as_pattern":
      for (const part of namedChildren(node)) visitAlias(walk, part, scope);
      return true;
    default:
      if (!nested.has(node.kind)) return false;
      for (const part of namedChildren(node)) visit(walk, part, scope, "pattern");
      return true;
  }
}

const nested = new Set(["case_pattern", "list_pattern", "tuple_pattern", "dict_pattern", "union_pattern"]);

/** A bare name captures; a dotted one is a value to compare with. */
function visitName(walk: Walk, name: SyntaxNode, scope: OpenScope): void {
  const parts = namedChildren(name);
  const first = parts[0];
  if (first === undefined) return;
  if (parts.length === 1) bindName(walk, first, scope);
  else touch(walk, first, scope, "read");
}

/** `Point(…)` reads `Point`; in `x=0` the `x` is an attribute's name. */
function visitAfterFirst(walk: Walk, node: SyntaxNode, scope: OpenScope): void {
  const [first, ...rest] = namedChildren(node);
  const name = first === undefined ? undefined : namedChildren(first)[0];
  if (node.kind === "class_pattern" && name !== undefined) touch(walk, name, scope, "read");
  for (const part of rest) visit(walk, part, scope, "pattern");
}

function visitAlias(walk: Walk, part: SyntaxNode, scope: OpenScope): void {
  if (part.kind === "identifier") bindName(walk, part, scope);
  else visit(walk, part, scope, field(part, "alias") === undefined ? "pattern" : "store");
}
