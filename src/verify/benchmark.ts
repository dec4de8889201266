import type { Interval } from "../base/interval.ts";
import { median, pairedRatio } from "../base/statistics.ts";
import type { Bytes, Seconds } from "../base/units.ts";
import type { World } from "../base/world.ts";

/** What one timed run took. */
export interface Timing {
  readonly wall: Seconds;
  readonly cpu: Seconds;
  readonly peakRss: Bytes;
}

/**
 * What a better program has less of: a faster one works less, or, where it is made to work `beside` itself, waits less or leaves
 * fewer cores idle; one that `memory` is saved in may take as long as before.
 */
export type Saving = "processor" | "beside" | "memory";

/** How long to measure, and what counts as a gain. */
export interface BenchmarkOptions {
  /** 0.05: the new version must be at least 5 % faster. */
  readonly minGain: number;
  readonly minPairs: number;
  readonly maxPairs: number;
  /** No pair is begun that would end after this; the least number of pairs is run all the same. */
  readonly budgetSeconds: number;
  /** A gain in time may cost more than twice the memory. */
  readonly tradesMemory?: boolean;
  /** What a library takes that the user agreed with: as much more is no matter. */
  readonly allowedMemory?: number;
  /** Of what there must be less; where it is absent the processor's time, or for a program that mostly waits either. */
  readonly saving?: Saving;
}

/**
 * The options that hold where the user gives none. Of true gains of 10 %, simulated at 1, 3 and 5 % noise with one run in 20 delayed by
 * 30 %, at most 15 pairs keep 78, 62 and 45 %, at most 30 keep 97, 92 and 80 %; unchanged programs take 5 to 8 pairs either way.
 */
export const defaultBenchmark: BenchmarkOptions = { minGain: 0.05, minPairs: 3, maxPairs: 30, budgetSeconds: 120 };

/** Old and new, run alternately in fresh processes. */
export interface Measurement {
  readonly olds: readonly Timing[];
  readonly news: readonly Timing[];
  /** Old over new on wall time. */
  readonly speedup: Interval;
  /** A/A: successive runs of one version over each other. Absent where there are not two such pairs. */
  readonly noise?: Interval;
}

/** What is timed: each call is a fresh process. Undefined stops the measurement. */
export interface Contestants {
  readonly runOld: () => Promise<Timing | undefined>;
  readonly runNew: () => Promise<Timing | undefined>;
  /** Earlier runs of the unchanged program, warm; they count for the noise. */
  readonly unchanged: readonly Timing[];
}

/** Runs interleaved pairs, in random order inside each, until the answer is clear; undefined when a run stopped it. */
export async function benchmark(
  contestants: Contestants,
  options: BenchmarkOptions,
  world: World,
): Promise<Measurement | undefined> {
  const olds: Timing[] = [];
  const news: Timing[] = [];
  const started = world.now();
  let measurement: Measurement | undefined;
  while (measurement === undefined || !isEnough(measurement, options, (world.now() - started) / 1000)) {
    world.report({ stage: "benchmark", detail: `pair ${olds.length + 1} of at most ${options.maxPairs}` });
    const isOldFirst = world.random() < 0.5;
    const first = await (isOldFirst ? contestants.runOld() : contestants.runNew());
    const second = first && (await (isOldFirst ? contestants.runNew() : contestants.runOld()));
    if (first === undefined || second === undefined) return undefined;
    olds.push(isOldFirst ? first : second);
    news.push(isOldFirst ? second : first);
    measurement = evaluate(olds, news, contestants.unchanged);
  }
  return measurement;
}

/** The figures of the pairs so far. */
export function evaluate(olds: readonly Timing[], news: readonly Timing[], unchanged: readonly Timing[]): Measurement {
  const noise = noiseOf(walls([...unchanged, ...olds]), walls(news));
  const speedup = pairedRatio(walls(olds), walls(news));
  return { olds: [...olds], news: [...news], speedup, ...(noise !== undefined && { noise }) };
}

/**
 * Looking again after each pair gives chance as many chances, so what decides is an interval this much wider than the
 * one that is shown; and to stop before the last pair takes a still wider one. Simulated (log-normal noise, one run in
 * 20 delayed by 30 %, 8,000 measurements each), unchanged programs are kept in 0.2 % of cases at 10 % noise and in
 * 0.3 % at 20 %; the plain interval kept 1.0 % and 1.6 %.
 */
