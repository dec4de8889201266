import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import {
  argumentsOf,
  builtinCalled,
  climbParentheses,
  positionalArguments,
} from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { isOwnValue } from "../../analysis/fresh-work.ts";
import type { Obstacle } from "../../finding.ts";
import { judgeHeld } from "../../memory-evidence.ts";
import type { Candidate, Rule, RuleContext } from "../../rule.ts";

/** `sum([…])`: a list is made whole for what takes its elements one after the other. */
export const listForSum: Rule = {
  id: "list-for-sum",
  rung: "memory",
  find: (context) => planSums(context).map(candidateOf),
  judge: (_, evidence) => judgeHeld(evidence),
};

/** A list that is made for a reduction. */
export interface SumPlan {
  readonly list: SyntaxNode;
  /** Nothing but the list stands in the call's parentheses. */
  readonly isAlone: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** Who takes elements one by one, and the methods of theirs that it asks on the way. */
const TAKERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["sum", ["__add__", "__radd__"]],
  ["min", ["__lt__", "__gt__"]],
  ["max", ["__lt__", "__gt__"]],
  ["set", ["__eq__", "__hash__"]],
  ["frozenset", ["__eq__", "__hash__"]],
  ["dict", ["__eq__", "__hash__"]],
]);

/** The function's lists that are reduced where they are made. */
export function planSums(context: RuleContext): readonly SumPlan[] {
  return [...ownNodes(context)].flatMap((node) => {
    const plan = node.kind === "list_comprehension" ? planSum(context, node) : undefined;
    return plan === undefined ? [] : [plan];
  });
}

function planSum(context: RuleContext, list: SyntaxNode): SumPlan | undefined {
  const { node, parent } = climbParentheses(list);
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (call?.kind !== "call" || argumentsOf(call)[0] !== node) return undefined;
  const taker = builtinCalled(call, context);
  const asked = taker === undefined ? undefined : TAKERS.get(taker);
  if (asked === undefined || (taker !== "sum" && positionalCount(call) > 1)) return undefined;
  const obstacles = asked
    .filter((method) => definesMethod(context, method))
    .map((about): Obstacle => ({ code: "side-effects", about }));
  const isAlone = node === list && parent?.children.every(({ kind }) => kind !== ",") === true;
  return { list, isAlone, obstacles: [...obstacles, ...loudParts(context, list)] };
}

function positionalCount(call: SyntaxNode): number {
  return (
    positionalArguments(call)?.length ?? argumentsOf(call).filter(({ kind }) => kind !== "keyword_argument").length
  );
}

/** What the elements are made of may not tell when it is worked out; the first iterable is asked for at once either way. */
function loudParts(context: RuleContext, list: SyntaxNode): readonly Obstacle[] {
  const [body, first, ...rest] = namedChildren(list);
  const inner = rest.map((clause) =>
    clause.kind === "for_in_clause" ? field(clause, "right") : namedChildren(clause)[0],
  );
  const parts = [body, ...inner];
  const loud = parts.filter((part) => part === undefined || !isOwnValue(context, part));
  const told = loud.map((part): Obstacle => ({ code: "side-effects", about: textOf(context.source, part ?? list) }));
  const isAwaiting = [...descendants(first ?? list)].some(({ kind }) => kind === "async" || kind === "await");
  return isAwaiting ? [...told, { code: "lets-others-run", about: textOf(context.source, list) }] : told;
}

function candidateOf({ list, obstacles }: SumPlan): Candidate {
  return {
    rule: "list-for-sum",
    expression: list,
    watch: { kind: "statement", expression: list, operand: list },
    facts: [],
    obstacles,
  };
}
