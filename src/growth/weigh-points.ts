import { timeAt } from "./curve.ts";
import type { Curve, GrowthPoint } from "./growth.ts";
import { fitPower, type Fitted, type WeightedPoint } from "./least-squares.ts";

/** Rounds of fitting and weighing anew: the weights have settled to a per mille after three. */
const ROUNDS = 3;
/** The least relative noise of a run on a machine that does other things too (measured: 0.3 to 1 %). */
const LEAST_NOISE = 0.003;

/** A fit with the weights that belong to it. */
export interface WeighedFit extends Fitted {
  readonly points: readonly WeightedPoint[];
  readonly hasConstant: boolean;
}

/**
 * Fits a power, weighing every point by its variance at the *fitted* time: the machine's noise, a part of the time,
 * found from what the fit leaves, and the samples' grain. Weights from the measured times would favour those that
 * came out low by chance.
 */
export function fitWeighed(points: readonly GrowthPoint[], reference: number, hasConstant: boolean): WeighedFit {
  const free = points.length - (hasConstant ? 3 : 2);
  let expected = points.map((point) => meanAt(points, point.size));
  let weighed = weigh(points, expected, 0.05);
  let fitted = fitPower(weighed, reference, hasConstant);
  for (let round = 0; round < ROUNDS; round += 1) {
    expected = expectedBy(points, fitted.curve);
    weighed = weigh(points, expected, noiseOf(points, expected, free));
    fitted = fitPower(weighed, reference, hasConstant, fitted.curve.exponent);
  }
  return { ...fitted, points: weighed, hasConstant };
}

/** Half a sample at least: what no sample fell on still took time. */
function expectedBy(points: readonly GrowthPoint[], curve: Curve): number[] {
  const least = points.reduce((smallest, { time }) => (time > 0 ? Math.min(smallest, time) : smallest), 1);
  return points.map(({ size, grain }) => Math.max(timeAt(curve, size), grain / 2, least * 1e-3));
}

function meanAt(points: readonly GrowthPoint[], size: number): number {
  const times = points.filter((point) => point.size === size).map(({ time, grain }) => Math.max(time, grain / 2, 1e-9));
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}

function weigh(points: readonly GrowthPoint[], expected: readonly number[], noise: number): WeightedPoint[] {
  return points.map((point, index) => ({ ...point, weight: 1 / varianceOf(point, expected[index] ?? 1, noise) }));
}

function varianceOf({ grain }: GrowthPoint, expected: number, noise: number): number {
  return (noise * expected) ** 2 + grain * expected;
}

/** The relative noise at which what is left is as large as it should be (by bisection). */
function noiseOf(points: readonly GrowthPoint[], expected: readonly number[], free: number): number {
  const isTooSmall = (noise: number): boolean => {
    const chi = points.reduce((sum, point, index) => {
      const fit = expected[index] ?? 1;
      return sum + (point.time - fit) ** 2 / varianceOf(point, fit, noise);
    }, 0);
    return chi > Math.max(free, 1);
  };
  let [low, high] = [LEAST_NOISE, 10];
  if (!isTooSmall(low)) return low;
  for (let step = 0; step < 30; step += 1) {
    const middle = Math.sqrt(low * high);
    if (isTooSmall(middle)) low = middle;
    else high = middle;
  }
  return high;
}
