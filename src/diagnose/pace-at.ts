import { seconds, type Seconds } from "../base/units.ts";
import { operandEvidence } from "./analysis/list-evidence.ts";
import type { Evidence, PaceEvidence } from "./evidence.ts";
import type { Place } from "./place.ts";

/** What time the whole run had for each element of a place's operand, where its rule asks for it. */
export function paceAt(
  { candidate: { asksPace } }: Place,
  measured: readonly Evidence[],
  wall: Seconds,
): readonly PaceEvidence[] {
  const size = operandEvidence(measured)?.sizes?.max ?? 0;
  const count = measured.find(({ kind }) => kind === "count");
  const items = size * (count?.kind === "count" ? Math.max(1, count.executions) : 1);
  return asksPace === true && items > 0 ? [{ kind: "pace", items, each: seconds(wall / items) }] : [];
}
