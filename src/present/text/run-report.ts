import type { ImportFacts, RunFacts } from "../../collect/observation.ts";
import type { Finding } from "../../diagnose/finding.ts";
import type { RunRecord } from "../../journal/run-record.ts";
import type { Hotspot, Nature, Ranking } from "../../rank/ranking.ts";
import { formatDuration } from "../format/duration.ts";
import { formatBytes, formatCount, formatPercent, formatRatio, formatShare } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { formatTable } from "../format/table.ts";
import { evidenceWords } from "../words/evidence-words.ts";
import { gilAdvice } from "../words/gil-words.ts";
import { loopLines } from "../words/loop-words.ts";
import { mostlyWords, rowNatureLines } from "../words/nature-words.ts";
import { importNotes } from "../words/import-words.ts";
import { adviceFor, passedOverWords, ruleTitle } from "../words/rule-words.ts";

/** How a run is told: what to show beyond the summary. */
export interface RunReportOptions {
  readonly paint: Paint;
  /** Opens the rows: the callers folded into each, and its hottest lines. */
  readonly details: boolean;
}

/** The report of a run: nature, top five, the worst one with its findings, the next step. */
export function runReport(record: RunRecord, options: RunReportOptions): string {
  const { paint } = options;
  const lines = [headlineOf(record, paint), `  ${natureLine(record.ranking.nature)}`, ""];
  if (record.ranking.tooLittle !== undefined) {
    lines.push(tooLittleSentence(record), ...notes(record, paint));
    return `${lines.join("\n")}\n`;
  }
  lines.push(paint.strong(topTitle(record)), ...topFive(record, options), "");
  lines.push(...worstSection(record, options));
  lines.push(...loopLines(record.loops ?? [], record.run.cwd));
  lines.push(outsideSentence(record.ranking), ...notes(record, paint), "", nextStep(record, paint));
  return `${lines.join("\n")}\n`;
}

function headlineOf(record: RunRecord, paint: Paint): string {
  return record.run.imported === undefined
    ? headline(record, paint)
    : importHeadline(record, record.run.imported, paint);
}

function importHeadline({ run, truth }: RunRecord, { file, format, seconds }: ImportFacts, paint: Paint): string {
  const samples = truth.samples > 0 ? `${formatCount(truth.samples)} samples, ` : "";
  const span = seconds === "stated" ? formatDuration(run.wall) : "time not stated";
  return (
    `${paint.strong("hasten")}: imported ${paint.strong(shortPath(file, run.cwd))} (${format})\n` +
    paint.dim(`  ${samples}${span} · run ${run.id}`)
  );
}

function topTitle({ run }: RunRecord): string {
  return run.imported?.stacks === "none" ? "Top five by own time" : "Top five by cumulative time";
}

function headline({ run, truth }: RunRecord, paint: Paint): string {
  const status = run.exitCode === 0 ? "" : `, exit status ${run.exitCode}`;
  const lost = truth.impossible + truth.errors;
  return (
    `${paint.strong("hasten")}: ${whatWasSeen(run)} ${paint.strong(formatDuration(run.wall))} ` +
    `(CPU ${formatDuration(run.cpu)}, peak ${formatBytes(run.peakRss)}${status}) on Python ${run.python.version}\n` +
    paint.dim(
      `  ${formatCount(truth.samples)} samples (${collectorWords(run)}), ${formatCount(truth.missed)} missed, ` +
        `${formatCount(lost)} thrown away · run ${run.id}`,
    )
  );
}

const collectorWords = ({ collector, rate }: RunFacts): string =>
  rate === undefined ? collector : `${collector}, ${formatCount(rate)} looks a second`;

const whatWasSeen = ({ attached }: RunFacts): string =>
  attached === undefined ? "ran" : `watched process ${attached.pid} for`;

function natureLine(nature: Nature): string {
  if (nature.kind === "unknown") return "whether it computed or waited is not in the file";
  const parts = [`computing ${formatPercent(nature.computing)}`, `waiting ${formatPercent(nature.waiting)}`];
  if (nature.gilWait >= 0.01) parts.push(`waiting for the GIL ${formatPercent(nature.gilWait)}`);
  if (nature.allocating >= 0.01) parts.push(`garbage collection ${formatPercent(nature.allocating)}`);
  return `${nature.kind}: ${parts.join(", ")}`;
}

function tooLittleSentence({ run, truth, ranking }: RunRecord): string {
  if (ranking.tooLittle === "too-short") {
    return `Ran ${formatDuration(run.wall)}: nothing here is worth making faster.`;
  }
  return (
    `Only ${formatCount(truth.samples)} samples: too few to rank anything. ` +
    "Run it with more work, so that it takes a few seconds."
  );
}

