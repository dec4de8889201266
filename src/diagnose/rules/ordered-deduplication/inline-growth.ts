import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";

/**
 * The statement of which a call is the last thing that is done, if it is done at all, and whose value nobody keeps:
 * `xs.append(x) if x not in xs else None`, `x in xs or xs.append(x)`.
 */
export function statementOfChoice(call: SyntaxNode): SyntaxNode | undefined {
  let at = call;
  while (at.parent !== undefined && isChosen(at, at.parent)) at = at.parent;
  return at !== call && at.parent?.kind === "expression_statement" ? at.parent : undefined;
}

function isChosen(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.kind === "parenthesized_expression") return true;
  if (parent.kind === "boolean_operator") return field(parent, "right") === node;
  return parent.kind === "conditional_expression" && namedChildren(parent)[1] !== node;
}
