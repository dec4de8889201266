import type { FunctionGrowth, PartGrowth } from "../../growth/function-growth.ts";
import type { ScaleRecord } from "../../journal/scale-record.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount, formatPercent } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { formatTable } from "../format/table.ts";
import { growthWords } from "../words/growth-words.ts";
import { passedOverWords } from "../words/rule-words.ts";
import { findingLines } from "./run-report.ts";
import { sharePlot, type PlottedPart } from "./scale-plot.ts";

/** Rows of the table at most; the JSON document has all. */
const ROWS = 8;
/** Parts with a mark of their own in the plot. */
const PLOTTED = 4;

/** The report of a scale: how everything grows, what will dominate, what could be done about it. */
export function scaleReport(record: ScaleRecord, paint: Paint): string {
  const { growth, notes, cwd } = record;
  const lines = [...headline(record, paint), "", ...table(record, paint), ""];
  lines.push(...plot(record, paint), ...verdict(record, paint));
  for (const { finding, predictedShare } of record.findings) {
    lines.push("", ...findingLines(finding, cwd, paint));
    lines.push(`    - ${formatPercent(predictedShare)} of the time at n = ${formatCount(record.predicted[0] ?? 0)}`);
  }
  if (record.findings.length === 0 && growth.functions.length > 0) {
    lines.push("  No rule of hasten's has evidence of a known slow pattern there.");
  }
  for (const place of record.passedOver) lines.push(paint.dim(`  ${passedOverWords(place, cwd)}`));
  lines.push(...notes.map((note) => paint.dim(`note: ${note}`)));
  return `${lines.join("\n")}\n`;
}

function headline({ command, variable, sizes, python, growth, id }: ScaleRecord, paint: Paint): string[] {
  const runs = sizes.reduce((sum, size) => sum + size.runs, 0);
  const how = variable === undefined ? "" : ` with ${variable} = n`;
  const walls = sizes.map(({ size, wall }) => `${formatDuration(wall)} at ${formatCount(size)}`).join(", ");
  return [
    `${paint.strong("hasten")}: ran ${paint.strong(command.join(" "))}${how} ${runs} times on Python ${python.version}`,
    paint.dim(`  ${walls} · scale ${id}`),
    `  the whole program grows as ${growthWords(growth.program)}`,
  ];
}

function table({ growth, sizes, predicted, cwd }: ScaleRecord, paint: Paint): string[] {
  const largest = sizes.at(-1)?.size ?? 0;
  const header = ["", "function", "where", "grows as", "with callees", `own at ${formatCount(largest)}`];
  const columns = predicted.map((size) => `at ${formatCount(size)}`);
  const shown = growth.functions.slice(0, ROWS);
  const rows = shown.map((row, index) => [
    index === 0 && row.course.length > 0 ? "▶" : String(index + 1),
    row.function,
    `${shortPath(row.file, cwd)}:${row.line}`,
    growthWords(row.self),
    growthWords(row.cumulative),
    ...times(row, largest, predicted),
  ]);
  const others = [
    "",
    "(all else)",
    "",
    growthWords(growth.others.self),
    "",
    ...times(growth.others, largest, predicted),
  ];
  const lines = formatTable([[...header, ...columns], ...rows, others], new Set([5, 6, 7]));
  const dominating = growth.functions[0]?.course.length ?? 0;
  return [
    paint.strong("Own time by function, the one that will take most first"),
    ...lines.map((line, index) => `  ${paintRow(line, index, dominating > 0, paint)}`),
  ];
}

function paintRow(line: string, index: number, hasWorst: boolean, paint: Paint): string {
  if (index === 0) return paint.dim(line);
  return index === 1 && hasWorst ? paint.hot(line) : line;
}

function times({ course, selfTime }: PartGrowth, largest: number, predicted: readonly number[]): string[] {
  const share = course.find(({ size }) => size === largest)?.share.value;
  const now = `${formatDuration(selfTime)}${share === undefined ? "" : ` (${formatPercent(share)})`}`;
  const then = predicted.map((wanted) => {
    const at = course.find(({ size }) => size === wanted);
    return at === undefined ? "?" : `${formatDuration(at.self.value)} (${formatPercent(at.share.value)})`;
  });
  return [now, ...then];
}

function plot({ growth }: ScaleRecord, paint: Paint): string[] {
  const known = growth.functions.filter(({ course }) => course.length > 0);
  if (known.length === 0) return [];
  const named = known.slice(0, PLOTTED).map(({ function: name, course }): PlottedPart => ({ name, course }));
  const rest = [...known.slice(PLOTTED), growth.others].filter(({ course }) => course.length > 0);
  const parts = rest.length === 0 ? named : [...named, { name: "all else", course: together(rest) }];
  return [
    paint.strong("How the time is shared out by size (~ predicted)"),
    ...sharePlot(parts).map((line) => `  ${line}`),
    "",
  ];
}

/** The shares of several parts as one. */
function together(parts: readonly PartGrowth[]): PartGrowth["course"] {
  const [first] = parts;
  return (first?.course ?? []).map((at) => {
    const value = parts.reduce((sum, { course }) => {
      return sum + (course.find(({ size }) => size === at.size)?.share.value ?? 0);
    }, 0);
    return { ...at, share: { value, low: value, high: value } };
  });
}

function verdict({ growth, predicted, cwd }: ScaleRecord, paint: Paint): string[] {
  const [first] = growth.functions;
  const lines: string[] = [];
  if (first === undefined || first.course.length === 0) {
    lines.push("No function's growth can be told: give it larger sizes, more of them, or a higher --repeat.");
  } else {
    lines.push(`${paint.strong("Will dominate")}: ${paint.hot(first.function)} ${dominance(first, predicted, cwd)}`);
  }
  if (growth.known < 0.95) {
    lines.push(
      `  ${formatPercent(1 - growth.known)} of the time at the largest size is where the growth cannot be told; no predicted share counts it.`,
    );
  }
  return lines;
}

function dominance({ file, line, course }: FunctionGrowth, predicted: readonly number[], cwd: string): string {
  const shares = predicted.flatMap((wanted) => {
    const at = course.find(({ size }) => size === wanted);
    if (at === undefined) return [];
    const { low, value, high } = at.share;
    return [
      `${formatPercent(value)} (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)}) at n = ${formatCount(wanted)}`,
    ];
  });
  return `(${shortPath(file, cwd)}:${line}), ${shares.join(", ")}`;
}
