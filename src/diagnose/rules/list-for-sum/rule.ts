import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, climbParentheses } from "../../analysis/expression-context.ts";
import { loudParts } from "../../analysis/lazy-making.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { askedBy, obstaclesOfTaker } from "../../analysis/takers.ts";
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
  if (askedBy(context, call) === undefined) return undefined;
  const obstacles = obstaclesOfTaker(context, call);
  const isAlone = node === list && parent?.children.every(({ kind }) => kind !== ",") === true;
  return { list, isAlone, obstacles: [...obstacles, ...loudParts(context, list)] };
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
