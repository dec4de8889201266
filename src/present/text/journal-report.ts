import type { JournalEntry } from "../../journal/entry.ts";
import type { RecordSummary } from "../../journal/record-summary.ts";
import { formatRatio } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { formatTable } from "../format/table.ts";

/** Every attempt, oldest first: when, where, what, and how it ended. */
export function journalReport(entries: readonly JournalEntry[], paint: Paint): string {
  const attempts = entries.filter((entry) => entry.kind === "attempt");
  if (attempts.length === 0) return "No attempt has been made in this folder yet.\n";
  const rows = attempts.map(({ at, attempt }) => [
    at.slice(0, 16).replace("T", " "),
    attempt.finding.rule,
    attempt.finding.function,
    attempt.verdict.kind,
    attempt.verdict.speedup === undefined ? "–" : formatRatio(attempt.verdict.speedup.ratio),
    attempt.verdict.reason,
  ]);
  const [header, ...lines] = formatTable(
    [["when", "rule", "function", "verdict", "gain", "why"], ...rows],
    new Set([4]),
  );
  return `${[paint.dim(header ?? ""), ...lines].join("\n")}\n`;
}

/** The runs and fixes of a folder, newest first. */
export function recordList(records: readonly RecordSummary[]): string {
  if (records.length === 0) return "Nothing has been run in this folder yet.\n";
  const rows = records.map(({ id, kind, command, outcome }) => [id, kind, outcome, command.join(" ")]);
  return `${formatTable(rows, new Set()).join("\n")}\n`;
}
