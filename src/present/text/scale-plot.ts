import type { PartGrowth } from "../../growth/function-growth.ts";
import { formatCount } from "../format/number.ts";

/** A part of the time with the name that the legend gives it. */
export interface PlottedPart {
  readonly name: string;
  readonly course: PartGrowth["course"];
}

const WIDTH = 50;
/** By part; the last is for all that have none of their own. Told apart without colours. */
const MARKS = ["█", "▒", "░", "▚", "╱", "·"] as const;
const REST = "·";

/** A bar for each size, measured and predicted: how the time is shared out. The dominating part is on the left. */
export function sharePlot(parts: readonly PlottedPart[]): string[] {
  const columns = parts.find(({ course }) => course.length > 0)?.course ?? [];
  const labels = columns.map(({ size, predicted }) => `${predicted ? "~" : " "} ${formatCount(size)}`);
  const width = Math.max(...labels.map(({ length }) => length), 0);
  const bars = columns.map(({ size }, index) => `${(labels[index] ?? "").padStart(width)}  ${barAt(parts, size)}`);
  const legend = parts.map(({ name }, index) => `${MARKS[index] ?? REST} ${name}`).join("   ");
  return [...bars, `${" ".repeat(width)}  ${legend}`];
}

function barAt(parts: readonly PlottedPart[], size: number): string {
  const shares = parts.map(({ course }) => course.find((at) => at.size === size)?.share.value ?? 0);
  let bar = "";
  let sum = 0;
  for (const [index, share] of shares.entries()) {
    sum += share;
    bar += (MARKS[index] ?? REST).repeat(Math.max(0, Math.round(sum * WIDTH) - bar.length));
  }
  return bar;
}
