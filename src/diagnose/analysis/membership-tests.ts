import type { SyntaxNode } from "../../source/node.ts";
import { namedChildren, withoutParentheses } from "../../source/navigate.ts";
import type { RuleContext } from "../rule.ts";
import { ownNodes } from "./own-code.ts";

/** `needle in container` or `needle not in container`. */
export interface MembershipTest {
  /** The comparison. */
  readonly expression: SyntaxNode;
  readonly needle: SyntaxNode;
  /** Without parentheses. */
  readonly container: SyntaxNode;
}

/**
 * The membership tests in the function's own code. In a chain (`a < b in c`) only the last operand counts: one in the
 * middle is compared with its neighbour too, and a set would compare differently.
 */
export function membershipTests(context: RuleContext): readonly MembershipTest[] {
  const tests: MembershipTest[] = [];
  for (const node of ownNodes(context)) {
    const test = node.kind === "comparison_operator" ? membershipOf(node) : undefined;
    if (test !== undefined) tests.push(test);
  }
  return tests;
}

/** The last membership that a comparison tests; undefined for every other one. */
export function membershipOf(expression: SyntaxNode): MembershipTest | undefined {
  const operator = expression.children.findLast((child) => child.field === "operators");
  const operands = namedChildren(expression).filter((child) => child.field !== "operators");
  const [needle, container] = operands.slice(-2);
  if (operator === undefined || needle === undefined || container === undefined) return undefined;
  if (operator.kind !== "in" && operator.kind !== "not in") return undefined;
  return { expression, needle, container: withoutParentheses(container) };
}
