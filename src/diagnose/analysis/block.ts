import { field, namedChildren, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { builtinCalled, positionalArguments } from "./expression-context.ts";
import type { RuleContext } from "../rule.ts";

/** The statements right before and right after one, in its own block. */
export function neighbours(statement: SyntaxNode): { before: SyntaxNode | undefined; after: SyntaxNode | undefined } {
  const siblings = statement.parent === undefined ? [] : namedChildren(statement.parent);
  const at = siblings.indexOf(statement);
  return { before: siblings[at - 1], after: siblings[at + 1] };
}

/** The statements of a block; none for what is no block. */
export function statementsOf(block: SyntaxNode | undefined): readonly SyntaxNode[] {
  return block === undefined ? [] : namedChildren(block);
}

/** The only expression of an expression statement. */
export function expressionOf(statement: SyntaxNode | undefined): SyntaxNode | undefined {
  if (statement?.kind !== "expression_statement") return undefined;
  const [only, ...others] = namedChildren(statement);
  return others.length === 0 ? only : undefined;
}

/** `receiver.name(a, b)` with plain positional arguments. */
export interface MethodCall {
  readonly call: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly arguments: readonly SyntaxNode[];
}

/** The call of that method that an expression is. */
export function methodCall(node: SyntaxNode | undefined, name: string, context: RuleContext): MethodCall | undefined {
  const callee = node?.kind === "call" ? field(node, "function") : undefined;
  if (node === undefined || callee?.kind !== "attribute") return undefined;
  const [receiver, method] = [field(callee, "object"), field(callee, "attribute")];
  const given = positionalArguments(node);
  if (receiver === undefined || method === undefined || given === undefined) return undefined;
  return textOf(context.source, method) === name ? { call: node, receiver, arguments: given } : undefined;
}

/** The only argument of a call of the built-in. */
export function builtinArgument(
  node: SyntaxNode | undefined,
  name: string,
  context: RuleContext,
): SyntaxNode | undefined {
  if (node?.kind !== "call" || builtinCalled(node, context) !== name) return undefined;
  const [only, ...others] = positionalArguments(node) ?? [];
  return others.length === 0 ? only : undefined;
}

/** `name = value` as a whole statement. */
export function assignmentIn(statement: SyntaxNode | undefined): { target: SyntaxNode; value: SyntaxNode } | undefined {
  const assignment = expressionOf(statement);
  if (assignment?.kind !== "assignment" || field(assignment, "type") !== undefined) return undefined;
  const [target, right] = [field(assignment, "left"), field(assignment, "right")];
  if (target === undefined || right === undefined || right.kind === "assignment") return undefined;
  return { target, value: withoutParentheses(right) };
}

/** `name += 1` as a whole statement: the name. */
export function incremented(statement: SyntaxNode | undefined, context: RuleContext): SyntaxNode | undefined {
  const step = expressionOf(statement);
  if (step?.kind !== "augmented_assignment" || field(step, "operator")?.kind !== "+=") return undefined;
  const value = field(step, "right");
  return value !== undefined && textOf(context.source, value) === "1" ? field(step, "left") : undefined;
}

/** The two sides and the operator of a comparison that has just two. */
export function comparison(
  expression: SyntaxNode | undefined,
): { left: SyntaxNode; operator: string; right: SyntaxNode } | undefined {
  const node = expression === undefined ? undefined : withoutParentheses(expression);
  if (node?.kind !== "comparison_operator") return undefined;
  const [left, right, ...others] = namedChildren(node).filter((child) => child.field !== "operators");
  const operator = node.children.find((child) => child.field === "operators")?.kind;
  if (left === undefined || right === undefined || operator === undefined || others.length > 0) return undefined;
  return { left: withoutParentheses(left), operator, right: withoutParentheses(right) };
}
