import { enclosingLoops, field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { usesOf } from "../../analysis/variable-uses.ts";
import { isWalkedThroughCalls } from "../../analysis/walked-through-calls.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { catches } from "../../analysis/caught-index-error.ts";
import { provenUses, type LengthEffect } from "../../analysis/lowest-length.ts";
import { isLengthCall, viewOf } from "../../analysis/length-view.ts";
import type { QueuePlace } from "./queue-places.ts";
import { changesElements, queueUse, type QueueUse } from "./queue-uses.ts";
import { passedUses } from "./passed-queue.ts";
import type { SharedUses } from "./hidden-uses.ts";
import { sharedUses, usesOnceBegun } from "./shared-queue.ts";

/** Everything the source says about a list that is used as a queue. */
export interface QueueAnalysis {
  readonly uses: readonly QueueUse[];
  readonly obstacles: readonly Obstacle[];
  /** Where `q = q[1:]` may find nothing to drop: a deque would complain. */
  readonly guarded: readonly SyntaxNode[];
  /** On every way through the code each element that is asked for is there, or its absence is caught unseen. */
  readonly isNeverShort: boolean;
  /** Several functions change together. */
  readonly isShared: boolean;
  /** Whoever imports the module could use it, or call a function that takes it. */
  readonly isPublic: boolean;
}

/** Looks at all uses of the variable that a place works on. */
export function analyseQueue(place: QueuePlace, context: RuleContext): QueueAnalysis {
  const about = textOf(context.source, place.receiver);
  const refuse = (code: ObstacleCode): QueueAnalysis => ({
    uses: [],
    obstacles: [{ code, about }],
    guarded: [],
    isNeverShort: false,
    isShared: false,
    isPublic: false,
  });
  const binding = place.receiver.kind === "identifier" ? context.scopes.bindingOf(place.receiver) : undefined;
  if (place.receiver.kind === "attribute")
    return analyseShared(about, { ...usesOfAttribute(place.receiver, context), isPublic: false }, context);
  if (binding === undefined) return refuse("crosses-functions");
  const all = isOwn(binding, context) ? usesOf(binding, context) : usesOnceBegun(binding, context);
  if (all === undefined || all.some(({ kind }) => kind === "capture")) {
    const shared = binding.kind === "parameter" ? passedUses(binding, context) : sharedUses(binding, context);
    return shared === undefined ? refuse("crosses-functions") : analyseShared(about, shared, context);
  }
  if (binding.scope.usesDynamicNames) return refuse("dynamic-names");
  const uses = all.map((use) => queueUse(use, all, context));
  const obstacles = uses.flatMap(({ obstacle }) => (obstacle === undefined ? [] : [{ code: obstacle, about }]));
  const missing = shortUses(uses, binding, context);
  const drops = new Set(uses.flatMap(({ rewrite, at }) => (rewrite?.kind === "drop" ? [at] : [])));
  const short = missing.filter((node) => !drops.has(node));
  if (short.some((node) => catches(node, context) === "seen"))
    obstacles.push({ code: "result-used", about: "IndexError" });
  const guarded = missing.filter((node) => drops.has(node));
  const isNeverShort = short.every((node) => catches(node, context) === "unseen");
  return { uses, obstacles, guarded, isNeverShort, isShared: false, isPublic: false };
}

/** The same for what several functions use, `self.queue` or a name that they share. How long it is at a place is not followed. */
function analyseShared(
  about: string,
  { uses: all, obstacles: hidden, isPublic }: SharedUses,
  context: RuleContext,
): QueueAnalysis {
  const uses = all.map((use) => queueUse(use, all, context));
  const obstacles = [...hidden];
  for (const { use, obstacle } of uses) {
    // Who is given the list keeps the very one that the others go on with.
    const isGiven = use.kind === "return" ? "escapes" : undefined;
    const code = obstacle ?? isGiven ?? (isWalkedThroughCalls(use, context) ? "changes-in-loop" : undefined);
    if (code !== undefined) obstacles.push({ code, about });
  }
  const guarded = uses.flatMap(({ at, rewrite }) => (rewrite?.kind === "drop" && at !== undefined ? [at] : []));
  const takings = uses.flatMap(({ at, effect }) =>
    at !== undefined && (effect?.needs ?? 0) > 0 && !guarded.includes(at) ? [at] : [],
  );
  if (takings.some((node) => catches(node, context) === "seen"))
    obstacles.push({ code: "result-used", about: "IndexError" });
  const isNeverShort = takings.every((node) => catches(node, context) === "unseen");
  return { uses, obstacles, guarded, isNeverShort, isShared: true, isPublic };
}

/** The uses that may find the queue too short. */
function shortUses(uses: readonly QueueUse[], binding: Binding, context: RuleContext): readonly SyntaxNode[] {
  const effects = new Map<SyntaxNode, LengthEffect>();
  for (const { at, effect } of uses) if (at !== undefined && effect !== undefined) effects.set(at, effect);
  const proven = provenUses(context.function.body, effects, viewOf(binding, context));
  const short = [...effects].filter(([node, { needs }]) => needs > 0 && !proven.has(node));
  return short.map(([node]) => node).filter((node) => !isCountedOut(node, uses, binding, context));
}

/**
 * `for _ in range(len(q)):` with the only taking in its body, once a turn: a level of a tree. Also with the length in a
 * variable that is set right before.
 */
function isCountedOut(node: SyntaxNode, uses: readonly QueueUse[], binding: Binding, context: RuleContext): boolean {
  const loop = enclosingLoops(node)[0];
  if (loop?.kind !== "for_statement") return false;
  const inLoop = uses.filter(({ at, effect }) => at !== undefined && effect !== undefined && isWithin(at, loop));
  const takings = inLoop.filter(({ effect }) => (effect?.adds ?? 0) < 0 || effect?.becomes !== undefined);
  if (takings.some(({ at }) => at !== node)) return false;
  const range = field(loop, "right");
  const [count, ...others] =
    range?.kind === "call" && builtinCalled(range, context) === "range" ? argumentsOf(range) : [];
  if (count === undefined || others.length > 0) return false;
  const isQueue = (at: SyntaxNode): boolean => at.kind === "identifier" && context.scopes.bindingOf(at) === binding;
  return isLengthCall(count, isQueue, context) || isLengthBefore(count, loop, { uses, isQueue, context });
}

interface Around {
  readonly uses: readonly QueueUse[];
  readonly isQueue: (node: SyntaxNode) => boolean;
  readonly context: RuleContext;
}

/** `n = len(q)` stands before the loop in the same block, and nothing takes from the queue or sets `n` in between. */
function isLengthBefore(count: SyntaxNode, loop: SyntaxNode, { uses, isQueue, context }: Around): boolean {
  if (count.kind !== "identifier" || loop.parent === undefined) return false;
  const siblings = namedChildren(loop.parent).filter((sibling) => sibling.end <= loop.start);
  for (const sibling of siblings.reverse()) {
    const assignment = namedChildren(sibling)[0];
    const [left, right] =
      assignment?.kind === "assignment" ? [field(assignment, "left"), field(assignment, "right")] : [];
    const isCount = left !== undefined && sameName(left, count, context);
    if (isCount) return right !== undefined && isLengthCall(right, isQueue, context);
    const isTouched = uses.some(
      ({ use }) => (changesElements(use) || use.kind === "assign") && isWithin(use.node, sibling),
    );
    if (isTouched || [...ownDescendants(sibling)].some((node) => sameName(node, count, context))) return false;
  }
  return false;
}

function sameName(a: SyntaxNode, b: SyntaxNode, context: RuleContext): boolean {
  return a.kind === "identifier" && context.scopes.bindingOf(a) === context.scopes.bindingOf(b);
}

function isWithin(node: SyntaxNode, around: SyntaxNode): boolean {
  return node.start >= around.start && node.end <= around.end;
}

/** Is the place evaluated again and again within one call of the function? */
export function isInLoop(node: SyntaxNode): boolean {
  return enclosingLoops(node).length > 0;
}
