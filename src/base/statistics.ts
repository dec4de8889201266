import type { Interval } from "./interval.ts";
import { assert } from "./refusal.ts";
import { studentQuantile } from "./student.ts";

/** 97.5 % quantile of the standard normal distribution: both sides of a 95 % interval. */
const NORMAL_975 = 1.959963984540054;

/** The middle of the values (of an even number: the mean of the middle two). */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies; linear between neighbours (Hyndman & Fan's type 7, as in R and NumPy). */
export function quantile(values: readonly number[], share: number): number {
  assert(values.length > 0 && share >= 0 && share <= 1, "A quantile needs values and a share from 0 to 1.");
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** The mean of the values. */
function mean(values: readonly number[]): number {
  assert(values.length > 0, "A mean needs values.");
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The standard deviation of the population that the values were drawn from (n − 1). */
export function standardDeviation(values: readonly number[]): number {
  assert(values.length > 1, "A standard deviation needs two values.");
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Wilson's 95 % interval for a share that was seen in n observations (Wilson 1927); n may be an effective, broken
 * number. Without observations everything is possible.
 */
export function wilson(share: number, n: number): Interval {
  assert(
    share >= 0 && share <= 1 && n >= 0,
    "Wilson's interval needs a share from 0 to 1 and a number of observations.",
  );
  if (n === 0) return { value: share, low: 0, high: 1 };
  const z2 = NORMAL_975 ** 2;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (NORMAL_975 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return {
    value: share,
    low: share === 0 ? 0 : Math.max(0, centre - half),
    high: share === 1 ? 1 : Math.min(1, centre + half),
  };
}

/** How many equally weighted observations are worth as much as these weighted ones (Kish 1965). */
export function effectiveSize(sumOfWeights: number, sumOfSquares: number): number {
  return sumOfSquares === 0 ? 0 : sumOfWeights ** 2 / sumOfSquares;
}

/**
 * Old over new from paired measurements: the geometric mean of the ratios with Student's 95 % interval on their
 * logarithms. A single pair says nothing of the noise: its interval is everything.
 */
export function pairedRatio(olds: readonly number[], news: readonly number[]): Interval {
  assert(olds.length === news.length && olds.length > 0, "A paired ratio needs as many old as new values.");
  const logs = olds.map((old, index) => Math.log(old / (news[index] ?? Number.NaN)));
  assert(logs.every(Number.isFinite), "A paired ratio needs values above zero.");
  const centre = mean(logs);
  if (logs.length === 1) return { value: Math.exp(centre), low: 0, high: Number.POSITIVE_INFINITY };
  const half = (studentQuantile(0.975, logs.length - 1) * standardDeviation(logs)) / Math.sqrt(logs.length);
  return { value: Math.exp(centre), low: Math.exp(centre - half), high: Math.exp(centre + half) };
}

/** A ratio from some pairs, with its interval from `pairedRatio`. */
interface MeasuredRatio extends Interval {
  readonly pairs: number;
}

/**
 * The product of ratios that were measured one after the other: logarithms add, so do the squares of their standard
 * errors, and Student's interval has Satterthwaite's (1946) degrees of freedom. One ratio keeps its interval.
 */
export function chainRatios(ratios: readonly MeasuredRatio[]): Interval {
  const [only, ...others] = ratios;
  assert(only !== undefined, "A product needs a ratio.");
  if (others.length === 0) return { value: only.value, low: only.low, high: only.high };
  assert(
    ratios.every(({ pairs }) => pairs > 1),
    "A ratio's standard error needs two pairs.",
  );
  const squares = ratios.map(
    ({ value, high, pairs }) => (Math.log(high / value) / studentQuantile(0.975, pairs - 1)) ** 2,
  );
  const variance = squares.reduce((sum, square) => sum + square, 0);
  const parts = ratios.reduce((sum, { pairs }, index) => sum + (squares[index] ?? 0) ** 2 / (pairs - 1), 0);
  const value = ratios.reduce((product, ratio) => product * ratio.value, 1);
  if (variance === 0) return { value, low: value, high: value };
  const half = studentQuantile(0.975, variance ** 2 / parts) * Math.sqrt(variance);
  return { value, low: value * Math.exp(-half), high: value * Math.exp(half) };
}

/** Enough for the 2.5 % tails to be steady to about a tenth of the interval's width. */
const RESAMPLES = 2000;

/** Median of the old over median of the new, with a percentile bootstrap's 95 % interval (Efron 1979); unpaired. */
export function bootstrapRatioOfMedians(
  olds: readonly number[],
  news: readonly number[],
  random: () => number,
): Interval {
  const value = median(olds) / median(news);
  const ratios = new Float64Array(RESAMPLES);
  for (let index = 0; index < RESAMPLES; index += 1) {
    ratios[index] = resampledMedian(olds, random) / resampledMedian(news, random);
  }
  ratios.sort();
  return { value, low: quantileOfSorted(ratios, 0.025), high: quantileOfSorted(ratios, 0.975) };
}

function resampledMedian(values: readonly number[], random: () => number): number {
  const drawn = Float64Array.from(values, () => values[Math.floor(random() * values.length)] ?? Number.NaN);
  return quantileOfSorted(drawn.sort(), 0.5);
}

function quantileOfSorted(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  // Also right where both are infinite.
  return below === above ? below : below + (above - below) * (place - Math.floor(place));
}
