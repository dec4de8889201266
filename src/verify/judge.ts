import { median } from "../base/statistics.ts";
import type { Interval } from "../base/interval.ts";
import { cautiousLow, middleWall } from "./benchmark.ts";
import type { BenchmarkOptions, Measurement, Timing } from "./benchmark.ts";
import { coresRatio, memoryRatio, processorRatio, resourcesOf, waitingRatio } from "./resources.ts";
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

/** Applies the rule of keeping to a measurement. */
export function judgeMeasurement(measurement: Measurement, options: BenchmarkOptions): Judgement {
  if (options.saving === "memory") return judgePeak(measurement, options);
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
  return judgeSpeed(measurement, options);
}

function judgeSpeed(measurement: Measurement, options: BenchmarkOptions): Judgement {
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
  const unsaved = savings(measurement, options).map((saving) => ({ saving, ratio: SAVED[saving](measurement) }));
  if (unsaved.every(({ ratio }) => ratio.low <= 1)) {
    const said = unsaved.map(
      ({ saving, ratio }) =>
        `${SAVING_WORDS[saving]} did not fall: old over new is ${say(ratio.value)} (${say(ratio.low)} to ${say(ratio.high)})`,
    );
    return { kind: "within-noise", reason: `The clock says ${shown}, but ${said.join(", and ")}.` };
  }
  return judgeMemory(measurement, `Same behaviour, and faster: old over new is ${shown}.`, options);
}

/** On a busy machine the clock shows who else was running; less work, or less waiting, shows here as well. */
const SAVED: Readonly<Record<SavedTime, (measurement: Measurement) => Interval>> = {
  processor: processorRatio,
  waiting: waitingRatio,
  cores: coresRatio,
};
type SavedTime = "processor" | "waiting" | "cores";
const SAVING_WORDS: Readonly<Record<SavedTime, string>> = {
  processor: "the processor time",
  waiting: "the time without the processor",
  cores: "the time that each core stood idle",
};

/** A program that computes more than it waits has less to compute when it is faster: what it waits for is the machine's other work. */
function savings({ olds }: Measurement, { saving }: BenchmarkOptions): readonly SavedTime[] {
  if (saving === "processor") return ["processor"];
  if (saving === "beside") return ["waiting", "cores"];
  return middleCpu(olds) < middleWall(olds) / 2 ? ["processor", "waiting"] : ["processor"];
}

/** A program that takes less memory and this much more time is not better for it. */
const SLOWER = 0.9;

/** Keeps what lowers the peak memory, and says or refuses what it costs in time. */
function judgePeak(measurement: Measurement, options: BenchmarkOptions): Judgement {
  const { speedup, olds } = measurement;
  const peak = memoryRatio(measurement);
  const shown = `the peak memory, old over new, is ${say(peak.value)} (95 % interval ${say(peak.low)} to ${say(peak.high)}, ${olds.length} pairs)`;
  if (peak.low <= 1 || peak.value < 1 + options.minGain) {
    return { kind: "within-noise", reason: `Too little is saved: ${shown}.` };
  }
  const time = `the time ${say(speedup.value)} (${say(speedup.low)} to ${say(speedup.high)})`;
  if (speedup.high < 1 && speedup.value < SLOWER) {
    return { kind: "slower", reason: `Less memory, but slower: ${shown}, ${time}.` };
  }
  const cost = speedup.high < 1 ? ` It takes a little longer: ${time}.` : "";
  return { kind: "kept", reason: `Same behaviour in less memory: ${shown}.${cost}` };
}

function judgeMemory(measurement: Measurement, faster: string, options: BenchmarkOptions): Judgement {
  const { olds, news } = measurement;
  const { memoryBefore: before, memoryAfter: after } = resourcesOf(measurement);
  const isMuch = after - before > SMALL_MEMORY;
  const sizes = `${Math.round(before / 1e6)} MB to ${Math.round(after / 1e6)} MB`;
  const own = after - (options.allowedMemory ?? 0);
  if (isMuch && own > REFUSED_MEMORY * before && options.tradesMemory !== true) {
    const reason = `Faster, but the peak memory grows from ${sizes}, more than twice as much (--trade-memory allows it).`;
    return { kind: "slower", reason };
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
