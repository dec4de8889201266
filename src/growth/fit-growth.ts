import { fisherTail } from "../base/fisher.ts";
import { studentQuantile } from "../base/student.ts";
import type { Growth, GrowthPoint, UnknownGrowth } from "./growth.ts";
import { EXPONENTS, fitPower, fitShape, type Fitted, type WeightedPoint } from "./least-squares.ts";
import { fitWeighed, type WeighedFit } from "./weigh-points.ts";

/** Two parameters go through any two sizes. */
const LEAST_SIZES = 3;
/** Sizes that lie within a factor of two say nothing of tenfold ones. */
const LEAST_RANGE = 2;
/** At the largest sizes together: fewer leave a time uncertain by a third. */
const LEAST_SAMPLES = 10;
/** Half the interval's width: beyond, n and n² are one. */
const WIDEST = 0.5;
/** A constant, or a curve that no power is, is believed when chance would look like it in one of twenty cases. */
const SIGNIFICANT = 0.05;

/**
 * How a time grows with the size: `a·n^b` by weighted least squares, with a constant where the times ask for one
 * (F test), an interval on b by its profile, and n log n beside it. Too little, too noisy: it says so.
 */
export function fitGrowth(points: readonly GrowthPoint[]): Growth {
  const sizes = [...new Set(points.map(({ size }) => size))].sort((a, b) => a - b);
  const [smallest = 1, largest = 1] = [sizes[0], sizes.at(-1)];
  if (sizes.length < LEAST_SIZES || largest < LEAST_RANGE * smallest) return unknown("too-few-sizes", points);
  if (samplesAt(points, largest) < LEAST_SAMPLES) return unknown("too-few-samples", points);
  const bare = fitWeighed(points, largest, false);
  const full = points.length > LEAST_SIZES ? fitWeighed(points, largest, true) : bare;
  if (full.curve.constant > 0 && isConstantNeeded(full, largest)) return describe(full, sizes.length);
  // A constant too small to be seen makes the power look smaller than it is: the interval reaches to what it would be.
  return describe(bare, sizes.length, full.curve.exponent);
}

function unknown(because: UnknownGrowth["because"], { length }: readonly GrowthPoint[]): UnknownGrowth {
  return { kind: "cannot-tell", because, points: length };
}

function samplesAt(points: readonly GrowthPoint[], size: number): number {
  const there = points.filter((point) => point.size === size);
  return there.reduce((sum, { time, grain }) => sum + (grain > 0 ? time / grain : time > 0 ? LEAST_SAMPLES : 0), 0);
}

/** Whether leaving the constant out leaves more than chance does. */
function isConstantNeeded({ points, squares }: WeighedFit, reference: number): boolean {
  const free = points.length - 3;
  const without = fitPower(points, reference, false).squares;
  return fisherTail((without - squares) / (squares / free), 1, free) < SIGNIFICANT;
}

/** `reaching`: an exponent that the interval has to hold too. */
function describe(fit: WeighedFit, sizes: number, reaching = fit.curve.exponent): Growth {
  const { points, curve, hasConstant } = fit;
  const { reference } = curve;
  const best = curve.exponent ?? Number.NaN;
  const limit = fit.squares + allowance(fit, sizes);
  const at = (exponent: number): Fitted => fitShape(points, { exponent, reference }, hasConstant);
  const isInside = (exponent: number): boolean => at(exponent).squares <= limit;
  const [low, edge] = [edgeOf(isInside, best, EXPONENTS.least), edgeOf(isInside, best, EXPONENTS.most)];
  if (low === undefined || edge === undefined || edge - low > 2 * WIDEST) return unknown("too-noisy", points);
  const high = Math.min(Math.max(edge, reaching ?? edge), low + 2 * WIDEST);
  const nLogN = fitShape(points, { reference }, hasConstant);
  const fitsNLogN = nLogN.squares <= limit;
  const isNLogN = fitsNLogN && !(low <= 1 && high >= 1);
  const chosen = isNLogN ? nLogN : fit;
  return {
    kind: "known",
    exponent: { value: best, low, high },
    shape: isNLogN ? "n-log-n" : "power",
    fitsNLogN,
    constant: chosen.curve.constant,
    points: points.length,
    curves: { best: chosen.curve, low: at(low).curve, high: at(high).curve },
  };
}

/**
 * How much more than the least squares a curve may leave and still be inside the 95 % interval. Where the sizes'
 * means lie off the curve by more than the repeats' noise explains, it is the means that are the measurements.
 */
function allowance({ points, squares, hasConstant }: WeighedFit, sizes: number): number {
  const parameters = hasConstant ? 3 : 2;
  const pure = pureSquares(points);
  const [repeats, free] = [points.length - sizes, sizes - parameters];
  const misfit = Math.max(0, squares - pure);
  if (free > 0 && repeats > 0 && fisherTail(misfit / free / (pure / repeats), free, repeats) < SIGNIFICANT) {
    return studentQuantile(0.975, free) ** 2 * (misfit / free);
  }
  const degrees = points.length - parameters;
  // One is what the known variances give: a lucky fit does not make them smaller.
  return studentQuantile(0.975, degrees) ** 2 * Math.max(1, squares / degrees);
}

/** What the points of one size leave around their own mean. */
function pureSquares(points: readonly WeightedPoint[]): number {
  const groups = new Map<number, WeightedPoint[]>();
  for (const point of points) groups.set(point.size, [...(groups.get(point.size) ?? []), point]);
  return [...groups.values()].reduce((sum, group) => {
    const weight = group.reduce((total, point) => total + point.weight, 0);
    const mean = group.reduce((total, point) => total + point.weight * point.time, 0) / weight;
    return sum + group.reduce((total, point) => total + point.weight * (point.time - mean) ** 2, 0);
  }, 0);
}

/** The last exponent on the way that is still inside, by bisection; undefined where all of them are. */
function edgeOf(isInside: (exponent: number) => boolean, from: number, to: number): number | undefined {
  if (isInside(to)) return undefined;
  let [inside, outside] = [from, to];
  for (let step = 0; step < 30; step += 1) {
    const middle = (inside + outside) / 2;
    if (isInside(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
