import { field } from "../../../source/navigate.ts";
import type { Evidence, OperandEvidence } from "../../evidence.ts";
import type { Candidate, Judgement, Rule, RuleContext } from "../../rule.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { analyseQueue, isInLoop } from "./queue-analysis.ts";
import { queuePlaces, type QueuePlace } from "./queue-places.ts";

/**
 * Elements up to which `pop(0)` costs about what `popleft()` does: at 256 1.3× (CPython 3.8) and 1.5× (3.12), at 512
 * 2.9× and 3.9×, at 10,000 15× and 29×; `insert(0, x)` at 256 1.8× and 2.4× (measured, append and take in turn).
 */
const SHORT = 256;

/** Taking from the front of a list moves all other elements. */
export const listAsQueue: Rule = {
  id: "list-as-queue",
  rung: "algorithm",
  find: (context) => queuePlaces(context).flatMap((place) => candidateAt(place, context)),
  judge,
};

function candidateAt(place: QueuePlace, context: RuleContext): readonly Candidate[] {
  const { node, receiver } = place;
  const binding = receiver.kind === "identifier" ? context.scopes.bindingOf(receiver) : undefined;
  // One `pop(0)` of a list that was just built costs less than building it.
  if (binding !== undefined && isOwn(binding, context) && !isInLoop(node)) return [];
  const { obstacles } = analyseQueue(place, context);
  // What cannot be a deque may get an index all the same.
  if (node.kind === "subscript" && obstacles.length > 0) return [];
  const isCall = node.kind === "call" && field(node, "function")?.kind === "attribute";
  return [
    {
      rule: "list-as-queue",
      expression: node,
      watch: { kind: isCall ? "method" : "statement", expression: node, operand: receiver },
      facts: isInLoop(node)
        ? [{ kind: "source", fact: "in-loop", name: context.source.text.slice(receiver.start, receiver.end) }]
        : [],
      obstacles,
    },
  ];
}

function judge(_: Candidate, evidence: readonly Evidence[]): Judgement {
  const operands = evidence.filter((each): each is OperandEvidence => each.kind === "operand");
  if (operands.length === 0) return { kind: "harmless", because: "not-seen" };
  if (!operands.some(({ types }) => types.includes("list"))) return { kind: "harmless", because: "already-fast" };
  const longest = Math.max(0, ...operands.map(({ sizes }) => sizes?.max ?? 0));
  if (longest <= SHORT) return { kind: "harmless", because: "short" };
  const others = operands.flatMap(({ operand, types }) => types.filter((type) => type !== "list").map(() => operand));
  return { kind: "finding", obstacles: others.slice(0, 1).map((about) => ({ code: "not-a-list", about })) };
}
