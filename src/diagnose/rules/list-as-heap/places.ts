import {
  ancestors,
  enclosingLoops,
  enclosingStatement,
  field,
  isInside,
  ownDescendants,
  sameExpression,
  textOf,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { assignmentIn, expressionOf, methodCall, neighbours } from "../../analysis/block.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { sortCallAt } from "../../analysis/sort-call.ts";
import type { RuleContext } from "../../rule.ts";

/** A place that looks through, or sorts, a whole list: in a loop, for the one that is taken next. */
export interface HeapPlace {
  /** `q.sort(…)`, `sorted(q, …)` or `min(q)`: the hot part. */
  readonly node: SyntaxNode;
  /** `q` or `self.q` */
  readonly queue: SyntaxNode;
  readonly kind: "sort" | "least";
  readonly key?: SyntaxNode;
  readonly isReversed: boolean;
  /** The sort is the whole of it. */
  readonly statement: SyntaxNode;
  /** `q.remove(x)` behind `x = min(q)`: goes with it. */
  readonly removal?: SyntaxNode;
  /** What takes the least: `min(q)`, `q.pop(q.index(min(q)))`, `q.remove(min(q))`; absent where it is only looked at. */
  readonly taking?: SyntaxNode;
}

/** Every such place in the function's own code. */
export function heapPlaces(context: RuleContext): readonly HeapPlace[] {
  const found: HeapPlace[] = [];
  for (const node of ownDescendants(context.function.body)) {
    if (node.kind !== "call") continue;
    const place = sortedPlace(node, context) ?? leastPlace(node, context);
    if (place !== undefined && isPlain(place.queue)) found.push(place);
  }
  return found;
}

function isPlain({ kind }: SyntaxNode): boolean {
  return kind === "identifier" || kind === "attribute";
}

/** `q.sort()` or `q = sorted(q)`. */
function sortedPlace(call: SyntaxNode, context: RuleContext): HeapPlace | undefined {
  const sort = sortCallAt(context, call);
  const statement = enclosingStatement(call);
  if (sort === undefined || statement === undefined) return undefined;
  const { operand: queue, isReversed, key, isInPlace } = sort;
  const assigned = isInPlace ? undefined : assignmentIn(statement);
  const isWhole = isInPlace
    ? expressionOf(statement) === call
    : assigned?.value === call && sameExpression(assigned.target, queue, context.source);
  if (!isWhole) return undefined;
  return { node: call, queue, kind: "sort", isReversed, statement, ...(key !== undefined && { key }) };
}

/** Does a loop around the sort take an element from an end of the list? */
export function isTakenInLoop({ node: sort, queue }: HeapPlace, context: RuleContext): boolean {
  const loop = enclosingLoops(sort).at(-1);
  if (loop === undefined) return false;
  return [...ownDescendants(loop)].some((node) => {
    const pop = methodCall(node, "pop", context);
    if (pop !== undefined) return pop.arguments.length < 2 && sameExpression(pop.receiver, queue, context.source);
    const isDeleted = node.kind === "delete_statement" && /\[\s*(?:0|-1)\s*\]$/u.test(textOf(context.source, node));
    const deleted = isDeleted ? [...ownDescendants(node)].find(({ kind }) => kind === "subscript") : undefined;
    const value = deleted === undefined ? undefined : field(deleted, "value");
    return value !== undefined && sameExpression(value, queue, context.source);
  });
}

/** `x = min(q)` and right below it `q.remove(x)`, or `q.pop(q.index(min(q)))`. */
function leastPlace(call: SyntaxNode, context: RuleContext): HeapPlace | undefined {
  const least = leastIn(call, context);
  const statement = enclosingStatement(call);
  if (least === undefined || statement === undefined) return undefined;
  const { queue } = least;
  const place = { node: call, kind: "least", isReversed: false, statement, ...least } as const;
  const pop = [...ancestors(call)].find((at) => at.kind === "call" && methodCall(at, "pop", context) !== undefined);
  if (pop !== undefined && isInside(pop, statement))
    return isPopOfLeast(pop, call, queue, context) ? { ...place, taking: pop } : undefined;
  const removed = methodCall(expressionOf(statement), "remove", context);
  if (removed?.arguments[0] === call && removed.arguments.length === 1)
    return sameExpression(removed.receiver, queue, context.source) ? { ...place, taking: removed.call } : undefined;
  const removal = removalBelow(statement, call, queue, context);
  return removal === undefined ? place : { ...place, taking: call, removal };
}

/** `q` and `f` of `min(q)`, `min(q, key=f)`. */
function leastIn(
  call: SyntaxNode,
  context: RuleContext,
): { readonly queue: SyntaxNode; readonly key?: SyntaxNode } | undefined {
  const [queue, ...others] = builtinCalled(call, context) === "min" ? argumentsOf(call) : [];
  if (queue === undefined || others.length === 0) return queue && { queue };
  const [named, ...more] = others;
  const key = more.length === 0 && named?.kind === "keyword_argument" ? keyIn(named, context) : undefined;
  return key && { queue, key };
}

function keyIn(argument: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const name = field(argument, "name");
  return name !== undefined && textOf(source, name) === "key" ? field(argument, "value") : undefined;
}

/** `q.remove(x)` right below `x = min(q)` */
function removalBelow(
  statement: SyntaxNode,
  least: SyntaxNode,
  queue: SyntaxNode,
  { source, ...context }: RuleContext,
): SyntaxNode | undefined {
  const { after } = neighbours(statement);
  const assigned = assignmentIn(statement);
  const removal = methodCall(expressionOf(after), "remove", { source, ...context });
  if (assigned?.value !== least || assigned.target.kind !== "identifier" || removal?.arguments.length !== 1)
    return undefined;
  const isOfBoth =
    removal.arguments.every((removed) => sameExpression(removed, assigned.target, source)) &&
    sameExpression(removal.receiver, queue, source) &&
    !sameExpression(assigned.target, queue, source);
  return isOfBoth ? after : undefined;
}

function isPopOfLeast(pop: SyntaxNode, least: SyntaxNode, queue: SyntaxNode, context: RuleContext): boolean {
  const outer = methodCall(pop, "pop", context);
  const [index] = outer?.arguments ?? [];
  const inner = methodCall(index, "index", context);
  const isOfQueue = [outer?.receiver, inner?.receiver].every(
    (receiver) => receiver !== undefined && sameExpression(receiver, queue, context.source),
  );
  return isOfQueue && inner?.arguments.length === 1 && inner.arguments[0] === least;
}
