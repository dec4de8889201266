import { namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { viewOf } from "../../analysis/length-view.ts";
import { provenUses, type LengthEffect } from "../../analysis/lowest-length.ts";
import type { RuleContext } from "../../rule.ts";
import { isShort, isShown } from "./entries.ts";
import type { HeapPlace } from "./places.ts";
import type { HeapUse } from "./uses.ts";

/** Is there something on every way through the code where something is taken? */
export function isNeverEmpty(uses: readonly HeapUse[], places: readonly HeapPlace[], context: RuleContext): boolean {
  const binding = places[0] === undefined ? undefined : context.scopes.bindingOf(places[0].queue);
  if (binding === undefined) return false;
  const effects = new Map<SyntaxNode, LengthEffect>();
  for (const use of uses) {
    const effect = use.does === "make" ? makingOf(use) : lengthEffects[use.does];
    if (effect !== undefined) effects.set(use.at, effect);
  }
  for (const { removal, taking } of places) {
    const removing = removal ?? taking;
    if (removing !== undefined) effects.set(removing, { needs: 0, adds: -1 });
  }
  const proven = provenUses(context.function.body, effects, viewOf(binding, context));
  return uses.every(({ does, at }) => (does !== "take" && does !== "least") || proven.has(at));
}

function makingOf({ use }: HeapUse): LengthEffect {
  const isKnown = use.kind === "assign" && isShown(use.value);
  return { needs: 0, adds: 0, becomes: isKnown ? namedChildren(use.value).length : 0 };
}

const lengthEffects: Readonly<Partial<Record<HeapUse["does"], LengthEffect>>> = {
  put: { needs: 0, adds: 1 },
  take: { needs: 1, adds: -1 },
  least: { needs: 1, adds: 0 },
  clear: { needs: 0, adds: 0, becomes: 0 },
};

const blind = { isQueue: () => false, isLength: () => false, integer: () => undefined };

/**
 * Is the list sorted whenever its first is taken or looked at? The walk that knows lengths does for that as well: 2 stands for
 * "empty", 1 for "in order", 0 for "perhaps not".
 */
export function areInOrder(uses: readonly HeapUse[], context: RuleContext): boolean {
  const effects = new Map<SyntaxNode, LengthEffect>();
  for (const use of uses) {
    const effect = use.does === "make" ? startOf(use, context) : orderEffects[use.does];
    if (effect !== undefined) effects.set(use.at, effect);
  }
  const proven = provenUses(context.function.body, effects, blind);
  return uses.every(({ does, at }) => (does !== "take" && does !== "peek") || proven.has(at));
}

function startOf({ use }: HeapUse, context: RuleContext): LengthEffect {
  if (use.kind !== "assign" || !isShort(use.value, context)) return { needs: 0, adds: 0, becomes: 0 };
  return { needs: 0, adds: 0, becomes: namedChildren(use.value).length === 1 && use.value.kind === "list" ? 1 : 2 };
}

const orderEffects: Readonly<Partial<Record<HeapUse["does"], LengthEffect>>> = {
  take: { needs: 1, adds: 0 },
  peek: { needs: 1, adds: 0 },
  // The first that is put in is in order, too.
  put: { needs: 0, adds: -1 },
  sort: { needs: 0, adds: 0, becomes: 1 },
  clear: { needs: 0, adds: 0, becomes: 2 },
};
