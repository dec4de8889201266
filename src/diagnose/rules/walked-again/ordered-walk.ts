import {
  descendants,
  enclosingLoops,
  enclosingStatement,
  field,
  namedChildren,
  sameExpression,
  textOf,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { readingObstacles } from "../../analysis/steady-loop.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { elementTarget, partAt, type ElementTarget } from "./element-value.ts";
import { goingOn, isElseStopped, namesSet } from "./names-set.ts";
import { callAround, isStop } from "./searches.ts";
import { isPath } from "./walk.ts";

/** `for at, x in xs: if n <= at: break`: the first element whose number, or text, has reached another. */
export interface OrderedWalk {
  readonly kind: "ordered";
  /** What is replaced: `xs`, `enumerate(xs)`. */
  readonly whole: SyntaxNode;
  readonly list: SyntaxNode;
  readonly isCounted: boolean;
  readonly target: ElementTarget;
  /** What of each element is compared, and with what. */
  readonly key: SyntaxNode;
  readonly sought: SyntaxNode;
  /** `left`: the first that is at least that much; `right`: the first that is more. */
  readonly side: "left" | "right";
  /** Names are set at the turn before the one that ends it. */
  readonly isKeeping: boolean;
}

/** The walk whose one condition this is; undefined where it does anything else, or asks for no order. */
export function orderedWalkAt(context: RuleContext, holder: SyntaxNode): OrderedWalk | undefined {
  const ended = holder.kind === "if_statement" ? endedLoop(context, holder) : endedClause(context, holder);
  if (ended === undefined || ended.loop.children.some(({ kind }) => kind === "async")) return undefined;
  const [left, right] = [field(ended.loop, "left"), field(ended.loop, "right")];
  const walked = left && right && walkedThrough(context, left, right);
  const asked = walked && comparedIn(context, walked.target, ended);
  return asked && { kind: "ordered", whole: right, ...walked, ...asked, isKeeping: ended.set.length > 0 };
}

/** The loop around nothing but a condition that ends it, or lets it go on, and names that are set at each turn before. */
function endedLoop(context: RuleContext, test: SyntaxNode): Ended | undefined {
  const loop = test.parent?.parent;
  const condition = field(test, "condition");
  if (loop?.kind !== "for_statement" || condition === undefined) return undefined;
  const body = field(loop, "body");
  const [first, ...others] = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  if (first !== test) return undefined;
  const goesOn = !isStoppedBy(loop, test);
  const set = goesOn ? namesGoingOn(context, loop, test, others) : namesSet(context, loop, others);
  return set && { loop, condition, set, goesOn };
}

function namesGoingOn(
  context: RuleContext,
  loop: SyntaxNode,
  test: SyntaxNode,
  others: readonly SyntaxNode[],
): readonly SyntaxNode[] | undefined {
  return others.length === 0 && isElseStopped(loop, test) ? goingOn(context, loop, test) : undefined;
}

function endedClause(context: RuleContext, holder: SyntaxNode): Ended | undefined {
  const loop = firstOf(context, holder);
  const [condition] = namedChildren(holder);
  return loop && condition && { loop, condition, set: [], goesOn: false };
}

interface Ended {
  readonly loop: SyntaxNode;
  readonly condition: SyntaxNode;
  /** Names that each turn sets which does not end the loop. */
  readonly set: readonly SyntaxNode[];
  /** Does the condition let it go on, rather than end it? */
  readonly goesOn: boolean;
}

/** Is the loop over whenever the condition holds? */
export function isStoppedBy(loop: SyntaxNode, test: SyntaxNode): boolean {
  if (!isStop(test) || loop.children.some(({ kind }) => kind === "async")) return false;
  return ![...descendants(test)].some((node) => node.kind === "continue_statement" && enclosingLoops(node)[0] === loop);
}

/** `next((… for x in xs if …), …)`: the clause. */
function firstOf(context: RuleContext, holder: SyntaxNode): SyntaxNode | undefined {
  const generator = holder.kind === "if_clause" ? holder.parent : undefined;
  if (generator?.kind !== "generator_expression") return undefined;
  const call = callAround(generator);
  const [clause, condition, ...others] = namedChildren(generator).slice(1);
  const isFirst = call !== undefined && builtinCalled(call, context) === "next" && argumentsOf(call)[0] === generator;
  return isFirst && condition === holder && others.length === 0 ? clause : undefined;
}

/** What is gone through, and how each element is named. */
export type Walked = Pick<OrderedWalk, "list" | "isCounted" | "target">;

/** `x in xs`, `i, x in enumerate(xs)`. */
export function walkedThrough(context: RuleContext, left: SyntaxNode, right: SyntaxNode): Walked | undefined {
  if (isPath(context, right)) return targeted(context, left, { list: right, isCounted: false });
  const [list, ...others] = builtinCalled(right, context) === "enumerate" ? argumentsOf(right) : [];
  const [index, inner, ...more] = left.kind === "pattern_list" ? namedChildren(left) : [];
  if (list === undefined || inner === undefined || others.length > 0 || more.length > 0) return undefined;
  if (!isPath(context, list) || index?.kind !== "identifier") return undefined;
  return targeted(context, inner, { list, isCounted: true });
}

function targeted(
  context: RuleContext,
  node: SyntaxNode,
  walked: Pick<OrderedWalk, "list" | "isCounted">,
): Walked | undefined {
  const target = elementTarget(context, node);
  return target && { ...walked, target };
}

/** What is compared with what, and from where on it holds. */
type Asked = Pick<OrderedWalk, "key" | "sought" | "side">;

/** `key >= n`, `n < key`. */
function comparedIn(context: RuleContext, target: ElementTarget, { condition, set, goesOn }: Ended): Asked | undefined {
  for (const { key, sought, side } of limitsIn(condition, goesOn ? staying : rising)) {
    const part = partAt(context, target, key);
    const statement = enclosingStatement(target.node);
    if (part === undefined || statement === undefined) continue;
    return isSteady(context, [...target.names, ...set], sought, statement) ? { key: part, sought, side } : undefined;
  }
  return undefined;
}

/** What the compared thing has to reach, in a condition that says nothing else. */
export function limitIn(
  { source }: RuleContext,
  compared: SyntaxNode,
  condition: SyntaxNode | undefined,
): Pick<Asked, "sought" | "side"> | undefined {
  const found =
    condition && limitsIn(condition).find(({ key }) => key === compared || sameExpression(key, compared, source));
  return found && { sought: found.sought, side: found.side };
}

/** Both ways to read a comparison that holds from some number on. */
function limitsIn(condition: SyntaxNode, sides: Sides = rising): readonly Asked[] {
  const node = withoutParentheses(condition);
  if (node.kind !== "comparison_operator") return [];
  const [operator, ...chained] = node.children.filter((child) => child.field === "operators").map(({ kind }) => kind);
  const [left, right] = namedChildren(node).filter((child) => child.field !== "operators");
  if (left === undefined || right === undefined || operator === undefined || chained.length > 0) return [];
  const [side, other] = [sides[operator], sides[turned[operator] ?? ""]];
  return [
    ...(side === undefined ? [] : [{ key: left, sought: right, side }]),
    ...(other === undefined ? [] : [{ key: right, sought: left, side: other }]),
  ];
}

type Sides = Readonly<Record<string, OrderedWalk["side"]>>;

const rising: Sides = { ">=": "left", ">": "right" };
/** Of a condition that holds as long as the walk goes on. */
const staying: Sides = { "<": "left", "<=": "right" };
const turned: Readonly<Record<string, string>> = { "<=": ">=", "<": ">", ">=": "<=", ">": "<" };

/** A name that has a value before the statement, an attribute that the object simply has, or a number: the same there as at each turn, which sets names of its `own`. */
export function isSteady(
  context: RuleContext,
  own: readonly SyntaxNode[],
  node: SyntaxNode,
  statement: SyntaxNode,
): boolean {
  if (node.kind === "integer" || node.kind === "float") return true;
  const variable = variableAt(context, node);
  if (variable === undefined || own.some((name) => textOf(context.source, name) === variable.binding.name))
    return false;
  return readingObstacles(context, variable, statement).length === 0;
}
