import type { Interval } from "../base/interval.ts";
import { median } from "../base/statistics.ts";
import { predict } from "./curve.ts";
import type { Growth, GrowthPoint } from "./growth.ts";

/** A part's time at a size: measured (a median of runs) or predicted, with its share of all parts' there. */
export interface TimeAtSize {
  readonly size: number;
  readonly predicted: boolean;
  /** Seconds. */
  readonly self: Interval;
  readonly share: Interval;
}

/** A part of a program that grows. */
export interface GrowingPart {
  readonly self: readonly GrowthPoint[];
  readonly growth: Growth;
}

/** What each part takes at the measured and the predicted sizes; what is not known is in no predicted share. */
export function coursesOf(
  parts: readonly GrowingPart[],
  sizes: readonly number[],
  predicted: readonly number[],
): readonly (readonly TimeAtSize[])[] {
  const columns = [
    ...sizes.map((size) =>
      shareOut(
        size,
        false,
        parts.map((part) => measuredAt(part, size)),
      ),
    ),
    ...predicted.map((size) =>
      shareOut(
        size,
        true,
        parts.map((part) => predictedAt(part, size)),
      ),
    ),
  ];
  return parts.map((_, index) => columns.flatMap((column) => column[index] ?? []));
}

function measuredAt({ self }: GrowingPart, size: number): Interval {
  const value = median(self.filter((point) => point.size === size).map(({ time }) => time));
  return { value, low: value, high: value };
}

function predictedAt({ growth }: GrowingPart, size: number): Interval | undefined {
  return growth.kind === "known" ? predict(growth.curves, size) : undefined;
}

/** The bounds of a share: this part at its least with all others at their most, and the other way round. */
function shareOut(
  size: number,
  isPredicted: boolean,
  times: readonly (Interval | undefined)[],
): readonly (TimeAtSize | undefined)[] {
  const sum = (of: keyof Interval): number => times.reduce((total, time) => total + (time?.[of] ?? 0), 0);
  const all: Interval = { value: sum("value"), low: sum("low"), high: sum("high") };
  return times.map((self) => {
    if (self === undefined) return undefined;
    const least = self.low / (all.high - self.high + self.low || 1);
    const most = self.high / (all.low - self.low + self.high || 1);
    return {
      size,
      predicted: isPredicted,
      self,
      share: { value: self.value / (all.value || 1), low: least, high: most },
    };
  });
}
