import { median } from "../base/statistics.ts";
import { fraction, seconds, type Fraction, type Seconds } from "../base/units.ts";
import { functionKey, type FunctionTimes, type NamedFunction } from "../rank/function-times.ts";
import { coursesOf, type TimeAtSize } from "./course.ts";
import { fitGrowth } from "./fit-growth.ts";
import type { Growth, GrowthPoint } from "./growth.ts";

/** One profiled run at one size. */
export interface SizedRun {
  readonly size: number;
  readonly wall: Seconds;
  readonly times: FunctionTimes;
}

/** How one part of a program grows: a function's own time, or everything else together. */
export interface PartGrowth {
  readonly self: Growth;
  /** The median at the largest size that was run. */
  readonly selfTime: Seconds;
  /** By size, ascending; empty where the growth is not known. */
  readonly course: readonly TimeAtSize[];
}

/** How one function grows. */
export interface FunctionGrowth extends PartGrowth, NamedFunction {
  readonly cumulative: Growth;
  readonly cumulativeTime: Seconds;
}

/** What the sizes say of a program. */
export interface ProgramGrowth {
  /** Of the wall time. */
  readonly program: Growth;
  /** The one that takes most at the first predicted size comes first. */
  readonly functions: readonly FunctionGrowth[];
  /** Start-up, small functions, and those whose own growth cannot be told. */
  readonly others: PartGrowth;
  /** Of the time at the largest size, what is in parts whose growth is known. */
  readonly known: Fraction;
}

/** Below this share of the time at every size a function is one of the others. */
const LEAST_SHARE = 0.01;

/** Fits every function's self and cumulative time, and says what each takes at the predicted sizes. */
export function growthOfProgram(runs: readonly SizedRun[], predicted: readonly number[]): ProgramGrowth {
  const sizes = [...new Set(runs.map(({ size }) => size))].sort((a, b) => a - b);
  const rows = namesOf(runs)
    .map((name) => ({ name, ...pointsOf(name, runs) }))
    .filter(({ cumulative }) => isWorthARow(cumulative, runs))
    .map((row) => ({ ...row, growth: fitGrowth(row.self) }));
  const known = rows.filter(({ growth }) => growth.kind === "known");
  const rest = othersOf(runs, known);
  const parts = [...known, { self: rest, growth: fitGrowth(rest) }];
  const courses = coursesOf(parts, sizes, predicted);
  const part = (self: readonly GrowthPoint[], growth: Growth): PartGrowth => {
    const course = courses[parts.findIndex((one) => one.self === self)] ?? [];
    return { self: growth, selfTime: lastMedian(self, sizes), course };
  };
  const functions = rows.map(({ name, self, cumulative, growth }): FunctionGrowth => {
    const cumulativeTime = lastMedian(cumulative, sizes);
    return { ...name, ...part(self, growth), cumulative: fitGrowth(cumulative), cumulativeTime };
  });
  return {
    program: fitGrowth(runs.map(({ size, wall }) => ({ size, time: wall, grain: 0 }))),
    functions: functions.toSorted((a, b) => predictedTime(b, predicted) - predictedTime(a, predicted)),
    others: part(rest, fitGrowth(rest)),
    known: shareKnown(parts, sizes),
  };
}

function namesOf(runs: readonly SizedRun[]): readonly NamedFunction[] {
  const names = new Map<string, NamedFunction>();
  for (const { function: name, file, line } of runs.flatMap(({ times }) => times.functions)) {
    const named = { function: name, file, line };
    names.set(functionKey(named), named);
  }
  return [...names.values()];
}

interface Points {
  readonly self: readonly GrowthPoint[];
  readonly cumulative: readonly GrowthPoint[];
}

function pointsOf(name: NamedFunction, runs: readonly SizedRun[]): Points {
  const key = functionKey(name);
  const found = runs.map((run) => ({ run, time: run.times.functions.find((one) => functionKey(one) === key) }));
  return {
    self: found.map(({ run, time }) => pointOf(run, time?.self ?? 0)),
    cumulative: found.map(({ run, time }) => pointOf(run, time?.cumulative ?? 0)),
  };
}

/** Of a known total, a part's sampled time varies as a binomial's count does. */
function pointOf({ size, times }: SizedRun, time: number): GrowthPoint {
  return { size, time, grain: times.grain * (times.total > 0 ? 1 - time / times.total : 1) };
}

function othersOf(runs: readonly SizedRun[], rows: readonly Points[]): readonly GrowthPoint[] {
  return runs.map((run, index) => {
    const named = rows.reduce((sum, { self }) => sum + (self[index]?.time ?? 0), 0);
    return pointOf(run, Math.max(0, run.times.total - named));
  });
}

function isWorthARow(points: readonly GrowthPoint[], runs: readonly SizedRun[]): boolean {
  return runs.some(({ times }, index) => (points[index]?.time ?? 0) >= LEAST_SHARE * times.total && times.total > 0);
}

function lastMedian(points: readonly GrowthPoint[], sizes: readonly number[]): Seconds {
  return seconds(median(points.filter(({ size }) => size === sizes.at(-1)).map(({ time }) => time)));
}

function predictedTime({ course, selfTime }: PartGrowth, predicted: readonly number[]): number {
  return course.find(({ size }) => size === predicted[0])?.self.value ?? selfTime;
}

function shareKnown(
  parts: readonly { readonly self: readonly GrowthPoint[]; readonly growth: Growth }[],
  sizes: readonly number[],
): Fraction {
  const times = parts.map(({ self, growth }) => ({ time: lastMedian(self, sizes), isKnown: growth.kind === "known" }));
  const sum = (of: typeof times): number => of.reduce((total, { time }) => total + time, 0);
  return fraction(sum(times.filter(({ isKnown }) => isKnown)) / (sum(times) || 1));
}
