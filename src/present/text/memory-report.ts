import type { MemoryRecord } from "../../journal/memory-record.ts";
import type { MemoryPlace } from "../../memory/memory-facts.ts";
import type { Bytes } from "../../base/units.ts";
import { formatDuration } from "../format/duration.ts";
import { formatCount, formatPercent, formatRatio } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { shortPath } from "../format/path.ts";
import { formatTable } from "../format/table.ts";
import { growthKind, holderWords } from "../words/holder-words.ts";

/** Frames of the peak's stack. */
const FRAMES = 6;
/** Rows of the shorter lists. */
const ROWS = 6;
/** Keys of a dict that are named. */
const KEYS = 6;
/** Of the peak: less is not worth a word. */
const WORTH = 0.03;

/** The report of a memory run: the peak, who made it, what is held, what grows, what could be smaller. */
export function memoryReport(record: MemoryRecord, paint: Paint): string {
  const lines = [
    ...headline(record, paint),
    "",
    ...peakLines(record, paint),
    "",
    ...heldTable(record, paint),
    ...churnTable(record, paint),
    ...growingLines(record, paint),
    ...classTable(record, paint),
    ...shapeLines(record, paint),
    ...collectorLines(record, paint),
    ...record.notes.map((note) => paint.dim(`note: ${note}`)),
    paint.dim(`  As a flame graph: hasten export ${record.run.id} -o held.svg`),
  ];
  return `${lines.join("\n")}\n`;
}

/** One decimal more than elsewhere: a fix is judged by small differences here. */
function size(value: Bytes | number): string {
  if (value < 1e6) return `${(value / 1e3).toFixed(value < 1e4 ? 1 : 0)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`;
}

function headline({ run, bareWall, resident, peak, frames }: MemoryRecord, paint: Paint): string[] {
  const slowed =
    bareWall === undefined
      ? `${formatDuration(run.wall)} under tracemalloc`
      : `${formatDuration(bareWall)} as it is, ${formatDuration(run.wall)} under tracemalloc (${formatRatio(run.wall / bareWall)})`;
  const facts = [`  ${slowed} · ${frames} frames a stack · run ${run.id}`];
  return [
    `${paint.strong("hasten")}: ${whatWasSeen(run)} ${paint.strong(run.command.join(" "))} on Python ${run.python.version}`,
    ...facts.map((line) => paint.dim(line)),
    `  ${residentWords(resident, peak)}`,
  ];
}

function whatWasSeen({ attached }: MemoryRecord["run"]): string {
  return attached === undefined ? "ran" : `watched process ${attached.pid},`;
}

function residentWords(resident: MemoryRecord["resident"], peak: MemoryRecord["peak"]): string {
  const { peak: whole, start } = resident;
  if (whole === undefined) return `Python held ${size(peak.bytes)} at its peak`;
  const rest = whole - start - peak.bytes;
  const words =
    rest >= 0
      ? `${size(rest)} else (extensions, the allocator's reserve, threads)`
      : "the allocator had room for it from the start";
  return `${size(whole)} in the machine's memory at the most: ${size(start)} at the start, ${size(peak.bytes)} held by Python, ${words}`;
}

function peakLines({ peak, run }: MemoryRecord, paint: Paint): string[] {
  const share = peak.bytes > 0 ? peak.seen / peak.bytes : 1;
  const when = `${formatDuration(peak.at)} into ${formatDuration(run.wall)}`;
  const seen = share < 0.995 ? `; the snapshot below has ${formatPercent(share)} of it` : "";
  const lines = [`${paint.strong("Peak")} ${paint.hot(size(peak.bytes))}, ${when}${seen}`];
  const { exact } = peak;
  if (exact !== undefined) {
    const gone = exact.bytes - exact.left;
    const brief = gone > 0.03 * exact.bytes ? `; ${size(gone)} of it was gone when that line had ended` : "";
    lines.push(`  reached at ${where(exact.place, run.cwd)}${brief}`);
  }
  const stack = exact?.stack ?? peak.stack;
  lines.push(...stack.slice(0, FRAMES).map((frame) => paint.dim(`    in ${where(frame, run.cwd)}`)));
  if (exact === undefined && share < 0.9 && run.attached === undefined) {
    lines.push("  The rest came and went between two looks; without --once the lines are followed to find it.");
  }
  return lines;
}

function where({ file, line, function: name }: MemoryPlace, cwd: string): string {
  return `${name === "" ? "" : `${name} `}(${shortPath(file, cwd)}:${line})`;
}

function heldTable({ held, run }: MemoryRecord, paint: Paint): string[] {
  if (held.length === 0) return [];
  const rows = held.map((row, index) => [
    index === 0 ? "▶" : String(index + 1),
    size(row.bytes),
    formatPercent(row.share),
    formatCount(row.blocks),
    row.function,
    `${shortPath(row.file, run.cwd)}:${row.line}`,
    row.inside === undefined
      ? ""
      : `in ${row.inside.function} (${shortPath(row.inside.file, run.cwd)}:${row.inside.line})`,
  ]);
  return titled(
    "Held at the peak, by line",
    ["", "held", "", "blocks", "function", "where", ""],
    rows,
    [1, 2, 3],
    paint,
  );
}

