import type { Interval } from "../base/interval.ts";
import type { Curve, Curves } from "./growth.ts";

/** How much a curve has grown at a size, 1 at its reference. */
export function growthOf({ exponent, reference }: Pick<Curve, "exponent" | "reference">, size: number): number {
  if (exponent !== undefined) return (size / reference) ** exponent;
  return (size * Math.log(size + 1)) / (reference * Math.log(reference + 1));
}

/** Seconds at a size. */
export function timeAt(curve: Curve, size: number): number {
  return curve.constant + curve.scale * growthOf(curve, size);
}

/** Seconds at a size, with the interval that comes of not knowing the exponent better. */
export function predict({ best, low, high }: Curves, size: number): Interval {
  const value = timeAt(best, size);
  const ends = [value, timeAt(low, size), timeAt(high, size)];
  return { value, low: Math.min(...ends), high: Math.max(...ends) };
}
