import { isInside, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { viewOf } from "./length-view.ts";
import { provenUses, type LengthEffect } from "./lowest-length.ts";
import { useOf } from "./use.ts";
import { usesOf, type Use } from "./variable-uses.ts";

/**
 * Does the name hold at least one element whenever control comes to `node`, a read of it? True where the function has just
 * asked (`if not xs: return`), as long as nobody but the function changes what the name holds.
 */
export function isNeverEmptyAt(context: RuleContext, node: SyntaxNode): boolean {
  const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
  if (binding === undefined || binding.scope.node !== context.function.node) return false;
  if (binding.scope.usesDynamicNames) return false;
  const uses = usesOf(binding, context).filter((use) => isInside(use.node, context.function.body));
  // Where `for` gives the name a value is not followed.
  if (uses.some(({ kind }) => kind === "capture" || kind === "rebind")) return false;
  const effects = new Map(uses.flatMap((use) => effectOf(context, use)));
  effects.set(node, { needs: 1, adds: 0 });
  return provenUses(context.function.body, effects, viewOf(binding, context)).has(node);
}

/** What is not known to read only leaves nothing known. */
function effectOf(context: RuleContext, use: Use): readonly (readonly [SyntaxNode, LengthEffect])[] {
  if (use.kind === "assign") return [[use.node, { needs: 0, adds: 0, becomes: shownLength(use.value) }]];
  const { kind } = useOf(context, use.node);
  return kind === "read" || kind === "returned" ? [] : [[use.node, { needs: 0, adds: 0, becomes: 0 }]];
}

function shownLength(value: SyntaxNode): number {
  if (value.kind !== "list") return 0;
  return namedChildren(value).filter(({ kind }) => kind !== "list_splat").length;
}
