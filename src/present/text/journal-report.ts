import type { Attempt } from "../../verify/attempt.ts";
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
    formatRatio(attempt.verdict.predicted),
    attempt.verdict.speedup === undefined ? "–" : formatRatio(attempt.verdict.speedup.ratio),
    attempt.verdict.reason,
  ]);
  const [header, ...lines] = formatTable(
    [["when", "rule", "function", "verdict", "predicted", "gain", "why"], ...rows],
    new Set([4, 5]),
  );
  return `${[paint.dim(header ?? ""), ...lines, ...predictionLine(attempts.map(({ attempt }) => attempt))].join("\n")}\n`;
}

/** How good the predictions of what was kept were: each is the ceiling by Amdahl, which a gain can hardly pass. */
function predictionLine(attempts: readonly Attempt[]): string[] {
  const kept = attempts.flatMap(({ verdict }) =>
    verdict.kind === "kept" && verdict.speedup !== undefined
      ? [{ predicted: verdict.predicted, speedup: verdict.speedup }]
      : [],
  );
  if (kept.length === 0) return [];
  const within = kept.filter(({ predicted, speedup }) => speedup.low <= predicted && predicted <= speedup.high).length;
  const parts = kept.map(({ predicted, speedup }) => speedup.ratio / predicted).sort((a, b) => a - b);
  const middle = parts[Math.floor(parts.length / 2)] ?? 1;
  return [
    `of ${kept.length} kept, ${within} gained what was predicted (within the interval); the middle one gained ${formatRatio(middle)} of it`,
  ];
}

/** The runs and fixes of a folder, newest first. */
export function recordList(records: readonly RecordSummary[]): string {
  if (records.length === 0) return "Nothing has been run in this folder yet.\n";
  const rows = records.map(({ id, kind, command, outcome }) => [id, kind, outcome, command.join(" ")]);
  return `${formatTable(rows, new Set()).join("\n")}\n`;
}
