import { descendants, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { SourceFile } from "../../../source/source-file.ts";

/** What gives the same twice in a row, as long as nothing is assigned in between. */
const steady = new Set(["identifier", "attribute", "subscript", "integer", "string", "string_start", "string_content"]);
const marks = new Set(["string_end", "binary_operator", "unary_operator", "tuple", "parenthesized_expression"]);

/** Do both name one place by names, attributes, subscripts and sums of those? Blanks do not matter. */
export function spelledAlike(a: SyntaxNode, b: SyntaxNode, source: SourceFile): boolean {
  const [left, right] = [withoutParentheses(a), withoutParentheses(b)];
  if (left.kind !== right.kind || shortened(left, source) !== shortened(right, source)) return false;
  return [...descendants(left)].every((node) => !node.isNamed || steady.has(node.kind) || marks.has(node.kind));
}

function shortened(node: SyntaxNode, source: SourceFile): string {
  if (namedChildren(node).length === 0) return textOf(source, node);
  return textOf(source, node)
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/\s*([[\].,()+-])\s*/gu, "$1");
}
