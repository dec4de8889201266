import { isOther, type HeldChange, type MemoryComparison, type OldAndNew } from "../../memory/compare-memory.ts";
import { formatRatio } from "../format/number.ts";
import type { Paint } from "../format/paint.ts";
import { formatTable } from "../format/table.ts";

const ROWS = 10;
/** Columns of the tables that hold amounts. */
const NUMBERS: ReadonlySet<number> = new Set([0, 1, 2]);

/** Two memory runs side by side: peaks, and what holds more or less. */
export function memoryComparisonReport(comparison: MemoryComparison, paint: Paint): string {
  const { resident, peak, end, held, classes } = comparison;
  const lines = [
    ...(resident === undefined ? [] : [`resident peak    ${words(resident, paint)}`]),
    `Python's peak    ${words(peak, paint)}`,
    `held at the end  ${words(end, paint)}`,
    ...table("Held at the peak, by function", held, paint),
    ...table("Instances at the peak, by class", classes, paint),
    paint.dim("One run each: less than 2 % is taken for no difference."),
  ];
  return `${lines.join("\n")}\n`;
}

function words(amount: OldAndNew, paint: Paint): string {
  const both = `${megabytes(amount.old)} → ${megabytes(amount.now)}`;
  if (!isOther(amount) || amount.old === 0 || amount.now === 0) return `${both}, the same`;
  const isLess = amount.now < amount.old;
  const ratio = formatRatio(isLess ? amount.old / amount.now : amount.now / amount.old);
  return isLess ? paint.good(`${both}, ${ratio} less`) : paint.bad(`${both}, ${ratio} more`);
}

function table(title: string, rows: readonly HeldChange[], paint: Paint): readonly string[] {
  if (rows.length === 0) return [];
  const shown = rows
    .slice(0, ROWS)
    .map(({ name, old, now }) => [
      megabytes(old),
      megabytes(now),
      `${now > old ? "+" : "−"}${megabytes(Math.abs(now - old))}`,
      name,
    ]);
  return ["", paint.strong(title), ...formatTable([["before", "after", "difference", ""], ...shown], NUMBERS), ""];
}

function megabytes(value: number): string {
  return `${(value / 1e6).toFixed(1)} MB`;
}
