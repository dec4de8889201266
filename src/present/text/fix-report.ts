import type { FixEnd, FixRecord } from "../../journal/fix-record.ts";
import type { Attempt } from "../../verify/attempt.ts";
import type { Compared, Resources, Verdict } from "../../verify/verdict.ts";
import { formatDuration } from "../format/duration.ts";
import { formatBytes, formatCount, formatRatio } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { nativeLines } from "./compile-report.ts";
import { assumptionWords } from "../words/assumption-words.ts";
import { evidenceWords } from "../words/evidence-words.ts";
import { passedOverWords, reasonWords, remedyOf, ruleTitle } from "../words/rule-words.ts";

/** The report of a fix: each attempt with its diff and verdict, then what the whole came to. */
export function fixReport(record: FixRecord, paint: Paint): string {
  const lines = record.attempts.flatMap((attempt) => [...attemptReport(attempt, record.cwd, paint), ""]);
  lines.push(...outcomeLines(record, paint));
  if (record.native !== undefined)
    lines.push("", paint.strong("compiled, as the last round"), ...nativeLines(record.native, paint), "");
  for (const place of record.passedOver) lines.push(paint.dim(passedOverWords(place, record.cwd)));
  for (const note of record.notes) lines.push(paint.dim(`note: ${note}`));
  return `${lines.join("\n")}\n`;
}

const shownEvidence: ReadonlySet<string> = new Set(["growth", "held", "instances", "numbers"]);

/** One attempt: where, its diff, its verdict and what was compared. */
export function attemptReport(attempt: Attempt, cwd: string, paint: Paint): string[] {
  const { finding, verdict, together } = attempt;
  const place = `${shortPath(finding.file, cwd)}:${finding.line}`;
  return [
    `${paint.strong(`round ${attempt.round}`)}: ${ruleTitle(finding.rule)} [${finding.rule}] in ${finding.function} (${place})`,
    ...(together === undefined
      ? []
      : [`  together with [${together.rule}] in ${together.function} (line ${together.line})`]),
    ...finding.evidence.filter(({ kind }) => shownEvidence.has(kind)).map((growth) => `  ${evidenceWords(growth)}`),
    ...paintDiff(attempt.diff, paint),
    `  ${finding.rung === "memory" ? memoryLine(verdict, paint) : verdictLine(verdict, paint)}`,
    `  ${reasonWords(verdict, finding)}`,
    ...adviceLines(attempt),
    ...attempt.fix.assumes.map((assumption) => `  ${assumptionWords(assumption, cwd)}`),
    ...(verdict.resources === undefined ? [] : resourceLines(verdict.resources).map((line) => paint.dim(`  ${line}`))),
    ...agreedLines(attempt).map((line) => `  ${line}`),
    ...comparedLines(verdict.compared).map((line) => paint.dim(`  ${line}`)),
  ];
}

/** What a person could do where there is no fix. */
function adviceLines({ finding, diff }: Attempt): string[] {
  return diff === "" ? [`  What a person could do: ${remedyOf(finding.rule)}.`] : [];
}

function verdictLine(verdict: Verdict, paint: Paint): string {
  const label = verdict.kind === "kept" ? paint.good("kept") : paint.bad(verdict.kind);
  const { speedup } = verdict;
  if (speedup === undefined) return `${label} (predicted ${formatRatio(verdict.predicted)})`;
  return (
    `${label}: ${formatRatio(speedup.ratio)} (95 %: ${formatRatio(speedup.low)} to ${formatRatio(speedup.high)}, ` +
    `${speedup.pairs} pairs), predicted ${formatRatio(verdict.predicted)}`
  );
}

/** Of a fix that is to save memory: how much, and what the time did meanwhile. */
function memoryLine(verdict: Verdict, paint: Paint): string {
  const label = verdict.kind === "kept" ? paint.good("kept") : paint.bad(verdict.kind);
  const { speedup, resources } = verdict;
  const predicted = `predicted ${formatRatio(verdict.predicted)} less`;
  if (speedup === undefined || resources === undefined) return `${label} (${predicted})`;
  const time = `time ${formatRatio(speedup.ratio)} (95 %: ${formatRatio(speedup.low)} to ${formatRatio(speedup.high)}, ${speedup.pairs} pairs)`;
  return `${label}: peak memory ${peakWords(resources.memoryBefore, resources.memoryAfter)}, ${predicted}; ${time}`;
}

function peakWords(before: Resources["memoryBefore"], after: Resources["memoryAfter"]): string {
  return `${formatBytes(before)} → ${formatBytes(after)} (${formatRatio(before / after)} less)`;
}

