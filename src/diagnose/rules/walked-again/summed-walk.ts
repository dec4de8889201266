import { field, namedChildren, sameExpression, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { neighbours } from "../../analysis/block.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { elementTarget, partAt } from "./element-value.ts";
import { isSteady, isStoppedBy, limitIn, walkedThrough, type OrderedWalk, type Walked } from "./ordered-walk.ts";
import { isPath } from "./walk.ts";

/** `total = 0`, `for x in xs: total += x; if total >= n: break`: the first element with which the sum has reached a number. */
export interface SummedWalk extends Walked {
  readonly kind: "summed";
  /** `xs`, `enumerate(xs)`: what is gone through. */
  readonly whole: SyntaxNode;
  /** The list that the summands are in. */
  readonly list: SyntaxNode;
  /** What is gone through, where the summands are in another list. */
  readonly beside: SyntaxNode | undefined;
  /** `places`: they are `lengths[i]` of `for i, x in enumerate(xs)`; `behind`, `before`: `w` of `for x, w in zip(xs, ws)`, of `for w, x in zip(ws, xs)`. */
  readonly pairing: "places" | "behind" | "before" | undefined;
  /** `total = 0`, right above the loop. */
  readonly start: SyntaxNode;
  readonly total: SyntaxNode;
  readonly initial: SyntaxNode;
  /** `x`; undefined where it is an element of the list. */
  readonly summand: SyntaxNode | undefined;
  readonly sought: SyntaxNode;
  readonly side: OrderedWalk["side"];
}

/** The loop that the condition ends, with what it adds up; undefined where it does anything else. */
export function summedWalkAt(context: RuleContext, test: SyntaxNode): SummedWalk | undefined {
  const loop = test.kind === "if_statement" ? test.parent?.parent : undefined;
  if (loop?.kind !== "for_statement" || !isStoppedBy(loop, test)) return undefined;
  const begun = startOf(context, loop);
  return begun && walkFrom(context, { loop, test, begun });
}

type Begun = Pick<SummedWalk, "start" | "total" | "initial">;

interface Around {
  readonly loop: SyntaxNode;
  readonly test: SyntaxNode;
  readonly begun: Begun;
}

function walkFrom(context: RuleContext, { loop, test, begun }: Around): SummedWalk | undefined {
  const [left, right] = [field(loop, "left"), field(loop, "right")];
  const adding = addedIn(context, loop, { test, total: begun.total });
  if (left === undefined || right === undefined || adding === undefined) return undefined;
  const limit = limitIn(context, adding.compared, field(test, "condition"));
  const walked = zippedThrough(context, left, right) ?? walkedThrough(context, left, right);
  const added = walked && summandAt(context, walked, left, adding.added);
  if (walked === undefined || added === undefined || limit === undefined) return undefined;
  const own = [begun.total, adding.compared, ...walked.target.names];
  if (!isSteady(context, own, limit.sought, loop)) return undefined;
  return { kind: "summed", whole: right, ...walked, ...begun, ...added, ...limit };
}

/** `total = 0`, on a line of its own above the loop. */
function startOf({ source }: RuleContext, loop: SyntaxNode): Begun | undefined {
  const { before } = neighbours(loop);
  const [start] = before?.kind === "expression_statement" ? namedChildren(before) : [];
  const [total, initial] = start?.kind === "assignment" ? [field(start, "left"), field(start, "right")] : [];
  if (start === undefined || total?.kind !== "identifier" || initial === undefined) return undefined;
  if (field(start, "type") !== undefined) return undefined;
  return /^0(?:\.0*)?$/u.test(textOf(source, initial)) ? { start, total, initial } : undefined;
}

interface Adding {
  /** What is added at each turn, and what is compared then: `total`, `total + x`, `end` of `end = total + x`. */
  readonly added: SyntaxNode;
  readonly compared: SyntaxNode;
}

/** `total += x` before the test or behind it, or `end = total + x` before it and `total = end` behind it. */
function addedIn(
  context: RuleContext,
  loop: SyntaxNode,
  { test, total }: { readonly test: SyntaxNode; readonly total: SyntaxNode },
): Adding | undefined {
  const body = field(loop, "body");
  const statements = (body === undefined ? [] : namedChildren(body)).filter(({ kind }) => kind !== "comment");
  const [first, second, third, ...others] = statements;
  if (first === undefined || second === undefined || others.length > 0) return undefined;
  if (third === undefined)
    return first === test ? addedAfter(context, second, total, test) : addedBefore(context, first, total);
  return second === test ? addedAround(context, [first, third], total) : undefined;
}

/** `x` of `total += x`. */
function grownBy({ source }: RuleContext, statement: SyntaxNode, total: SyntaxNode): SyntaxNode | undefined {
  const [only] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  if (only?.kind !== "augmented_assignment" || field(only, "operator")?.kind !== "+=") return undefined;
  const [left, right] = [field(only, "left"), field(only, "right")];
  return left !== undefined && sameExpression(left, total, source) ? right : undefined;
}

function addedBefore(context: RuleContext, statement: SyntaxNode, total: SyntaxNode): Adding | undefined {
  const added = grownBy(context, statement, total);
  return added && { added, compared: total };
}

/** `if total + x >= n: …`, `total += x` */
function addedAfter(
  context: RuleContext,
  statement: SyntaxNode,
  total: SyntaxNode,
  test: SyntaxNode,
): Adding | undefined {
  const added = grownBy(context, statement, total);
  const condition = field(test, "condition");
  const sides = condition === undefined ? [] : namedChildren(withoutParentheses(condition));
  const compared = sides.find((side) => isSum(context, side, total, added));
  return added && compared && { added, compared };
}

function isSum({ source }: RuleContext, node: SyntaxNode, total: SyntaxNode, added: SyntaxNode | undefined): boolean {
  const [left, right] = node.kind === "binary_operator" ? [field(node, "left"), field(node, "right")] : [];
  if (left === undefined || right === undefined || added === undefined) return false;
  const isAdded = right === added || sameExpression(right, added, source);
  return field(node, "operator")?.kind === "+" && sameExpression(left, total, source) && isAdded;
}

/** `end = total + x`, …, `total = end` */
function addedAround(
  context: RuleContext,
  [first, last]: readonly [SyntaxNode, SyntaxNode],
  total: SyntaxNode,
): Adding | undefined {
  const [made, kept] = [assignedIn(first), assignedIn(last)];
  if (made === undefined || kept === undefined || made.name.kind !== "identifier") return undefined;
  const { source } = context;
  const isHandedOn = sameExpression(kept.name, total, source) && sameExpression(kept.value, made.name, source);
  const added = field(made.value, "right");
  return isHandedOn && added && isSum(context, made.value, total, added) ? { added, compared: made.name } : undefined;
}

/** `name = value`, and nothing else. */
function assignedIn(statement: SyntaxNode): { readonly name: SyntaxNode; readonly value: SyntaxNode } | undefined {
  const [only] = statement.kind === "expression_statement" ? namedChildren(statement) : [];
  const [name, value] = only?.kind === "assignment" ? [field(only, "left"), field(only, "right")] : [];
  return name && value && { name, value };
}

interface Zipped extends Walked {
  readonly zipped: readonly [SyntaxNode, SyntaxNode];
}

/** `for x, w in zip(xs, ws)` */
function zippedThrough(context: RuleContext, left: SyntaxNode, right: SyntaxNode): Zipped | undefined {
  const [first, second, ...others] = builtinCalled(right, context) === "zip" ? argumentsOf(right) : [];
  const target = elementTarget(context, left);
  if (first === undefined || second === undefined || others.length > 0 || target?.names.length !== 2) return undefined;
  if (!isPath(context, first) || !isPath(context, second)) return undefined;
  return { list: first, isCounted: false, target, zipped: [first, second] };
}

type Added = Pick<SummedWalk, "list" | "beside" | "pairing" | "summand">;

/** What is added is of the element, or at its place in another list. */
function summandAt(
  context: RuleContext,
  walked: Walked | Zipped,
  left: SyntaxNode,
  added: SyntaxNode,
): Added | undefined {
  const { target, isCounted, list } = walked;
  const summand = partAt(context, target, added);
  if ("zipped" in walked) return summand && zippedAt(context, walked, summand);
  if (summand !== undefined) return { list, beside: undefined, pairing: undefined, summand };
  const [others, index, ...more] = added.kind === "subscript" ? namedChildren(added) : [];
  const counter = isCounted ? namedChildren(left)[0] : undefined;
  if (others === undefined || index === undefined || counter === undefined || more.length > 0) return undefined;
  const isThere = sameExpression(index, counter, context.source) && isPath(context, others);
  return isThere ? { list: others, beside: list, pairing: "places", summand: undefined } : undefined;
}

function zippedAt({ source }: RuleContext, { zipped, target }: Zipped, summand: SyntaxNode): Added {
  const [first, second] = zipped;
  const isFirst = target.names[0] !== undefined && sameExpression(target.names[0], summand, source);
  return isFirst
    ? { list: first, beside: second, pairing: "before", summand: undefined }
    : { list: second, beside: first, pairing: "behind", summand: undefined };
}
