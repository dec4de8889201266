import type { Interval } from "../base/interval.ts";
import { median, pairedRatio } from "../base/statistics.ts";
import { cautiousLow, middleWall, type BenchmarkOptions, type Measurement, type Timing } from "./benchmark.ts";
import type { VerdictKind } from "./verdict.ts";

/** What the measurement says, before anything else is weighed. */
export interface Judgement {
  readonly kind: Extract<VerdictKind, "kept" | "within-noise" | "slower" | "cannot-tell">;
  readonly reason: string;
}

/** Below this, starting Python is most of what is timed. */
const SHORTEST_RUN_S = 0.05;
/** Peak memory may grow by this factor before it is said, and by the second one before the fix is refused. */
const SAID_MEMORY = 1.2;
const REFUSED_MEMORY = 2;
/** Less than this is no matter, whatever the factor. */
const SMALL_MEMORY = 20e6;
/** Processor time that grows more than this while the clock time falls is said (threads, processes). */
const SAID_CPU = 1.5;
/** A machine whose speed moves by more than this while it measures is not fit for measuring small gains. */
const DRIFT = 0.25;
/** Kendall's tau of a drift that is none of chance: its p is 0.08 at five pairs, below 0.01 at ten (two-sided). */
const CLEAR_DRIFT = 0.7;
/** Fewer pairs show no trend. */
const PAIRS_FOR_DRIFT = 5;

/** What a fix wants to have less of: a fix that lets threads wait side by side works as much as before, or more. */
export type Saving = "processor" | "waiting";

/** Applies the rule of keeping to a measurement. */
export function judgeMeasurement(
  measurement: Measurement,
  options: BenchmarkOptions,
  saving: Saving = "processor",
): Judgement {
  const oldWall = middleWall(measurement.olds);
  if (oldWall < SHORTEST_RUN_S) {
    return { kind: "cannot-tell", reason: `The program runs for ${say(oldWall)} s: too short to tell.` };
  }
  const drift = driftOf(measurement);
  const gain = Math.abs(Math.log(measurement.speedup.value));
  if (Math.abs(drift) > Math.max(Math.log(1 + DRIFT), gain)) {
    const percent = Math.round((Math.exp(Math.abs(drift)) - 1) * 100);
    const reason = `The machine's own speed drifted by ${percent} % while it was measured: no gain can be told from that.`;
    return { kind: "cannot-tell", reason };
  }
  return judgeSpeed(measurement, options, saving);
}

function judgeSpeed(measurement: Measurement, options: BenchmarkOptions, saving: Saving): Judgement {
  const { speedup, noise } = measurement;
  const shown = `${say(speedup.value)} (95 % interval ${say(speedup.low)} to ${say(speedup.high)}, ${measurement.olds.length} pairs)`;
  if (speedup.high < 1) return { kind: "slower", reason: `The new version is slower: old over new is ${shown}.` };
  if (cautiousLow(measurement) <= 1) {
    return { kind: "within-noise", reason: `No gain beyond the noise: old over new is ${shown}.` };
  }
  if (speedup.value < 1 + options.minGain) {
    const least = `the least gain of ${Math.round(options.minGain * 1000) / 10} %`;
    return { kind: "within-noise", reason: `The gain is below ${least}: old over new is ${shown}.` };
  }
  if (noise === undefined || speedup.value <= noise.high) {
    const itself = noise === undefined ? "cannot be told" : `reaches ${say(noise.high)}`;
    return { kind: "within-noise", reason: `Old over new is ${shown}, but old over old ${itself}.` };
  }
  const saved = savedRatio(measurement, saving);
  if (saved.low <= 1) {
    const ratio = `${say(saved.value)} (${say(saved.low)} to ${say(saved.high)})`;
    const what = saving === "processor" ? "the processor time" : "the time without the processor";
    return {
      kind: "within-noise",
      reason: `The clock says ${shown}, but ${what} did not fall: old over new is ${ratio}.`,
    };
  }
  return judgeMemory(measurement, `Same behaviour, and faster: old over new is ${shown}.`);
}

/** What is to be saved, old over new: on a busy machine the clock shows who else was running, less work shows here as well. */
function savedRatio({ olds, news }: Measurement, saving: Saving): Interval {
  const times = saving === "processor" ? processorTimes : waitingTimes;
  return pairedRatio(times(olds), times(news));
}

function waitingTimes(timings: readonly Timing[]): number[] {
  return timings.map(({ wall, cpu }) => Math.max(1e-3, wall - cpu));
}

/** At least a millisecond each: a ratio needs something to divide by. */
function processorTimes(timings: readonly Timing[]): number[] {
  return timings.map(({ cpu }) => Math.max(1e-3, cpu));
}

function judgeMemory({ olds, news }: Measurement, faster: string): Judgement {
  const before = median(olds.map(({ peakRss }) => peakRss));
  const after = median(news.map(({ peakRss }) => peakRss));
  const isMuch = after - before > SMALL_MEMORY;
  const sizes = `${Math.round(before / 1e6)} MB to ${Math.round(after / 1e6)} MB`;
  if (isMuch && after > REFUSED_MEMORY * before) {
    return { kind: "slower", reason: `Faster, but the peak memory grows from ${sizes}, more than twice as much.` };
  }
  const notes = isMuch && after > SAID_MEMORY * before ? [`The peak memory grows from ${sizes}.`] : [];
  const cpu = middleCpu(news) / middleCpu(olds);
  if (cpu > SAID_CPU) notes.push(`It takes ${say(cpu)} times the processor time.`);
  return { kind: "kept", reason: [faster, ...notes].join(" ") };
}

/**
 * How far the machine's speed moved from the first to the last pair (logarithm): the middle of all slopes
 * (Theil–Sen), where most pairs agree on the direction (Kendall's tau); else it is noise, not drift.
 */
function driftOf({ olds, news }: Measurement): number {
  if (olds.length < PAIRS_FOR_DRIFT) return 0;
  const logs = olds.map(({ wall }, index) => (Math.log(wall) + Math.log(news[index]?.wall ?? wall)) / 2);
  const slopes = logs.flatMap((late, to) => logs.slice(0, to).map((early, from) => (late - early) / (to - from)));
  const tau = slopes.reduce((sum, slope) => sum + Math.sign(slope), 0) / slopes.length;
  return Math.abs(tau) < CLEAR_DRIFT ? 0 : median(slopes) * (logs.length - 1);
}

function middleCpu(timings: readonly Timing[]): number {
  return Math.max(1e-3, median(timings.map(({ cpu }) => cpu)));
}

function say(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  return value < 0.1 ? value.toPrecision(1) : value.toFixed(2);
}
