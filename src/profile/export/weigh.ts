import type { StackWeight } from "../profile.ts";
import type { WeightMode } from "./exporter.ts";

/** Gives the whole number that a weight stands for in a format. */
export type Weigh = (weight: StackWeight) => number;

/**
 * Nanoseconds, samples in the mode `samples`, bytes in the mode `bytes`. Whole numbers, so that sums over any order are exact and intervals
 * nest (2⁵³ ns are 104 days).
 */
export function ticksIn(mode: WeightMode): Weigh {
  switch (mode) {
    case "samples":
      return ({ samples }) => samples;
    case "bytes":
      return (weight) => weight.bytes ?? 0;
    case "wall":
    case "cpu":
    case "gil":
      return (weight) => Math.max(0, Math.round(weight[mode] * 1e9));
  }
}

/** Nanoseconds in every mode, for formats that know nothing but time: there a sample is drawn as one millisecond. */
export function nanosecondsIn(mode: WeightMode): Weigh {
  return mode === "samples" ? ({ samples }) => samples * nanosecondsOfSample : ticksIn(mode);
}

const nanosecondsOfSample = 1e6;
