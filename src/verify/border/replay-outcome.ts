import type { CallTimes, ReplayedFunction } from "../replay.ts";

/** Something that came out otherwise on the new version of a function than on the old one. */
export interface ReplayDifference {
  /** "return value", "argument xs", "exception", "printed text", "global NAME", "item 3" … */
  readonly what: string;
  /** Excerpts of the canonical dumps around the first difference. */
  readonly old: string;
  readonly new: string;
  /** `__qualname__` of the function. */
  readonly function: string;
  /** Which call of the function it was, counted from 1 within its process. */
  readonly call: number;
  /** How the call was made harder ("`xs` empty"); absent for a call as the program made it. */
  readonly harder?: string;
}

/** What replaying the changed function's calls on both versions showed. Plain data. */
export interface ReplayOutcome {
  /** Calls of the program that were replayed on both versions and compared (equal or not). */
  readonly calls: number;
  /** Calls derived from those that were compared as well. */
  readonly harderCalls: number;
  /** What the compared calls of the program took. */
  readonly times: readonly CallTimes[];
  /** Empty: both versions did the same in every compared call. */
  readonly differences: readonly ReplayDifference[];
  /** Derived calls where the new version raised an exception and the old one did not: loud, never another answer. */
  readonly loud: readonly ReplayDifference[];
  /** Sentences: what could not be compared and why. */
  readonly notCompared: readonly string[];
  /** Whether the program loaded the changed file and reached a function's definition at all. */
  readonly loaded: boolean;
  /** What was seen of each function whose definition was reached. */
  readonly functions: readonly ReplayedFunction[];
}
