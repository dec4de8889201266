import type { Interval } from "../../src/base/interval.ts";

/** A ratio with its 95 % interval, for the eye. */
export function describeInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(3)} (95 %: ${low.toFixed(3)} to ${high.toFixed(3)})`;
}