function topFive({ ranking, run }: RunRecord, { paint, details }: RunReportOptions): string[] {
  const hasCalls = ranking.top.some((hotspot) => hotspot.calls !== undefined);
  const isCounted = run.imported?.seconds === "assumed";
  const amount = isCounted ? "samples" : run.imported?.stacks === "none" ? "own" : "cumulative";
  const hasNature = ranking.top.some(({ nature }) => nature !== undefined);
  const more = [...(hasNature ? ["mostly"] : []), ...(hasCalls ? ["calls"] : [])];
  const header = ["", "function", "where", amount, "share (95 %)", "self", ...more];
  const rows = ranking.top.map((hotspot) => [
    hotspot.isWorst ? "▶" : String(hotspot.rank),
    hotspot.function,
    placeWords(hotspot, run.cwd),
    isCounted ? formatCount(hotspot.samples) : formatDuration(hotspot.cumulative),
    formatShare(hotspot.share),
    formatPercent(hotspot.selfShare.value),
    ...(hasNature ? [mostlyWords(hotspot.nature)] : []),
    ...(hasCalls ? [hotspot.calls === undefined ? "–" : formatCount(hotspot.calls)] : []),
  ]);
  const table = formatTable([header, ...rows], new Set([3, 4, 5, ...(hasCalls ? [header.length - 1] : [])]));
  return table.flatMap((line, index) => {
    const hotspot = ranking.top[index - 1];
    if (hotspot === undefined) return [`  ${paint.dim(line)}`];
    const text = hotspot.isWorst ? paint.hot(line) : line;
    return [`  ${text}`, ...(details ? rowDetails(hotspot, run.cwd, paint) : [])];
  });
}

/** Files without paths have names alone. */
function placeWords({ file, line }: Hotspot, cwd: string): string {
  return file === "" ? "–" : `${shortPath(file, cwd)}:${line}`;
}

function rowDetails(hotspot: Hotspot, cwd: string, paint: Paint): string[] {
  const lines: string[] = [];
  if (hotspot.through.length > 0) {
    lines.push(`      through ${hotspot.through.map((caller) => caller.function).join(" → ")}`);
  }
  lines.push(...rowNatureLines(hotspot.nature, cwd).map((line) => `      ${line}`));
  for (const { line, share } of hotspot.lines.slice(0, 5)) lines.push(`      line ${line}: ${formatPercent(share)}`);
  return lines.map((line) => paint.dim(line));
}

function worstSection(record: RunRecord, { paint }: RunReportOptions): string[] {
  const worst = record.ranking.top.find((hotspot) => hotspot.isWorst);
  if (worst === undefined) return [];
  const where = placeWords(worst, record.run.cwd);
  const lines = [`${paint.strong("The worst")}: ${paint.hot(worst.function)} (${where})`];
  lines.push(...rowNatureLines(worst.nature, record.run.cwd).map((line) => `  ${line}`));
  lines.push(...gilAdvice(worst, record.run.python).map((line) => `  ${line}`));
  const libraries = worst.libraries.filter(({ share }) => share >= 0.05).slice(0, 3);
  if (libraries.length > 0) {
    const named = libraries.map((callee) => `${callee.function} ${formatPercent(callee.share)}`).join(", ");
    lines.push(`  of it in library code that it calls: ${named}`);
  }
  const hot = worst.lines[0];
  if (hot !== undefined) lines.push(`  hottest line: ${hot.line} with ${formatPercent(hot.share)} of the time`);
  if (record.findings.length === 0 && record.run.imported === undefined)
    lines.push("  No rule of hasten's has evidence of a known slow pattern here.");
  for (const finding of record.findings) lines.push("", ...findingLines(finding, record.run.cwd, paint));
  for (const place of record.passedOver) lines.push(paint.dim(`  ${passedOverWords(place, record.run.cwd)}`));
  return [...lines, ""];
}

/** One finding: what and where, its evidence, its ceiling, the advice. */
export function findingLines(finding: Finding, cwd: string, paint: Paint): string[] {
  const place = `${shortPath(finding.file, cwd)}:${finding.line}:${finding.column + 1}`;
  return [
    `  ${paint.strong(ruleTitle(finding.rule))} [${finding.rule}] ${place}`,
    ...finding.evidence.map((evidence) => `    - ${evidenceWords(evidence)}`),
    ...(finding.ceiling > 1
      ? [
          `    - at most ${formatRatio(finding.ceiling)} for the whole program (${formatPercent(finding.share)} of its time)`,
        ]
      : []),
    `    ${finding.automatic ? paint.good(adviceFor(finding)) : adviceFor(finding)}`,
  ];
}

function outsideSentence({ outside }: Ranking): string {
  if (outside.share <= 0) return "Nothing outside these rows takes time worth naming.";
  return (
    `Outside the top five nothing gets advice: the largest function there takes ${formatPercent(outside.share)}, ` +
    `so fixing it could make the program at most ${formatRatio(outside.ceiling)} as fast.`
  );
}

function notes({ run }: RunRecord, paint: Paint): string[] {
  const all = [...run.notes, ...(run.imported === undefined ? [] : importNotes(run.imported))];
  return all.map((note) => paint.dim(`note: ${note}`));
}

function nextStep({ findings, run }: RunRecord, paint: Paint): string {
  if (run.imported !== undefined)
    return `Next: ${paint.strong("hasten run <program>")}  (measures what a finding needs)`;
  const automatic = run.attached === undefined && findings.some((finding) => finding.automatic);
  const next = automatic ? "hasten fix" : "hasten show";
  const why = automatic ? "tries the fix on a copy, proves it, and writes only what was proven" : "opens every row";
  const suffix = automatic ? ` ${run.command.join(" ")}` : " --details";
  return `Next: ${paint.strong(`${next}${suffix}`)}  (${why})`;
}
