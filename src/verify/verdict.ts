import type { Bytes } from "../base/units.ts";
import type { Interval } from "../base/interval.ts";
import type { Seconds } from "../base/units.ts";

/** How an attempt ended. */
export type VerdictKind = "kept" | "within-noise" | "slower" | "changed-behaviour" | "cannot-tell" | "not-applicable";

/** Old time over new time, from interleaved pairs: above 1 is faster. */
export interface Speedup {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

/** What the timed runs took beside their wall time. */
export interface Resources {
  /** Processor time, old over new. */
  readonly cpu: Speedup;
  /** Peak memory of the largest process, medians. */
  readonly memoryBefore: Bytes;
  readonly memoryAfter: Bytes;
}

/** What was compared between old and new, and what could not be. */
export interface Compared {
  /** Recorded calls of the changed function that were replayed on both. */
  readonly calls: number;
  /** Calls derived from the recorded ones. */
  readonly harderCalls: number;
  /** Outputs of the program that were compared: "stdout", "stderr", "exit status", "file out.csv". */
  readonly outputs: readonly string[];
  /** The user's own tests: their command's outcome, or that none was given. */
  readonly tests: "passed" | "failed" | "failed-before" | "not-asked";
  /** Sentences: what differs between two runs of the unchanged program, what could not be recorded or copied. */
  readonly notCompared: readonly string[];
  /** How far floats of the results and of the outputs were allowed to lie apart, and how far they did; absent: they had to be the same. */
  readonly tolerance?: { readonly relative: number; readonly furthest: number };
}

/** The outcome of an attempt. */
export interface Verdict {
  readonly kind: VerdictKind;
  readonly speedup?: Speedup;
  /** Wall times of the whole program, old and new of each pair; absent where nothing was timed, and in older records. */
  readonly times?: { readonly old: readonly Seconds[]; readonly new: readonly Seconds[] };
  /** Expected ratio by Amdahl from the finding's share. */
  readonly predicted: number;
  /** One sentence: why it was kept or not. */
  readonly reason: string;
  readonly compared: Compared;
  /** A/A: the ratio of the unchanged program to itself, with its interval. */
  readonly noise?: Interval;
  /** Where the program was timed. */
  readonly resources?: Resources;
}
