import {
  descendants,
  enclosingLoops,
  field,
  isInside,
  namedChildren,
  sameExpression,
  textOf,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { importedPath } from "../../analysis/callee.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { isBeforeFinally, mayChangeAfter, walkerOf } from "../../analysis/lifetimes.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { expressionOf, methodCall, neighbours } from "../../analysis/block.ts";
import { keptOrder, type KeptOrder } from "./attribute-order.ts";
import type { Insertion } from "./insertion.ts";
import { objectsOrderedBy } from "./object-key.ts";
import { scanPlaces } from "./scan-places.ts";
import { sortPlaces } from "./sort-places.ts";

/** Every place in the function that keeps a list sorted by hand. */
export function insertionPlaces(context: RuleContext): readonly Insertion[] {
  return [...scanPlaces(context), ...sortPlaces(context)].filter((place) => !isLastResort(place, context));
}

/** `if xs_types: insort(xs, x)`, and this place in its `else`: what was there before a fix. */
function isLastResort({ first }: Insertion, context: RuleContext): boolean {
  const clause = first.parent?.parent;
  const test = clause?.kind === "else_clause" ? clause.parent : undefined;
  const instead = test?.kind === "if_statement" ? field(test, "consequence") : undefined;
  return instead !== undefined && [...descendants(instead)].some((node) => bisectionOf(node, context) !== undefined);
}

/** What keeps bisection from finding the very same place. */
export function orderObstacles(insertion: Insertion, context: RuleContext): readonly Obstacle[] {
  const about = textOf(context.source, insertion.list);
  const refuse = (code: ObstacleCode): readonly Obstacle[] => [{ code, about }];
  const isKeptByObject = insertion.list.kind === "attribute";
  const { uses, obstacles } = isKeptByObject ? keptOrder(insertion, context) : ownOrder(insertion, context);
  if (uses.length === 0 && obstacles.length > 0) return obstacles;
  const all = insertionsInto(insertion, context);
  const codes = new Set(uses.map((use) => obstacleOf(use, { all, insertion, uses, context, isKeptByObject })));
  const found = [...codes].flatMap((code) => (code === undefined ? [] : refuse(code)));
  return [...obstacles, ...found, ...ownObstacles(insertion, context)];
}

/** All that is done to the list of an insertion in its function, or to the attribute in its class. */
export function usesOfOrdered(insertion: Insertion, context: RuleContext): readonly Use[] {
  return (insertion.list.kind === "attribute" ? keptOrder(insertion, context) : ownOrder(insertion, context)).uses;
}

function ownOrder({ list }: Insertion, context: RuleContext): KeptOrder {
  const about = textOf(context.source, list);
  const refuse = (code: ObstacleCode): KeptOrder => ({ uses: [], obstacles: [{ code, about }] });
  const binding = list.kind === "identifier" ? context.scopes.bindingOf(list) : undefined;
  if (binding === undefined || !isOwn(binding, context)) return refuse("crosses-functions");
  return binding.scope.usesDynamicNames ? refuse("dynamic-names") : { uses: usesOf(binding, context), obstacles: [] };
}

/** The function's places that put something into the same list. */
export function insertionsInto({ list }: Insertion, context: RuleContext): readonly Insertion[] {
  const binding = list.kind === "identifier" ? context.scopes.bindingOf(list) : undefined;
  return insertionPlaces(context).filter((other) =>
    list.kind === "attribute"
      ? sameExpression(other.list, list, context.source)
      : binding !== undefined && context.scopes.bindingOf(other.list) === binding,
  );
}

/** What the place itself is in the way of. */
function ownObstacles(insertion: Insertion, context: RuleContext): readonly Obstacle[] {
  const about = textOf(context.source, insertion.list);
  const found: Obstacle[] = [];
  if (insertion.side === "falling" || insertion.isSpecial) found.push({ code: "other-order", about });
  if (insertion.key !== undefined) found.push(...keyObstacles(insertion.key, context));
  for (const name of insertion.lost) {
    if (isReadElsewhere(name, insertion.node, context))
      found.push({ code: "result-used", about: textOf(context.source, name) });
  }
  // The TypeError names the two types the other way round; and after append and a sort that raises, the element is in.
  found.push(...caughtTypeErrors(context, insertion.node));
  return found;
}

function keyObstacles(key: SyntaxNode, context: RuleContext): readonly Obstacle[] {
  const about = textOf(context.source, key);
  const [major, minor] = context.python;
  if (major === 3 && minor < 10) return [{ code: "too-old-python", about }];
  const isKnown = isPlainKey(key, context) || objectsOrderedBy(context, key) !== undefined;
  return isKnown ? [] : [{ code: "side-effects", about }];
}

const plainParts: ReadonlySet<string> = new Set([
  "subscript",
  "integer",
  "tuple",
  "unary_operator",
  "parenthesized_expression",
  "identifier",
  "string",
  "string_start",
  "string_content",
  "string_end",
]);

/** `lambda entry: entry[0]`, `lambda e: (-e[1], e[0])`: calling it less often is noticed by nobody. */
function isPlainKey(key: SyntaxNode, context: RuleContext): boolean {
  const body = key.kind === "lambda" ? field(key, "body") : undefined;
  const parameters = key.kind === "lambda" ? field(key, "parameters") : undefined;
  const [parameter, ...others] = parameters === undefined ? [] : namedChildren(parameters);
  if (body === undefined || parameter?.kind !== "identifier" || others.length > 0) return false;
  const binding = context.scopes.bindingOf(parameter);
  return [...descendants(body)].every((node) => {
    if (!node.isNamed) return true;
    if (node.kind === "identifier") return context.scopes.bindingOf(node) === binding;
    return plainParts.has(node.kind);
  });
}

/** The new code leaves the scan's variables alone; nobody may ask for them below, or in another function. */
function isReadElsewhere(name: SyntaxNode, loop: SyntaxNode, context: RuleContext): boolean {
  const binding = context.scopes.bindingOf(name);
  if (binding === undefined || binding.scope.node !== context.function.node) return true;
  return binding.references.some(({ node, access }) => {
    if (access === "write" || isInside(node, loop)) return false;
    return !isSetByLoop(node, binding.references, loop);
  });
}

/** Another `for` sets the name at each turn before its body reads it. */
function isSetByLoop(
  node: SyntaxNode,
  references: readonly { readonly node: SyntaxNode }[],
  scan: SyntaxNode,
): boolean {
  return enclosingLoops(node).some((other) => {
    const target = other.kind === "for_statement" ? field(other, "left") : undefined;
    if (target === undefined || isInside(scan, other)) return false;
    return references.some((reference) => isInside(reference.node, target));
  });
}

interface Around {
  /** All places that keep this list sorted. */
  readonly all: readonly Insertion[];
  readonly insertion: Insertion;
  readonly uses: readonly Use[];
  readonly context: RuleContext;
  /** Whatever is done to it may come before the next insertion. */
  readonly isKeptByObject: boolean;
}

/** Does the use leave the list sorted, and unseen by whoever could disturb it before the next insertion? */
function obstacleOf(use: Use, around: Around): ObstacleCode | undefined {
  const { all, insertion, context } = around;
  const own = all.find(
    (place) => place.statements.some((statement) => isInside(use.node, statement)) || isInside(use.node, place.node),
  );
  if (own !== undefined && isOwnTouch(use, own)) {
    const isSorted = sameOrder(own.key, insertion.key, context) && own.side !== "falling" && !own.isSpecial;
    return isSorted ? undefined : "not-sorted";
  }
  if (use.kind === "assign") return startObstacle(use, insertion, context);
  return touchObstacle(use, around);
}

function touchObstacle(use: Use, around: Around): ObstacleCode | undefined {
  if (use.kind === "rebind") return "rebound";
  if (use.kind === "capture") return "escapes";
  if (use.kind === "augment" || (use.kind === "item" && use.how === "write")) return "not-sorted";
  if (use.kind === "method") return methodObstacle(use, around);
  if (use.kind === "look") {
    return use.look === "walk" && isRebuiltWhileWalked(use, around) ? "changes-in-loop" : undefined;
  }
  return isKept(use, around) && isSeenBefore(use, around) ? "escapes" : undefined;
}

/** Is the list handed to somebody who could put something into it? */
function isKept(use: Use, around: Around): boolean {
  if (use.kind === "escape") return !isBisected(use, around);
  return use.kind === "return" && (around.isKeptByObject || isBeforeFinally(use.node));
}

/** `insort(xs, x)` and `bisect(xs, x)` by the same order, as the author wrote it. */
function isBisected({ node }: Use, { insertion, context }: Around): boolean {
  const call = node.parent?.parent;
  if (call === undefined || bisectionOf(node, context) === undefined) return false;
  return isOrderedBy(argumentsOf(call).slice(2), insertion.key, context);
}

/** The function of `bisect` that a node is the first argument of: `insort`, `bisect_left`. */
export function bisectionOf(node: SyntaxNode, context: RuleContext): string | undefined {
  const call = node.parent?.parent;
  const callee = call?.kind === "call" ? field(call, "function") : undefined;
  if (call === undefined || callee === undefined || argumentsOf(call)[0] !== node) return undefined;
  return /^bisect\.((?:insort|bisect)(?:_left|_right)?)$/u.exec(importedPath(context, callee) ?? "")?.[1];
}

/** A touch by the place's own code: not `f(xs)` as the element that is put in. */
function isOwnTouch(use: Use, place: Insertion): boolean {
  return !isInside(use.node, place.element) && !(use.kind === "escape" || use.kind === "capture");
}

function sameOrder(a: SyntaxNode | undefined, b: SyntaxNode | undefined, context: RuleContext): boolean {
  if (a === undefined || b === undefined) return a === b;
  return textOf(context.source, a) === textOf(context.source, b);
}

/** Begins sorted: with at most one element, with `sorted(…)`, or sorted by the next statement. */
function startObstacle(
  use: Use & { kind: "assign" },
  { key }: Insertion,
  context: RuleContext,
): ObstacleCode | undefined {
  if (!isFreshList(use.value, context)) return "not-a-list";
  const isSorted = isSortedValue(use.value, key, context) || (key === undefined && isSortedNext(use, context));
  return isSorted ? undefined : "not-sorted";
}

function isSortedValue(value: SyntaxNode, key: SyntaxNode | undefined, context: RuleContext): boolean {
  if (value.kind === "list") return isAtMostOne(value);
  const name = value.kind === "call" ? builtinCalled(value, context) : undefined;
  const given = argumentsOf(value);
  return (name === "list" && given.length === 0) || (name === "sorted" && isOrderedBy(given.slice(1), key, context));
}

/** `xs.sort()` is the next statement. */
function isSortedNext({ node, statement }: Use & { kind: "assign" }, context: RuleContext): boolean {
  const sort = methodCall(expressionOf(neighbours(statement).after), "sort", context);
  if (sort === undefined || sort.arguments.length > 0 || argumentsOf(sort.call).length > 0) return false;
  return textOf(context.source, sort.receiver) === textOf(context.source, node);
}

function isAtMostOne(list: SyntaxNode): boolean {
  const elements = namedChildren(list);
  return elements.length <= 1 && elements.every(({ kind }) => kind !== "list_splat");
}

function isOrderedBy(given: readonly SyntaxNode[], key: SyntaxNode | undefined, context: RuleContext): boolean {
  if (key === undefined) return given.length === 0;
  return (
    given.length === 1 &&
    given.every((argument) => textOf(context.source, argument) === `key=${textOf(context.source, key)}`)
  );
}

const removing: ReadonlySet<string> = new Set(["pop", "remove", "clear", "copy", "index", "count"]);

function methodObstacle(use: Use & { kind: "method" }, around: Around): ObstacleCode | undefined {
  if (removing.has(use.method)) return undefined;
  if (use.method === "sort" && use.arguments.length === 0 && around.insertion.key === undefined) return undefined;
  if (["append", "extend", "insert", "reverse", "sort"].includes(use.method)) return "not-sorted";
  return isSeenBefore(use, around) ? "escapes" : undefined;
}

/** Could an insertion still follow, after somebody else got the list? */
function isSeenBefore(use: Use, { all, uses, isKeptByObject }: Around): boolean {
  if (isKeptByObject) return true;
  const own = new Set(all.flatMap(({ statements }) => statements));
  const resets = uses.flatMap((other) =>
    other.kind === "assign" && !own.has(other.statement) ? [other.statement] : [],
  );
  return all.some((place) => mayChangeAfter(use.node, place.node, resets));
}

/** `for v in xs:` around `xs = sorted(…)` walks the old list; with insort it would walk the growing one. */
function isRebuiltWhileWalked(use: Use, { all }: Around): boolean {
  const walker = walkerOf(use.node);
  return walker === undefined || all.some((place) => place.isRebound && isInside(place.node, walker));
}
