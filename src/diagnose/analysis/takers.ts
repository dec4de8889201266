import type { SyntaxNode } from "../../source/node.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { definesMethod } from "./callee.ts";
import { argumentsOf, builtinCalled, positionalArguments } from "./expression-context.ts";

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