const CAUTION = 1.5;
const EARLY_CAUTION = 2;

/** Two pairs are enough where even the wide interval lies beyond this: no unchanged program does that by chance. */
const FEWEST_PAIRS = 2;
const LARGE_GAIN = 1.5;
/**
 * Without hope: even this part of the interval's upper half ends below the least gain. Simulated as above, that takes a third of
 * the pairs off unchanged programs (6.8 to 4.7 at 2 % noise), and gains of 7 % and more are kept as often as before.
 */
const HOPE = 0.5;
/** Pairs may take this many times the program's own time, and half a minute in any case. */
const TIMES_OWN = 10;
const LEAST_BUDGET_S = 30;

/** The lower end of the interval that decides. */
export function cautiousLow({ speedup: { value, low } }: Measurement, caution: number = CAUTION): number {
  return value * (low / value) ** caution;
}

/** Is the new version so much faster than this that more pairs are not needed to see it? */
function isClearly(faster: number, measurement: Measurement): boolean {
  const { speedup, noise } = measurement;
  return cautiousLow(measurement, EARLY_CAUTION) > faster && noise !== undefined && speedup.value > noise.high;
}

function isHopeless({ speedup: { value, high } }: Measurement, minGain: number): boolean {
  return value * (high / value) ** HOPE < 1 + minGain;
}

/** Does the processor's time, which has to fall as well, look as if it did, without being told from chance? Then the answer is not clear yet. */
function mayBeSaved({ olds, news }: Measurement, { saving, minGain }: BenchmarkOptions): boolean {
  if (saving !== "processor") return false;
  const { value, low } = pairedRatio(processorTimes(olds), processorTimes(news));
  return low <= 1 && value > 1 + minGain;
}

/** At least a millisecond each: a ratio needs something to divide by. */
export function processorTimes(timings: readonly Timing[]): number[] {
  return timings.map(({ cpu }) => Math.max(1e-3, cpu));
}

/** The middle wall time of some runs. */
export function middleWall(timings: readonly Timing[]): number {
  return median(walls(timings));
}

/** Peak memory hardly differs from run to run: these pairs are to show that the time has not grown. */
const PAIRS_FOR_MEMORY = 6;

function isEnough(measurement: Measurement, options: BenchmarkOptions, spent: number): boolean {
  const pairs = measurement.olds.length;
  if (options.saving === "memory") return pairs >= PAIRS_FOR_MEMORY;
  const least = 1 + options.minGain;
  if (pairs < options.minPairs) {
    return (
      pairs >= FEWEST_PAIRS && isClearly(Math.max(LARGE_GAIN, least), measurement) && !mayBeSaved(measurement, options)
    );
  }
  if (pairs >= options.maxPairs) return true;
  if (isHopeless(measurement, options.minGain)) return true;
  if (isClearly(least, measurement) && !mayBeSaved(measurement, options)) return true;
  const own = Math.max(LEAST_BUDGET_S, TIMES_OWN * middleWall(measurement.olds));
  return spent + spent / pairs > Math.min(options.budgetSeconds, own);
}

/** How far runs of one version lie apart: the unchanged one's, and the new one's too where those are too few. */
function noiseOf(unchanged: readonly number[], news: readonly number[]): Interval | undefined {
  const old = neighbours(unchanged);
  if (old.firsts.length > 1) return pairedRatio(old.firsts, old.seconds);
  const now = neighbours(news);
  const firsts = [...old.firsts, ...now.firsts];
  return firsts.length < 2 ? undefined : pairedRatio(firsts, [...old.seconds, ...now.seconds]);
}

/** Successive runs as pairs; with few runs each is used for both neighbours. */
function neighbours(times: readonly number[]): { firsts: number[]; seconds: number[] } {
  const step = times.length >= 8 ? 2 : 1;
  const firsts: number[] = [];
  const seconds: number[] = [];
  for (let index = 0; index + 1 < times.length; index += step) {
    firsts.push(times[index] ?? Number.NaN);
    seconds.push(times[index + 1] ?? Number.NaN);
  }
  return { firsts, seconds };
}

function walls(timings: readonly Timing[]): number[] {
  return timings.map(({ wall }) => wall);
}
