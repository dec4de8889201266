import { ancestors, enclosingStatement, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { definesMethod } from "./callee.ts";
import { argumentsOf, builtinCalled, climbParentheses, positionalArguments } from "./expression-context.ts";
import { isOwnValue } from "./fresh-work.ts";

/** Who takes elements one by one, and the methods of theirs that it asks on the way. */
const TAKERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["sum", ["__add__", "__radd__"]],
  ["min", ["__lt__", "__gt__"]],
  ["max", ["__lt__", "__gt__"]],
  ["set", ["__eq__", "__hash__"]],
  ["frozenset", ["__eq__", "__hash__"]],
  ["dict", ["__eq__", "__hash__"]],
]);

/** The methods of its elements that a call asks on the way, where it takes one after the other of what it is given; else undefined. */
export function askedBy(context: RuleContext, call: SyntaxNode): readonly string[] | undefined {
  const taker = builtinCalled(call, context);
  const asked = taker === undefined ? undefined : TAKERS.get(taker);
  return asked === undefined || (taker !== "sum" && positionalCount(call) > 1) ? undefined : asked;
}

/** The file's classes have such methods of their own: what they do would come between the making of two elements. */
export function obstaclesOfTaker(context: RuleContext, call: SyntaxNode): readonly Obstacle[] {
  const asked = askedBy(context, call) ?? [];
  return asked
    .filter((method) => definesMethod(context, method))
    .map((about): Obstacle => ({ code: "side-effects", about }));
}

function positionalCount(call: SyntaxNode): number {
  return (
    positionalArguments(call)?.length ?? argumentsOf(call).filter(({ kind }) => kind !== "keyword_argument").length
  );
}

/** The call that takes what the expression gives, one element after the other. */
export function takerOf(context: RuleContext, expression: SyntaxNode): SyntaxNode | undefined {
  const { node, parent } = climbParentheses(expression);
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (call?.kind !== "call" || argumentsOf(call)[0] !== node || askedBy(context, call) === undefined) return undefined;
  return call;
}

/** What is worked out before the taker in its statement may not tell that the elements are made later. */
export function takerObstacles(context: RuleContext, call: SyntaxNode): readonly Obstacle[] {
  const obstacles = [...obstaclesOfTaker(context, call)];
  let inner = call;
  for (const around of ancestors(call)) {
    if (around.kind === "expression_statement" || around.kind === "return_statement") break;
    if (sometimes.has(around.kind)) obstacles.push({ code: "not-always-run", about: textOf(context.source, call) });
    const before = namedChildren(around).filter((part) => part.end <= inner.start && !isBound(part));
    obstacles.push(...before.filter((part) => !isCallee(part) && !isOwnValue(context, part)).map(toldBy(context)));
    inner = around;
  }
  return obstacles;
}

/** Does the call belong to a simple statement itself, not to one inside of it? */
export function isPartOf(call: SyntaxNode, statement: SyntaxNode | undefined): boolean {
  return statement !== undefined && enclosingStatement(call) === statement && simple.has(statement.kind);
}

const simple = new Set(["expression_statement", "return_statement"]);

/** What may not come to its parts, or come to them again and again. */
const sometimes = new Set([
  "conditional_expression",
  "boolean_operator",
  "comparison_operator",
  "lambda",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

function isBound({ field: role, parent }: SyntaxNode): boolean {
  return role === "left" && parent?.kind === "assignment";
}

function isCallee(part: SyntaxNode): boolean {
  return part.field === "function" && (part.kind === "identifier" || part.kind === "attribute");
}

function toldBy(context: RuleContext): (part: SyntaxNode) => Obstacle {
  return (part) => ({ code: "side-effects", about: textOf(context.source, part) });
}