function churnTable({ churn, run }: MemoryRecord, paint: Paint): string[] {
  if (churn === undefined || churn.lines.length === 0) return [];
  const rows = churn.lines.map((row, index) => [
    String(index + 1),
    size(row.bytes),
    size(Math.max(0, row.bytes - row.kept)),
    formatCount(row.times),
    row.function,
    `${shortPath(row.file, run.cwd)}:${row.line}`,
  ]);
  const title = `Allocated at least, by line (${size(churn.allocated)} in all)`;
  const columns = ["", "allocated", "freed at once", "times", "function", "where"];
  const lines = titled(title, columns, rows, [1, 2, 3], paint);
  if (churn.seesWithin) return lines;
  return [...lines.slice(0, -1), paint.dim("  Before Python 3.9 what a line frees at once is not seen."), ""];
}

function titled(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
  paint: Paint,
): string[] {
  const [head, ...lines] = formatTable([header, ...rows], new Set(right));
  return [
    paint.strong(title),
    `  ${paint.dim(head ?? "")}`,
    ...lines.map((line, index) => `  ${index === 0 ? paint.hot(line) : line}`),
    "",
  ];
}

function growingLines({ growing, moments, run }: MemoryRecord, paint: Paint): string[] {
  if (growing.length === 0) {
    // Five even moments after the warm-up, or the last five of six; and the program's end.
    const why =
      moments < 7 ? "Growth: cannot tell; it ran too short for even moments." : "Growth: no line holds more and more.";
    return [why, ""];
  }
  const lines = [paint.strong("Growing for as long as it runs")];
  for (const row of growing.slice(0, ROWS)) {
    const kind = row.sample === undefined ? "" : ` · ${growthKind(row.sample)}`;
    const pace = `${size(row.from)} → ${size(row.to)}, ${size(row.bytesPerSecond)}/s under tracemalloc`;
    lines.push(`  ${where(row, run.cwd)}: ${pace}${kind}`);
    if (row.sample !== undefined) lines.push(paint.dim(`      ${holderWords(row.sample)}`));
  }
  return [...lines, ""];
}

function classTable({ classes }: MemoryRecord, paint: Paint): string[] {
  const rows = classes
    .slice(0, ROWS)
    .map((row) => [row.class, formatCount(row.count), `${formatCount(row.each)} B`, size(row.bytes), smaller(row)]);
  if (rows.length === 0) return [];
  return titled("Live instances at the peak", ["class", "count", "each", "all", ""], rows, [1, 2, 3], paint);
}

function smaller({ count, each, slotted }: MemoryRecord["classes"][number]): string {
  if (slotted === undefined || slotted >= each) return "";
  return `with __slots__ ${formatCount(slotted)} B each, ${size((each - slotted) * count)} less`;
}

/** Lists that could be arrays, dicts that could be objects with slots. */
function shapeLines({ numbers = [], records = [], run, peak }: MemoryRecord, paint: Paint): string[] {
  const isWorth = (bytes: number, then: number): boolean => bytes - then >= WORTH * peak.bytes;
  const lists = numbers
    .filter(({ bytes, packed }) => isWorth(bytes, packed))
    .map(
      ({ file, line, lists: count, elements, bytes, packed, code }) =>
        `  ${shortPath(file, run.cwd)}:${line}: ${formatCount(elements)} ${code === "d" ? "floats" : "whole numbers"} in ` +
        `${formatCount(count)} ${count === 1 ? "list" : "lists"}: ${size(bytes)}, as array("${code}") ${size(packed)}`,
    );
  const dicts = records
    .filter(({ bytes, slotted }) => isWorth(bytes, slotted))
    .map(
      ({ keys, count, bytes, slotted }) =>
        `  ${formatCount(count)} dicts with the keys ${keys.slice(0, KEYS).join(", ")}${keys.length > KEYS ? ", …" : ""}: ` +
        `${size(bytes)}, as objects with __slots__ ${size(slotted)}`,
    );
  const lines = [...lists.slice(0, ROWS), ...dicts.slice(0, ROWS)];
  return lines.length === 0 ? [] : [paint.strong("What other containers would take"), ...lines, ""];
}

function collectorLines({ collections, tracked, run }: MemoryRecord, paint: Paint): string[] {
  const took = collections.reduce((sum, one) => sum + one.seconds, 0);
  const times = collections.map(({ times: count }) => formatCount(count)).join(" + ");
  if (collections.length === 0) return ["Garbage collector: did not run", ""];
  const scanned = tracked.reduce((sum, count) => sum + count, 0);
  return [
    `${paint.strong("Garbage collector")}: ${formatDuration(took)} (${formatPercent(took / Math.max(run.wall, 1e-9))} of the traced run), ` +
      `${times} collections by generation, ${formatCount(scanned)} objects to scan at the peak`,
    "",
  ];
}
