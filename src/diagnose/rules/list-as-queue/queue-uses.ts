import { enclosingLoops, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { TextEdit } from "../../../source/edit.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { climbParentheses, isTested, positionalArguments } from "../../analysis/expression-context.ts";
import { literalOf } from "../../analysis/non-negative.ts";
import { isBeforeFinally, walkerOf } from "../../analysis/lifetimes.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { LengthEffect } from "../../analysis/lowest-length.ts";
import { droppedFrontAt, droppedFrontIn, type DroppedFront } from "./dropped-front.ts";
import { frontExtensionAt } from "./front-extension.ts";
import { handedAt } from "./handed-queue.ts";
import { addedBehind, isOwnIfList } from "./list-made.ts";
import { deletedFrom } from "./queue-places.ts";

/** How a use of the list is written when it is a deque; undefined where nothing changes. */
export type Rewrite =
  /** The value that it is made from goes into `deque(…)`. */
  | {
      readonly kind: "make";
      readonly value: SyntaxNode;
      readonly annotation?: SyntaxNode;
      /** Only what was seen says that it is a list. */
      readonly isSeen?: true;
    }
  | ({ readonly kind: "text" } & TextEdit)
  /** The first element is taken, if there is one. */
  | ({ readonly kind: "drop" } & DroppedFront);

/** What a use means for the change from list to deque. */
export interface QueueUse {
  readonly use: Use;
  readonly obstacle?: ObstacleCode;
  readonly rewrite?: Rewrite;
  /** The node at whose evaluation the length matters or changes. */
  readonly at?: SyntaxNode;
  readonly effect?: LengthEffect;
}

const looks: LengthEffect = { needs: 0, adds: 0 };
const takes: LengthEffect = { needs: 1, adds: -1 };

/** Would a deque answer this use as the list does? With what has to be written for it. */
export function queueUse(use: Use, all: readonly Use[], context: RuleContext): QueueUse {
  switch (use.kind) {
    case "assign":
      return assigned(use, context);
    case "augment":
      return { use, at: use.statement, effect: looks };
    case "unbind":
      return { use };
    case "rebind":
      return { use, obstacle: "rebound" };
    case "method":
      return method(use, context);
    case "item":
      return item(use, all, context);
    case "look":
      return look(use, all, context);
    case "return":
      return returned(use, context);
    case "operand":
      return operand(use, all, context);
    case "capture":
    case "escape":
      return givenAway(use, context);
  }
}

const aloneAlike: ReadonlySet<Use["kind"]> = new Set<Use["kind"]>(["augment", "method", "item", "look"]);

function givenAway(use: Use, context: RuleContext): QueueUse {
  const isSame = use.kind === "escape" && isHandedWell(use, context);
  return isSame ? { use, at: use.node, effect: looks } : { use, obstacle: "escapes" };
}

/** Does the function that is given it do what a list and a deque answer alike, as it stands, and never take from it? */
function isHandedWell({ node }: Use, context: RuleContext): boolean {
  const handed = handedAt(node, context);
  return (
    handed?.uses.every((use) => {
      if (!aloneAlike.has(use.kind) || (use.kind === "look" && use.look === "walk")) return false;
      const { obstacle, rewrite, effect } = queueUse(use, handed.uses, context);
      const { needs = 0, adds = 0, becomes } = effect ?? {};
      return obstacle === undefined && rewrite === undefined && needs === 0 && adds >= 0 && becomes === undefined;
    }) === true
  );
}

/** Does the use change which elements there are? */
export function changesElements(use: Use): boolean {
  if (use.kind === "augment" || use.kind === "escape" || (use.kind === "item" && changesMore(use))) return true;
  return use.kind === "method" && use.method !== "count";
}

/** `q[0] = x` leaves as many as there were. */
function changesMore({ how, subscript }: Use & { kind: "item" }): boolean {
  return how === "delete" || (how === "write" && field(subscript, "subscript")?.kind === "slice");
}

function assigned(use: Use & { kind: "assign" }, context: RuleContext): QueueUse {
  const dropped = droppedFrontIn(use.statement, context);
  if (dropped?.target === use.node) return { use, at: use.node, effect: takes, rewrite: { kind: "drop", ...dropped } };
  const added = addedBehind(use, context);
  if (added !== undefined) return lengthened(use, added, context);
  const { type, isNew } = valueOf(context, use.value);
  if (type === "unknown" && isOwnIfList(use.value, context))
    return {
      use,
      rewrite: { kind: "make", value: use.value, isSeen: true },
      at: use.statement,
      effect: { needs: 0, adds: 0, becomes: 0 },
    };
  if (type !== "list") return { use, obstacle: "not-a-list" };
  return isNew ? madeAnew(use, context) : { use, obstacle: "escapes" };
}

function madeAnew(use: Use & { kind: "assign" }, context: RuleContext): QueueUse {
  const annotation = use.node.parent === undefined ? undefined : field(use.node.parent, "type");
  if (annotation !== undefined && !isListType(textOf(context.source, annotation), use.node, context))
    return { use, obstacle: "other-use" };
  const rewrite: Rewrite = { kind: "make", value: use.value, ...(annotation && { annotation }) };
  const known =
    use.value.kind === "list" ? namedChildren(use.value).filter(({ kind }) => kind !== "list_splat").length : 0;
  return { use, rewrite, at: use.statement, effect: { needs: 0, adds: 0, becomes: known } };
}

/** `q = q + [x]` → `q.extend([x])` */
function lengthened(use: Use & { kind: "assign" }, added: SyntaxNode, { source }: RuleContext): QueueUse {
  const { start, end } = use.statement;
  const text = `${textOf(source, use.node)}.extend(${textOf(source, added)})`;
  return { use, at: use.statement, effect: looks, rewrite: { kind: "text", start, end, text } };
}

/** A local annotation is never evaluated, a module's is: there `deque[int]` could fail before 3.9. */
function isListType(type: string, target: SyntaxNode, { scopes }: RuleContext): boolean {
  return scopes.scopeOf(target).kind === "function" && /^(?:typing\.)?(?:list|List)(?:\[.*\])?$/su.test(type);
}

/** Methods that a deque has alike, with how many arguments they take. */
const sameMethods: Readonly<Record<string, { readonly count: number; readonly effect: LengthEffect }>> = {
  append: { count: 1, effect: { needs: 0, adds: 1 } },
  extend: { count: 1, effect: looks },
  count: { count: 1, effect: looks },
  reverse: { count: 0, effect: looks },
  index: { count: 1, effect: looks },
  remove: { count: 1, effect: { needs: 0, adds: -1 } },
  insert: { count: 2, effect: { needs: 0, adds: 1 } },
  clear: { count: 0, effect: { needs: 0, adds: 0, becomes: 0 } },
};

function method(use: Use & { kind: "method" }, context: RuleContext): QueueUse {
  const given = positionalArguments(use.call);
  if (given === undefined) return { use, obstacle: "other-use" };
  const first = given[0] === undefined ? "" : textOf(context.source, given[0]);
  if (use.method === "pop") return popped(use, given.length, first);
  if (use.method === "insert" && given.length === 2 && first === "0") return putInFront(use);
  const same = Object.hasOwn(sameMethods, use.method) ? sameMethods[use.method] : undefined;
  return same?.count === given.length ? { use, at: use.call, effect: same.effect } : { use, obstacle: "other-use" };
}

function popped(use: Use & { kind: "method" }, count: number, first: string): QueueUse {
  const { call } = use;
  if (count === 0) return { use, at: call, effect: takes };
  const callee = field(call, "function");
  const name = callee === undefined ? undefined : field(callee, "attribute");
  if (count !== 1 || name === undefined || (first !== "0" && first !== "-1")) return { use, obstacle: "other-use" };
  const text = first === "0" ? "popleft()" : "pop()";
  return { use, at: call, effect: takes, rewrite: { kind: "text", start: name.start, end: call.end, text } };
}

/** `q.insert(0, x)` → `q.appendleft(x)` */
function putInFront(use: Use & { kind: "method" }): QueueUse {
  const callee = field(use.call, "function");
  const name = callee === undefined ? undefined : field(callee, "attribute");
  const value = use.arguments[1];
  if (name === undefined || value === undefined) return { use, obstacle: "other-use" };
  const rewrite: Rewrite = { kind: "text", start: name.start, end: value.start, text: "appendleft(" };
  return { use, at: use.call, effect: { needs: 0, adds: 1 }, rewrite };
}

/** `q[0]`, `q[-2]`: a deque finds what is near its ends at once, and walks to everything else. `del q[0]` alone takes the first. */
function item(use: Use & { kind: "item" }, all: readonly Use[], context: RuleContext): QueueUse {
  if (droppedFrontAt(use.subscript, context) !== undefined) return { use };
  const inFront = use.how === "write" ? frontExtensionAt(use.subscript, context) : undefined;
  if (inFront !== undefined)
    return { use, at: inFront.statement, effect: looks, rewrite: { kind: "text", ...inFront.edit } };
  if (use.how === "delete") return deleted(use, context);
  const [index, ...others] = use.subscript.children.filter((child) => child.field === "subscript");
  if (index === undefined || others.length > 0) return { use, obstacle: "other-use" };
  if (index.kind === "slice" && use.how === "read") return asList(use, all, context);
  const needs = neededFor(index, context);
  return needs === undefined ? { use, obstacle: "other-use" } : { use, at: use.subscript, effect: { needs, adds: 0 } };
}

/** As far from an end as a deque finds an element about as fast as a list does. */
const NEAR = 8;

/** How many elements there must be for an index near an end; undefined for any other. */
function neededFor(index: SyntaxNode, context: RuleContext): number | undefined {
  const place = literalOf(context, index);
  if (place === undefined || Math.abs(place) >= NEAR) return undefined;
  return place < 0 ? -place : place + 1;
}

/** `del q[0]` → `q.popleft()` */
function deleted(use: Use & { kind: "item" }, context: RuleContext): QueueUse {
  const statement = climbParentheses(use.subscript).parent;
  const isFirst = statement !== undefined && deletedFrom(statement, context.source) === use.node;
  if (!isFirst) return { use, obstacle: "other-use" };
  const { start, end } = statement;
  const text = `${textOf(context.source, use.node)}.popleft()`;
  return { use, at: statement, effect: takes, rewrite: { kind: "text", start, end, text } };
}

/** `q[:3]` → `list(q)[:3]`: what copies the list makes it from the deque, which takes longer than taking from the list's front: outside of loops. */
function asList(use: Use, all: readonly Use[], context: RuleContext): QueueUse {
  const { start, end, parent } = use.node;
  // What the queue itself is made from is written anew as a whole.
  if (all.some((other) => other.kind === "assign" && isInside(use.node, other.value)))
    return { use, obstacle: "other-use" };
  const isSpelt = parent?.kind === "interpolation" && /^\s*=(?!=)/u.test(context.source.text.slice(end));
  const isOften = enclosingLoops(use.node).length > 0;
  if (isSpelt || isOften || !isBuiltinAt(context, "list", use.node)) return { use, obstacle: "other-use" };
  return { use, rewrite: { kind: "text", start, end, text: `list(${textOf(context.source, use.node)})` } };
}

function look(use: Use & { kind: "look" }, all: readonly Use[], context: RuleContext): QueueUse {
  switch (use.look) {
    case "length":
    case "truth":
    case "identity":
    case "none":
    case "consume":
      return { use };
    case "membership":
      // Before 3.9 `in` put the operands of == the other way round for a list (bpo-37648), but not for a deque.
      return isBefore39(context) ? { use, obstacle: "too-old-python" } : { use };
    case "print":
      return asList(use, all, context);
    case "walk":
      return changesWhileWalked(use, all, context) ? { use, obstacle: "changes-in-loop" } : { use };
  }
}

function isBefore39({ python: [major, minor] }: RuleContext): boolean {
  return major === 3 && minor < 9;
}

/** `q = q[1:]`, `q = q + [x]`: the list that was there stays what it was, the deque does not. */
export function isWrittenAsChange(use: Use & { kind: "assign" }, context: RuleContext): boolean {
  return droppedFrontIn(use.statement, context) !== undefined || addedBehind(use, context) !== undefined;
}

/** A list may grow under a `for`; a deque raises RuntimeError. */
function changesWhileWalked(use: Use, all: readonly Use[], context: RuleContext): boolean {
  const walker = walkerOf(use.node);
  const isChange = (other: Use): boolean =>
    changesElements(other) || (other.kind === "assign" && isWrittenAsChange(other, context));
  return walker === undefined || all.some((other) => isChange(other) && isInside(other.node, walker));
}

/** `return q` → `return list(q)`, which is the same object to the caller: nobody else holds the local one. */
function returned(use: Use & { kind: "return" }, context: RuleContext): QueueUse {
  const parts = namedChildren(use.statement).flatMap((value) =>
    value.kind === "expression_list" ? namedChildren(value) : [value],
  );
  const name = textOf(context.source, use.node);
  const isSimple = parts.every(({ kind }) =>
    ["identifier", "integer", "string", "true", "false", "none"].includes(kind),
  );
  const isOnce = parts.filter((part) => textOf(context.source, part) === name).length === 1;
  if (!isSimple || !isOnce || isBeforeFinally(use.node) || !isBuiltinAt(context, "list", use.node))
    return { use, obstacle: "escapes" };
  return { use, rewrite: { kind: "text", start: use.node.start, end: use.node.end, text: `list(${name})` } };
}

/** `q + [x]` gives a new list. */
function operand(use: Use & { kind: "operand" }, all: readonly Use[], context: RuleContext): QueueUse {
  const { operation } = use;
  const isSum = operation.kind === "binary_operator" && field(operation, "operator")?.kind === "+";
  const own = all.find((other) => other.kind === "assign" && other.value === operation);
  if (isSum && own?.kind === "assign" && addedBehind(own, context) !== undefined) return { use };
  return isSum ? asList(use, all, context) : comparedWithEmpty(use, context);
}

/** `q != []` asks whether there is anything; a deque is unequal to every list, so it has to be asked another way. */
function comparedWithEmpty(use: Use & { kind: "operand" }, context: RuleContext): QueueUse {
  const { operation, node } = use;
  const { start, end } = operation;
  const operator = operation.children.find((child) => child.field === "operators")?.kind;
  const isFit = (operator === "==" || operator === "!=") && isWithEmpty(operation, node) && isMovable(operation);
  if (!isFit) return { use, obstacle: "other-use" };
  const text = isTested(operation) ? askedTruth(node, operator, context) : askedLength(node, operator, context);
  return text === undefined ? { use, obstacle: "other-use" } : { use, rewrite: { kind: "text", start, end, text } };
}

/** `q == []`, `[] == q`, and no more. */
function isWithEmpty(operation: SyntaxNode, queue: SyntaxNode): boolean {
  const sides = namedChildren(operation).filter((child) => child.field !== "operators");
  const [other, ...others] = sides.filter((side) => side !== queue);
  return sides.length === 2 && others.length === 0 && other?.kind === "list" && namedChildren(other).length === 0;
}

/** `f"{q == []=}"` shows how it is written. */
function isMovable({ startLine, endLine, parent }: SyntaxNode): boolean {
  return startLine === endLine && parent?.kind !== "interpolation";
}

function askedTruth(queue: SyntaxNode, operator: string, { source }: RuleContext): string {
  return operator === "!=" ? textOf(source, queue) : `not ${textOf(source, queue)}`;
}

/** What is an answer has to be true or false itself. */
function askedLength(queue: SyntaxNode, operator: string, context: RuleContext): string | undefined {
  return isBuiltinAt(context, "len", queue) ? `len(${textOf(context.source, queue)}) ${operator} 0` : undefined;
}
