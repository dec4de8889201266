import { enclosingLoops, textOf } from "../../../source/navigate.ts";
import { operandEvidence } from "../../analysis/list-evidence.ts";
import { lastName } from "../../analysis/while-same.ts";
import { isOrdered } from "../../analysis/ordered-values.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Obstacle } from "../../finding.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import type { Insertion } from "./insertion.ts";
import { isOneOrder, objectsOrderedBy } from "./object-key.ts";
import { insertionPlaces, orderObstacles } from "./order-proof.ts";

/**
 * Elements up to which a scan or a sort costs about what `insort` does. At 32 elements append and sort take 1.1× (CPython
 * 3.8) and 1.8× (3.12) as long as `insort`, a scan 3.6× and 6×; at 1,000 elements 6× to 9×, and 24× to 32× (measured).
 */
const SHORT = 32;

/** Scanning or sorting a sorted list for every element that comes. */
export const sortedInsertion: Rule = {
  id: "sorted-insertion",
  rung: "algorithm",
  find: (context) => insertionPlaces(context).flatMap((insertion) => candidateFor(insertion, context)),
  judge,
};

interface InsertionCandidate extends Candidate {
  /** The classes of the elements, where they are objects that are in order by what never changes of them. */
  readonly objects?: readonly string[];
}

function candidateFor(insertion: Insertion, context: RuleContext): readonly InsertionCandidate[] {
  const { node, list, watched } = insertion;
  const binding = list.kind === "identifier" ? context.scopes.bindingOf(list) : undefined;
  const isInLoop = enclosingLoops(node).length > 0;
  if (binding !== undefined && isOwn(binding, context) && !isInLoop) return [];
  const obstacles = orderObstacles(insertion, context);
  const name = textOf(context.source, list);
  const objects = watched === "statement" ? undefined : objectsOrderedBy(context, insertion.key);
  return [
    {
      rule: "sorted-insertion",
      expression: node,
      watch: {
        kind: watched,
        expression: node,
        operand: list,
        ...(objects && insertion.key && { needle: insertion.key }),
      },
      ...(objects && { objects }),
      facts: [
        ...(isInLoop ? [{ kind: "source", fact: "in-loop", name } as const] : []),
        ...(obstacles.length === 0 ? [{ kind: "source", fact: "stays-sorted", name } as const] : []),
      ],
      obstacles,
    },
  ];
}

function judge({ objects }: InsertionCandidate, evidence: readonly Evidence[]): Judgement {
  const operand = operandEvidence(evidence);
  if (operand === undefined) return { kind: "harmless", because: "not-seen" };
  if (!operand.types.includes("list")) return { kind: "harmless", because: "already-fast" };
  if ((operand.sizes?.max ?? Infinity) <= SHORT) return { kind: "harmless", because: "short" };
  const inLine = objects === undefined ? elementObstacles(evidence) : objectObstacles(operand, objects, evidence);
  return { kind: "finding", obstacles: [...typeObstacles(operand), ...inLine] };
}

/** Objects of these classes, and of no others, whose keys are numbers, or one kind of text. */
function objectObstacles(
  { elements, operand }: OperandEvidence,
  objects: readonly string[],
  evidence: readonly Evidence[],
): readonly Obstacle[] {
  const others = elements.filter((type) => !objects.includes(lastName(type)));
  if (elements.length === 0 || others.length > 0) return [{ code: "unordered-elements", about: others[0] ?? operand }];
  const [, compared] = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  if (compared === undefined || compared.partial === true) return [{ code: "not-seen", about: operand }];
  return isOneOrder(compared.types) ? [] : [{ code: "unordered-elements", about: compared.types.join(", ") }];
}

function typeObstacles({ operand, types }: OperandEvidence): readonly Obstacle[] {
  return types.every((type) => type === "list") ? [] : [{ code: "not-a-list", about: operand }];
}

function elementObstacles(evidence: readonly Evidence[]): readonly Obstacle[] {
  const operands = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  const elements = new Set(operands.flatMap((operand) => operand.elements));
  if (elements.size === 0) return [{ code: "unordered-elements", about: operands[0]?.operand ?? "" }];
  const isHashed = operands.some(({ hashable }) => hashable === "builtin");
  // A tuple that cannot be hashed holds something that can change its place in the order.
  const isInLine = (type: string): boolean => isOrdered(type) || (type === "tuple" && isHashed);
  return [...elements].filter((type) => !isInLine(type)).map((about) => ({ code: "unordered-elements", about }));
}
