import { field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { leftOut, watchers } from "../../analysis/early-end.ts";
import { climbParentheses } from "../../analysis/expression-context.ts";
import { listMaking, type ListMaking } from "../../analysis/lazy-making.ts";
import { loudStatements } from "../../analysis/loud-statements.ts";
import { onlyUse, type OnlyUse } from "../../analysis/only-use.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { changesMaking } from "../../analysis/own-changes.ts";
import { isPartOf, takerObstacles, takerOf } from "../../analysis/takers.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** A list that is gone through once, from its beginning to its end. */
export interface WalkPlan extends ListMaking {
  readonly obstacles: readonly Obstacle[];
}

/** The function's lists that are made for one walk. */
export function planWalks(context: RuleContext): readonly WalkPlan[] {
  return [...ownNodes(context)].flatMap((node) => {
    const making = listMaking(context, node);
    const obstacles = making === undefined ? undefined : obstaclesOf(context, making);
    return making === undefined || obstacles === undefined ? [] : [{ ...making, obstacles }];
  });
}

/** Undefined where the list is not gone through just once. */
function obstaclesOf(context: RuleContext, making: ListMaking): readonly Obstacle[] | undefined {
  const walk = walkOf(context, making.list);
  if (walk === undefined) return undefined;
  const { user, between } = walk;
  const inside = user.kind === "for_statement" ? loopObstacles(context, making, user) : takerObstacles(context, user);
  return [
    ...making.loud,
    ...inside,
    ...loudStatements(context, between),
    ...changesMaking(context, making.list, user.kind === "for_statement" ? [...between, user] : between),
    ...watchers(context, user.kind === "for_statement" ? (field(user, "right") ?? user) : user),
  ];
}

/** Who goes through the list, and the statements between its making and that. */
interface Walk {
  readonly user: SyntaxNode;
  readonly between: readonly SyntaxNode[];
}

function walkOf(context: RuleContext, list: SyntaxNode): Walk | undefined {
  const user = userOf(context, list);
  // `sum([…])` belongs to list-for-sum.
  if (user !== undefined)
    return list.kind === "call" || user.kind === "for_statement" ? { user, between: [] } : undefined;
  const use = onlyUse(context, list);
  return use && walkOfName(context, use);
}

/** The only use of a name, further down in the same block. */
function walkOfName(context: RuleContext, { statement, read }: OnlyUse): Walk | undefined {
  const user = userOf(context, read);
  const block = namedChildren(statement.parent ?? statement);
  const at = block.findIndex((each) => isInside(read, each));
  const from = block.indexOf(statement);
  // A branch may not be taken, and what a `with` opens is over by then: only the statement itself, not what is inside of it.
  if (user === undefined || at <= from || !isOfStatement(user, block[at])) return undefined;
  return { user, between: block.slice(from + 1, at) };
}

function isOfStatement(user: SyntaxNode, statement: SyntaxNode | undefined): boolean {
  return user === statement || isPartOf(user, statement);
}

/** The loop, or the call of a built-in, that goes through what the expression gives. */
function userOf(context: RuleContext, expression: SyntaxNode): SyntaxNode | undefined {
  const { node, parent } = climbParentheses(expression);
  if (parent?.kind === "for_statement")
    return node.field === "right" && !parent.children.some(({ kind }) => kind === "async") ? parent : undefined;
  return takerOf(context, expression);
}

function loopObstacles(context: RuleContext, { list }: ListMaking, loop: SyntaxNode): readonly Obstacle[] {
  const blocks = [field(loop, "body"), field(loop, "alternative")];
  const about = textOf(context.source, list);
  return [...loudStatements(context, blocks), ...leftOut(context, loop).map((obstacle) => ({ ...obstacle, about }))];
}
