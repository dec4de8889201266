import { field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { expressionOf } from "../../analysis/block.ts";
import { catches } from "../../analysis/caught-index-error.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { HeapPlace } from "./places.ts";

/** What a use does to a list that is to become a heap. */
export interface HeapUse {
  readonly use: Use;
  readonly does: "make" | "put" | "take" | "peek" | "sort" | "least" | "clear" | "look" | "none";
  /** The node at whose evaluation it happens, and that is written anew. */
  readonly at: SyntaxNode;
  readonly obstacle?: ObstacleCode;
}

interface Around {
  readonly places: readonly HeapPlace[];
  readonly isLastIn: boolean;
  readonly context: RuleContext;
}

/** Would a heap answer this use as the list does? */
export function heapUse(use: Use, around: Around): HeapUse {
  const place = around.places.find((each) => isOfPlace(use.node, each));
  if (place !== undefined) return ownUse(use, place, around.context);
  if (use.kind === "assign") return assigned(use, around);
  if (use.kind === "method") return method(use, around);
  if (use.kind === "item") return item(use, around);
  if (use.kind === "look" && unseen.has(use.look)) return { use, does: "look", at: use.node };
  if (use.kind === "unbind") return { use, does: "none", at: use.node };
  return refuse(use, others[use.kind]);
}

/** Looks that do not see which elements there are, or in which order. */
const unseen: ReadonlySet<string> = new Set(["length", "truth", "identity", "none"]);

const others: Readonly<Record<Exclude<Use["kind"], "assign" | "method" | "item" | "unbind">, ObstacleCode>> = {
  look: "other-use",
  operand: "other-use",
  augment: "other-use",
  rebind: "rebound",
  return: "escapes",
  capture: "escapes",
  escape: "escapes",
};

function refuse(use: Use, obstacle: ObstacleCode): HeapUse {
  return { use, does: "none", at: use.node, obstacle };
}

function isOfPlace(node: SyntaxNode, { node: call, removal, taking }: HeapPlace): boolean {
  return [call, removal, taking].some((part) => part !== undefined && isInside(node, part));
}

/** The place's own touches: the sort, or `min(q)` with what removes it. */
function ownUse(use: Use, place: HeapPlace, context: RuleContext): HeapUse {
  if (place.kind === "sort") return { use, does: "sort", at: place.node };
  const isAsked = use.node === place.queue;
  if (!isAsked) return { use, does: "none", at: use.node };
  return isPerhapsShown(place.node, context) ? refuse(use, "result-used") : { use, does: "least", at: use.node };
}

function assigned(use: Use & { kind: "assign" }, { places, context }: Around): HeapUse {
  // `q = sorted(q)` gives the name the same elements.
  const place = places.find(({ statement, kind }) => statement === use.statement && kind === "sort");
  if (place !== undefined) return { use, does: "none", at: use.node };
  if (!isFreshList(use.value, context)) return refuse(use, "not-a-list");
  const target = use.node.parent;
  const isPlain = target?.kind === "assignment" ? field(target, "type") === undefined : true;
  return isPlain ? { use, does: "make", at: use.node } : refuse(use, "other-use");
}

function method(use: Use & { kind: "method" }, around: Around): HeapUse {
  const given = positionalArguments(use.call);
  const isStatement = expressionOf(use.call.parent) === use.call;
  if (use.method === "clear" && given?.length === 0) return { use, does: "clear", at: use.call };
  if (use.method === "append" && given?.length === 1 && isStatement) return { use, does: "put", at: use.call };
  if (use.method !== "pop" || given === undefined || !isPopOfFirst(given, around)) return refuse(use, "other-use");
  const isShown = isPerhapsShown(use.call, around.context);
  return isShown ? refuse(use, "result-used") : { use, does: "take", at: use.call };
}

function isPerhapsShown(taking: SyntaxNode, context: RuleContext): boolean {
  const caught = catches(taking, context);
  return caught === "seen" || caught === "in-reach";
}

/** `q.pop(0)` of a sorted list; `q.pop()` of one that falls. */
function isPopOfFirst(given: readonly SyntaxNode[], { isLastIn, context, places }: Around): boolean {
  const text = given.map((argument) => textOf(context.source, argument)).join(", ");
  const isSorted = places.some(({ kind }) => kind === "sort");
  return isSorted && (isLastIn ? text === "" || text === "-1" : text === "0");
}

/** `q[0]` of a sorted list is the first of the heap, too. */
function item(use: Use & { kind: "item" }, { isLastIn, context, places }: Around): HeapUse {
  const indices = use.subscript.children.filter((child) => child.field === "subscript");
  const index = indices[0] === undefined ? "" : textOf(context.source, indices[0]);
  const isFirst = indices.length === 1 && index === (isLastIn ? "-1" : "0");
  const isSorted = places.some(({ kind }) => kind === "sort");
  if (!isFirst || !isSorted || use.how !== "read") return refuse(use, "other-use");
  return { use, does: "peek", at: use.subscript };
}
