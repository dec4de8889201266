import { field } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** `old + a + b` or `a + b + old`: what a value adds to what it was. */
export interface SumAround {
  /** The `+` that copies the old value. */
  readonly sum: SyntaxNode;
  readonly old: SyntaxNode;
  /** False where the new comes before the old. */
  readonly isAtEnd: boolean;
  /** The other operands, in their order. */
  readonly added: readonly SyntaxNode[];
}

/** Takes a chain of `+` apart whose first or last operand `isOld` knows. */
export function sumAround(value: SyntaxNode, isOld: (node: SyntaxNode) => boolean): SumAround | undefined {
  const operands: SyntaxNode[] = [];
  let innermost: SyntaxNode | undefined;
  let at = value;
  for (let pair = sidesOf(at); pair !== undefined; pair = sidesOf(at)) {
    innermost = at;
    operands.unshift(pair.right);
    at = pair.left;
  }
  operands.unshift(at);
  const [first, last] = [at, operands.at(-1)];
  if (innermost === undefined || last === undefined) return undefined;
  if (isOld(first)) return { sum: innermost, old: first, isAtEnd: true, added: operands.slice(1) };
  return isOld(last) ? { sum: value, old: last, isAtEnd: false, added: operands.slice(0, -1) } : undefined;
}

function sidesOf(node: SyntaxNode): { readonly left: SyntaxNode; readonly right: SyntaxNode } | undefined {
  const [left, right] = [field(node, "left"), field(node, "right")];
  const isSum = node.kind === "binary_operator" && field(node, "operator")?.kind === "+";
  return isSum && left !== undefined && right !== undefined ? { left, right } : undefined;
}
