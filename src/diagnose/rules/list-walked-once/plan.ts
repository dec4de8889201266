import { ancestors, enclosingStatement, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { leftOut, watchers } from "../../analysis/early-end.ts";
import { argumentsOf, climbParentheses } from "../../analysis/expression-context.ts";
import { isOwnValue } from "../../analysis/fresh-work.ts";
import { listMaking, type ListMaking } from "../../analysis/lazy-making.ts";
import { loudStatements } from "../../analysis/loud-statements.ts";
import { onlyUse, type OnlyUse } from "../../analysis/only-use.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import { changesMaking } from "../../analysis/own-changes.ts";
import { askedBy, obstaclesOfTaker } from "../../analysis/takers.ts";
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
  if (statement === undefined || user === statement) return user === statement;
  return enclosingStatement(user) === statement && simple.has(statement.kind);
}

const simple = new Set(["expression_statement", "return_statement"]);

/** The loop, or the call of a built-in, that goes through what the expression gives. */
function userOf(context: RuleContext, expression: SyntaxNode): SyntaxNode | undefined {
  const { node, parent } = climbParentheses(expression);
  if (parent?.kind === "for_statement")
    return node.field === "right" && !parent.children.some(({ kind }) => kind === "async") ? parent : undefined;
  const call = parent?.kind === "argument_list" ? parent.parent : undefined;
  if (call?.kind !== "call" || argumentsOf(call)[0] !== node || askedBy(context, call) === undefined) return undefined;
  return call;
}

function loopObstacles(context: RuleContext, { list }: ListMaking, loop: SyntaxNode): readonly Obstacle[] {
  const blocks = [field(loop, "body"), field(loop, "alternative")];
  const about = textOf(context.source, list);
  return [...loudStatements(context, blocks), ...leftOut(context, loop).map((obstacle) => ({ ...obstacle, about }))];
}

/** What is worked out before the taker in its statement may not tell that the elements are made later. */
function takerObstacles(context: RuleContext, call: SyntaxNode): readonly Obstacle[] {
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
