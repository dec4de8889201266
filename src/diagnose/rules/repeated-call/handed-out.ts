import { ancestors, descendants, enclosingLoops, field, isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";

const displays = new Set([
  "list",
  "tuple",
  "set",
  "dictionary",
  "expression_list",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "lambda",
]);
const reducing = new Set(["sum", "min", "max", "any", "all"]);

/**
 * Does nobody get one result twice? The outer function asks once, outside of every loop; what the inner one puts together holds no result of its
 * own, and it changes nothing.
 */
export function isHandedOutOnce(context: RuleContext, name: SyntaxNode, definition: SyntaxNode): boolean {
  const references = context.scopes.bindingOf(name)?.references ?? [];
  const asked = references.filter(({ node }) => node !== name && !isInside(node, definition));
  const isOnce = asked.length === 1 && asked.every(({ node }) => enclosingLoops(node).length === 0 && !isLater(node));
  const body = field(definition, "body") ?? definition;
  return isOnce && ![...descendants(body)].some((node) => keeps(node, context));
}

function isLater(node: SyntaxNode): boolean {
  for (const at of ancestors(node)) {
    if (at.kind === "function_definition") return false;
    if (at.kind === "lambda" || at.kind === "generator_expression") return true;
  }
  return false;
}

function keeps(node: SyntaxNode, context: RuleContext): boolean {
  if (node.kind !== "generator_expression") return displays.has(node.kind);
  const { parent } = node;
  const call = parent?.kind === "argument_list" ? parent.parent : parent;
  return call?.kind !== "call" || !reducing.has(builtinCalled(call, context) ?? "");
}
