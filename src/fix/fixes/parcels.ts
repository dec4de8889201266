import type { OperandEvidence } from "../../diagnose/evidence.ts";
import type { RuleContext } from "../../diagnose/rule.ts";
import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";

/** So many parcels keep some eight cores busy to the end; up to twice as many items go one by one. */
const PARCELS = 32;
/** Containers that know how many they hold. */
const SIZED: ReadonlySet<string> = new Set(["list", "tuple", "range", "set", "frozenset", "dict"]);

/**
 * How many items should travel to another process together, one of them costing some 0.1 ms on its way there and back: as Python text;
 * undefined where there are few, or nobody knows how many.
 */
export function parcelSize(
  { source }: RuleContext,
  items: SyntaxNode,
  seen: OperandEvidence | undefined,
): string | undefined {
  const size = seen?.sizes?.max ?? 0;
  if (size <= 2 * PARCELS) return undefined;
  const isSized = seen?.types.every((type) => SIZED.has(type)) === true;
  return items.kind === "identifier" && isSized
    ? `max(1, len(${textOf(source, items)}) // ${PARCELS})`
    : String(Math.max(1, Math.floor(size / PARCELS)));
}
