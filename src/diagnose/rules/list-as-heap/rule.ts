import { enclosingLoops, textOf } from "../../../source/navigate.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import { comparedObstacles } from "../../analysis/ordered-values.ts";
import type { Evidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { insertionPlaces, orderObstacles } from "../sorted-insertion/order-proof.ts";
import { heapPlaces, isTakenInLoop, type HeapPlace } from "./places.ts";
import { planHeap } from "./plan.ts";

/**
 * Elements up to which a sort of a list that was in order but for one costs what a heap does: at 128 1.1× (numbers) to 3.9× (tuples) as
 * much, at 1,000 6× to 29×; `min` and `remove` at 64 2.8× to 10× (CPython 3.8 and 3.12, measured).
 */
const SHORT = 128;
const SHORT_TO_SEARCH = 32;
/** Below this measured share nothing done to the expression can be seen. */
const COLD = 0.02;

/** A list that is sorted, or searched for its least, for every element that is taken from it. */
export const listAsHeap: Rule = {
  id: "list-as-heap",
  rung: "algorithm",
  find: (context) => heapPlaces(context).flatMap((place) => candidateOf(place, context)),
  judge,
};

interface HeapCandidate extends Candidate {
  readonly isSearch?: boolean;
}

function candidateOf(place: HeapPlace, context: RuleContext): readonly HeapCandidate[] {
  const { node, queue, kind } = place;
  // Of the least by a key the whole element is asked for, as it is found again by its equals.
  const compared = kind === "sort" ? (place.key ?? node) : node;
  if (!isAgain(place, context)) return [];
  const { obstacles, places } = planHeap(place, context);
  const isTaken = place.kind === "sort" || places.some(({ taking }) => taking !== undefined);
  if (!isTaken) return [];
  const insertion = insertionPlaces(context).find((each) => each.node === node);
  // What stays sorted by bisection is as quick, and what cannot be a heap may do so all the same.
  if (insertion !== undefined && (obstacles.length > 0 || orderObstacles(insertion, context).length === 0)) return [];
  const isMethod = place.kind === "sort" && node.start === queue.start;
  return [
    {
      rule: "list-as-heap",
      expression: node,
      watch: { kind: isMethod ? "method" : "call", expression: node, operand: queue, needle: compared },
      facts: [{ kind: "source", fact: "in-loop", name: textOf(context.source, queue) }],
      obstacles,
      isSearch: place.kind === "least",
    },
  ];
}

/** In a loop, and a sort in one that takes what it has sorted. */
function isAgain(place: HeapPlace, context: RuleContext): boolean {
  return enclosingLoops(place.node).length > 0 && (place.kind !== "sort" || isTakenInLoop(place, context));
}

function judge({ isSearch }: HeapCandidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  if (!operand.types.includes("list")) return { kind: "harmless", because: "already-fast" };
  const share = evidence.find((each) => each.kind === "time")?.share ?? 1;
  if (share < COLD) return { kind: "harmless", because: "cold" };
  const short = isSearch === true ? SHORT_TO_SEARCH : SHORT;
  if ((operand.sizes?.max ?? Infinity) <= short) return { kind: "harmless", because: "short" };
  // A list among what is compared can change its place in the order once it is in the heap.
  const compared = evidence.filter((each) => each.kind === "operand").at(1);
  const isChanging = compared?.types.includes("list") === true;
  return {
    kind: "finding",
    obstacles: [
      ...comparedObstacles(evidence),
      ...(isChanging ? [{ code: "changing-arguments" as const, about: operand.operand }] : []),
    ],
  };
}
