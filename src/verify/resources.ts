import type { Interval } from "../base/interval.ts";
import { median, pairedRatio } from "../base/statistics.ts";
import { bytes, type Bytes } from "../base/units.ts";
import { processorTimes, type Measurement, type Timing } from "./benchmark.ts";
import type { Resources } from "./verdict.ts";

/** Processor time, old over new: on a busy machine the clock shows who else was running, less work shows here as well. */
export function processorRatio({ olds, news }: Measurement): Interval {
  return pairedRatio(processorTimes(olds), processorTimes(news));
}

/** Time without the processor, old over new. */
export function waitingRatio({ olds, news }: Measurement): Interval {
  return pairedRatio(waitingTimes(olds), waitingTimes(news));
}

/**
 * Cores at work at a time, new over old, each at least one: on a busy machine that falls quiet one thread comes up to one core, and only
 * work beside other work comes beyond.
 */
export function coresRatio({ olds, news }: Measurement): Interval {
  return pairedRatio(coresOf(news), coresOf(olds));
}

const coresOf = (timings: readonly Timing[]): number[] => timings.map(({ wall, cpu }) => Math.max(1, cpu / wall));

/** Peak memory of the largest process, old over new. */
export function memoryRatio({ olds, news }: Measurement): Interval {
  return pairedRatio(peaks(olds), peaks(news));
}

function peaks(timings: readonly Timing[]): number[] {
  return timings.map(({ peakRss }) => peakRss);
}

function waitingTimes(timings: readonly Timing[]): number[] {
  return timings.map(({ wall, cpu }) => Math.max(1e-3, wall - cpu));
}

/** What a measurement says beside the clock. */
export function resourcesOf(measurement: Measurement): Resources {
  const { value, low, high } = processorRatio(measurement);
  const { olds, news } = measurement;
  return {
    cpu: { ratio: value, low, high, pairs: olds.length },
    memoryBefore: middleMemory(olds),
    memoryAfter: middleMemory(news),
  };
}

function middleMemory(timings: readonly Timing[]): Bytes {
  return bytes(Math.round(median(peaks(timings))));
}
