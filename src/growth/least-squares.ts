import { growthOf } from "./curve.ts";
import type { Curve, GrowthPoint } from "./growth.ts";

/** A measurement with its weight: one over its variance. */
export interface WeightedPoint extends GrowthPoint {
  readonly weight: number;
}

/** A curve with the weighted sum of the squares of what it leaves. */
export interface Fitted {
  readonly curve: Curve;
  readonly squares: number;
}

/** The best curve of one shape: scale, and constant where one is allowed, both not below zero. */
export function fitShape(
  points: readonly WeightedPoint[],
  shape: Pick<Curve, "exponent" | "reference">,
  hasConstant: boolean,
): Fitted {
  const sums = { w: 0, x: 0, y: 0, xx: 0, xy: 0 };
  for (const { size, time, weight } of points) {
    const x = growthOf(shape, size);
    sums.w += weight;
    sums.x += weight * x;
    sums.y += weight * time;
    sums.xx += weight * x * x;
    sums.xy += weight * x * time;
  }
  const bare = { ...shape, constant: 0, scale: sums.xy / sums.xx };
  const curve = { ...shape, ...(hasConstant ? withConstant(sums) : bare) };
  const kept = curve.constant > 0 && curve.scale > 0 ? curve : bare;
  return { curve: kept, squares: squaresOf(points, kept) };
}

function withConstant({ w, x, y, xx, xy }: Readonly<Record<"w" | "x" | "y" | "xx" | "xy", number>>): {
  constant: number;
  scale: number;
} {
  const scale = (w * xy - x * y) / (w * xx - x * x);
  return { constant: (y - scale * x) / w, scale };
}

function squaresOf(points: readonly WeightedPoint[], curve: Curve): number {
  return points.reduce((sum, { size, time, weight }) => {
    return sum + weight * (time - curve.constant - curve.scale * growthOf(curve, size)) ** 2;
  }, 0);
}

/** Exponents that are looked at: nothing that grows faster than n^8 can be measured at four sizes. */
export const EXPONENTS = { least: -2, most: 8 } as const;
const STEP = 0.25;

/**
 * The exponent with the least squares: a golden section around the one that is `near`, or around the best of a look at
 * all of them.
 */
export function fitPower(
  points: readonly WeightedPoint[],
  reference: number,
  hasConstant: boolean,
  near?: number,
): Fitted {
  const at = (exponent: number): Fitted => fitShape(points, { exponent, reference }, hasConstant);
  const nearest = near ?? leastBy(LOOKED_AT, (exponent) => at(exponent).squares);
  return at(goldenSection((exponent) => at(exponent).squares, nearest - STEP, nearest + STEP));
}

const LOOKED_AT = Array.from(
  { length: (EXPONENTS.most - EXPONENTS.least) / STEP + 1 },
  (_, index) => EXPONENTS.least + index * STEP,
);

function leastBy(values: readonly number[], of: (value: number) => number): number {
  let best = { value: Number.NaN, of: Number.POSITIVE_INFINITY };
  for (const value of values) {
    const found = of(value);
    if (found < best.of) best = { value, of: found };
  }
  return best.value;
}

/** The place of the minimum (Kiefer 1953), to a ten-thousandth of the stretch. */
function goldenSection(of: (value: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  for (let step = 0; step < 20; step += 1) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (of(left) < of(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}
