import { ancestors, descendants, field } from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";

/**
 * The statement before which a loop can join the parts, one by one as `sum` does: `return sum(…, [])`, `xs = sum(…, [])`, also as the
 * first argument of functions by name. Nothing else in it is worked out before the parts.
 */
export function walkedBefore(call: SyntaxNode, parts: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  if (context.function.node.kind !== "function_definition") return undefined;
  if (!["type", "list"].every((name) => isBuiltinAt(context, name, call))) return undefined;
  if ([...descendants(parts)].some(({ kind }) => pausing.has(kind))) return undefined;
  let inner = call;
  for (const at of ancestors(call)) {
    if (at.kind === "return_statement") return isFree(at, context) ? at : undefined;
    if (at.kind === "expression_statement") return inner.kind === "assignment" && isFree(at, context) ? at : undefined;
    if (!isFirst(inner, at)) return undefined;
    inner = at;
  }
  return undefined;
}

const pausing = new Set(["yield", "await", "named_expression"]);

/** Is `inner` the first thing in `at` that does anything when it is worked out? */
function isFirst(inner: SyntaxNode, at: SyntaxNode): boolean {
  if (at.kind === "parenthesized_expression") return true;
  if (at.kind === "assignment") return inner.field === "right" && field(at, "type") === undefined;
  if (at.kind === "argument_list") return at.parent !== undefined && argumentsOf(at.parent)[0] === inner;
  return at.kind === "call" && inner.kind === "argument_list" && field(at, "function")?.kind === "identifier";
}

function isFree(statement: SyntaxNode, context: RuleContext): boolean {
  return beginsLine(context.source, statement);
}
