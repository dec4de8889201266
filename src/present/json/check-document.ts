import type { JudgedBudget } from "../text/check-report.ts";
import type { JsonObject } from "./run-document.ts";

/** The document that `hasten check --json` prints: `docs/formats/check.schema.json`. */
export function checkDocument(command: readonly string[], budgets: readonly JudgedBudget[]): JsonObject {
  return {
    schema: "hasten.check/1",
    command,
    budgets: budgets.map(({ kind, limit, peaks, verdict }) => ({
      kind,
      limit_bytes: limit,
      peaks_bytes: peaks,
      verdict,
    })),
  };
}
