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
import { isBoundBefore } from "../../analysis/bound-before.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { elementTarget, partAt, type ElementTarget } from "./element-value.ts";
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
}

/** The walk whose one condition this is; undefined where it does anything else, or asks for no order. */
export function orderedWalkAt(context: RuleContext, holder: SyntaxNode): OrderedWalk | undefined {
  const clause = holder.kind === "if_statement" ? stoppedLoop(holder) : firstOf(context, holder);
  const condition = holder.kind === "if_statement" ? field(holder, "condition") : namedChildren(holder)[0];
  const [left, right] = clause === undefined ? [] : [field(clause, "left"), field(clause, "right")];
  if (condition === undefined || left === undefined || right === undefined) return undefined;
  if (clause?.children.some(({ kind }) => kind === "async") === true) return undefined;
  const walked = walkedThrough(context, left, right);
  const asked = walked && comparedIn(context, walked.target, condition);
  return asked && { kind: "ordered", whole: right, ...walked, ...asked };
}

/** The loop around nothing but a condition that ends it. */
function stoppedLoop(test: SyntaxNode): SyntaxNode | undefined {
  const loop = test.parent?.parent;
  const body = loop?.kind === "for_statement" ? field(loop, "body") : undefined;
  const [only, ...others] = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  return loop !== undefined && only === test && others.length === 0 && isStoppedBy(loop, test) ? loop : undefined;
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

type Asked = Pick<OrderedWalk, "key" | "sought" | "side">;

/** `key >= n`, `n < key`. */
function comparedIn(context: RuleContext, target: ElementTarget, node: SyntaxNode): Asked | undefined {
  for (const { key, sought, side } of limitsIn(node)) {
    const part = partAt(context, target, key);
    const statement = enclosingStatement(target.node);
    if (part === undefined || statement === undefined) continue;
    return isSteady(context, target.names, sought, statement) ? { key: part, sought, side } : undefined;
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
function limitsIn(condition: SyntaxNode): readonly Asked[] {
  const node = withoutParentheses(condition);
  if (node.kind !== "comparison_operator") return [];
  const [operator, ...chained] = node.children.filter((child) => child.field === "operators").map(({ kind }) => kind);
  const [left, right] = namedChildren(node).filter((child) => child.field !== "operators");
  if (left === undefined || right === undefined || operator === undefined || chained.length > 0) return [];
  const [side, other] = [rising[operator], rising[turned[operator] ?? ""]];
  return [
    ...(side === undefined ? [] : [{ key: left, sought: right, side }]),
    ...(other === undefined ? [] : [{ key: right, sought: left, side: other }]),
  ];
}

const rising: Readonly<Record<string, OrderedWalk["side"]>> = { ">=": "left", ">": "right" };
const turned: Readonly<Record<string, string>> = { "<=": ">=", "<": ">" };

/** A name that has a value before the statement, or a number: the same there as at each turn, which sets names of its `own`. */
export function isSteady(
  { scopes, source }: RuleContext,
  own: readonly SyntaxNode[],
  node: SyntaxNode,
  statement: SyntaxNode,
): boolean {
  if (node.kind === "integer" || node.kind === "float") return true;
  const binding = node.kind === "identifier" ? scopes.bindingOf(node) : undefined;
  if (binding === undefined || own.some((name) => textOf(source, name) === binding.name)) return false;
  return isBoundBefore(binding, statement);
}
