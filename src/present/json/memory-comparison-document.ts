import type { HeldChange, MemoryComparison, OldAndNew } from "../../memory/compare-memory.ts";
import type { JsonObject } from "./run-document.ts";

/** The document that `hasten compare --memory --json` prints: `docs/formats/compare-memory.schema.json`. */
export function memoryComparisonDocument(ids: readonly [string, string], comparison: MemoryComparison): JsonObject {
  const { resident, peak, end, held, classes } = comparison;
  return {
    schema: "hasten.compare-memory/1",
    old: ids[0],
    new: ids[1],
    resident_peak: resident === undefined ? null : amounts(resident),
    peak: amounts(peak),
    end: amounts(end),
    functions: held.map(named),
    classes: classes.map(named),
  };
}

const amounts = ({ old, now }: OldAndNew): JsonObject => ({ old_bytes: old, new_bytes: now });
const named = (row: HeldChange): JsonObject => ({ name: row.name, ...amounts(row) });
