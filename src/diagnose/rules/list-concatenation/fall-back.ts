import { ancestors, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";

/** Is it what is left for other types, once `type(x) is list` was asked? Then it is the answer, not the question. */
export function isFallBack(node: SyntaxNode, context: RuleContext): boolean {
  let child = node;
  for (const at of ancestors(node)) {
    const test = testBefore(child, at);
    if (test !== undefined && /\btype\([^()]*\) is (?:list|tuple)\b/u.test(textOf(context.source, test))) return true;
    if (at.kind === "function_definition" || at.kind === "lambda") return false;
    child = at;
  }
  return false;
}

/** The condition that was false where `child` runs. */
function testBefore(child: SyntaxNode, at: SyntaxNode): SyntaxNode | undefined {
  if (at.kind === "if_statement" && child.kind === "else_clause") return field(at, "condition");
  const [, condition, other] = at.kind === "conditional_expression" ? namedChildren(at) : [];
  return other === child ? condition : undefined;
}