/** First peak to last, where fixes were kept that save memory. */
function peakLines({ attempts }: FixRecord, paint: Paint): string[] {
  const kept = attempts.filter(({ finding, verdict }) => finding.rung === "memory" && verdict.kind === "kept");
  const [first, last] = [kept[0]?.verdict.resources, kept.at(-1)?.verdict.resources];
  if (first === undefined || last === undefined) return [];
  return [paint.strong(`peak memory ${peakWords(first.memoryBefore, last.memoryAfter)}`)];
}

/** Processor time and peak memory, where they were measured. */
export function resourceLines({ cpu, memoryBefore, memoryAfter }: Resources): string[] {
  const interval = `95 %: ${formatRatio(cpu.low)} to ${formatRatio(cpu.high)}`;
  return [
    `processor time: ${formatRatio(cpu.ratio)} (${interval}); peak memory: ${formatBytes(memoryBefore)} → ${formatBytes(memoryAfter)}`,
  ];
}

/** What was compared between old and new, and what was not: a line each. */
export function comparedLines(compared: Compared): string[] {
  const outputs = compared.outputs.length === 0 ? "no output" : compared.outputs.join(", ");
  const tests = compared.tests === "not-asked" ? "" : `; your tests: ${compared.tests}`;
  const calls = `${formatCount(compared.calls)} recorded calls replayed, ${formatCount(compared.harderCalls)} harder ones`;
  return [
    `compared: ${calls}; ${outputs}${tests}`,
    ...toleranceLines(compared),
    ...compared.notCompared.map((sentence) => `not compared: ${sentence}`),
  ];
}

function toleranceLines({ tolerance }: Compared): string[] {
  if (tolerance === undefined) return [];
  const { relative, furthest } = tolerance;
  const seen = furthest === 0 ? "none differed" : `the furthest apart: ${furthest.toPrecision(2)}`;
  return [`compared within ${relative} of each other: floats (${seen}); everything else exactly`];
}

/** What a fix that the user agreed with does beyond being faster. */
export function agreedLines({ fix, verdict }: Attempt): string[] {
  const needs = fix.needs === undefined ? [] : [`${fix.needs} becomes a dependency of the program`];
  return [...needs, ...orderLines(fix, verdict)];
}

function orderLines(fix: Attempt["fix"], verdict: Verdict): string[] {
  const { tolerance } = verdict.compared;
  if (fix.reorders !== true || tolerance === undefined) return [];
  return [`floats may differ by up to ${tolerance.relative} relative: the order of additions changes`];
}

function paintDiff(diff: string, paint: Paint): string[] {
  if (diff === "") return [];
  return diff
    .trimEnd()
    .split("\n")
    .map((line) => {
      if (line.startsWith("+") && !line.startsWith("+++")) return `  ${paint.good(line)}`;
      if (line.startsWith("-") && !line.startsWith("---")) return `  ${paint.bad(line)}`;
      return `  ${line}`;
    });
}

/** Why the rounds ended. */
export const END_WORDS: Record<FixEnd, string> = {
  "nothing-left": "Nothing in the top five has a fix (or another fix) worth making.",
  "nothing-held": "Nothing that holds much at the peak has a fix (or another fix) worth making.",
  "cannot-rank": "What is left runs too briefly, or was seen too seldom, to be ranked.",
  "runs-used": "The program may not be run again (--max-runs).",
  "rounds-used": "The number of --rounds is used up; run it again to go on.",
};

function outcomeLines(record: FixRecord, paint: Paint): string[] {
  const { total } = record;
  const isKept = record.attempts.some(({ verdict }) => verdict.kind === "kept");
  if (total === undefined && isKept) {
    return ["The program's gain was not measured (--replay-only).", END_WORDS[record.ended], writtenLine(record)];
  }
  if (total === undefined) return [END_WORDS[record.ended], "Nothing was kept; the source is exactly as it was."];
  const { speedup } = total;
  return [
    ...peakLines(record, paint),
    paint.strong(
      `${formatDuration(total.before)} → ${formatDuration(total.after)}: ${formatRatio(speedup.ratio)} as fast ` +
        `(95 %: ${formatRatio(speedup.low)} to ${formatRatio(speedup.high)}, ${speedup.pairs} pairs)`,
    ),
    END_WORDS[record.ended],
    writtenLine(record),
  ];
}

function writtenLine(record: FixRecord): string {
  const files = record.files.map((file) => shortPath(file, record.cwd)).join(", ");
  if (!record.written) return `Nothing was written (--dry-run); the patch is above, for ${files}`;
  return `Written: ${files}`;
}
