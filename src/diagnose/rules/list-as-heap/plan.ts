import { textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { hiddenBuiltins } from "../../analysis/own-code.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { holdsTuples, isKeyOfTuple } from "./entries.ts";
import { heapPlaces, type HeapPlace } from "./places.ts";
import { areInOrder, isNeverEmpty } from "./proof.ts";
import { heapUse, type HeapUse } from "./uses.ts";

/** A list that could be a heap, and all that is done to it. */
export interface HeapPlan {
  readonly places: readonly HeapPlace[];
  readonly uses: readonly HeapUse[];
  readonly key: SyntaxNode | undefined;
  /** Of equal elements that which came last is taken first. */
  readonly isLastIn: boolean;
  /** Something is taken where nothing shows that there is anything. */
  readonly mayBeEmpty: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** Looks at all uses of the list that a place works on. */
export function planHeap(place: HeapPlace, context: RuleContext): HeapPlan {
  const about = textOf(context.source, place.queue);
  const binding = place.queue.kind === "identifier" ? context.scopes.bindingOf(place.queue) : undefined;
  if (binding === undefined || !isOwn(binding, context)) return refused(place, { code: "crosses-functions", about });
  if (binding.scope.usesDynamicNames) return refused(place, { code: "dynamic-names", about });
  const places = heapPlaces(context).filter(({ queue }) => context.scopes.bindingOf(queue) === binding);
  const all = usesOf(binding, context);
  const isLastIn = place.isReversed;
  const uses = all.map((use) => heapUse(use, { places, isLastIn, context }));
  const codes = new Set<ObstacleCode>(uses.flatMap(({ obstacle }) => obstacle ?? []));
  if (!isAlike(places, context)) codes.add("other-use");
  if (codes.size === 0 && !areInOrder(uses, context)) codes.add("not-sorted");
  const isOpen = !isNeverEmpty(uses, places, context);
  // Of nothing `min` raises ValueError, a heap IndexError.
  if (isOpen && place.kind === "least") codes.add("beyond-end");
  const obstacles = [...codes].map((code): Obstacle => ({ code, about }));
  return {
    places,
    uses,
    key: place.key,
    isLastIn,
    mayBeEmpty: isOpen,
    obstacles: [...obstacles, ...keyObstacles(place, all, context), ...placeObstacles(places, uses, context)],
  };
}

function refused(place: HeapPlace, obstacle: Obstacle): HeapPlan {
  return { places: [place], uses: [], key: place.key, isLastIn: false, mayBeEmpty: true, obstacles: [obstacle] };
}

/** One way of taking, one order. */
function isAlike([first, ...others]: readonly HeapPlace[], context: RuleContext): boolean {
  const orderOf = ({ kind, key, isReversed }: HeapPlace): string =>
    `${kind} ${String(isReversed)} ${key === undefined ? "" : textOf(context.source, key)}`;
  return others.every((other) => first !== undefined && orderOf(other) === orderOf(first));
}

/** Once it is put into the heap, an element's key is not asked for again. */
function keyObstacles({ key }: HeapPlace, uses: readonly Use[], context: RuleContext): readonly Obstacle[] {
  if (key === undefined || (isKeyOfTuple(key, context) && holdsTuples(uses))) return [];
  return [{ code: "changing-arguments", about: textOf(context.source, key) }];
}

/** What cannot be compared is complained of where it is put in now. */
function placeObstacles(
  places: readonly HeapPlace[],
  uses: readonly HeapUse[],
  context: RuleContext,
): readonly Obstacle[] {
  const comparing = [
    ...places.map(({ node }) => node),
    ...uses.flatMap(({ does, at }) => (does === "put" || does === "make" ? [at] : [])),
  ];
  const caught = comparing.flatMap((node) => caughtTypeErrors(context, node));
  return [...caught, ...places.flatMap(({ node }) => hiddenBuiltins(context, node, ["next"]))];
}
