import type { Seconds } from "../../base/units.ts";

/** Hashability as the probe tells it from types: see `Hashability` in diagnose/evidence.ts. */
export type ProbedHashability = "builtin" | "proven" | "custom" | "unhashable" | "unknown";

/** Types of the values that were seen at one place. */
export interface ProbedKinds {
  /** Type names, most frequent first, with how often each was seen. */
  readonly types: readonly (readonly [name: string, count: number])[];
  readonly hashable: ProbedHashability;
  /** There were values whose types are not among these. */
  readonly partial: boolean;
}

/** A size with how many observations it stands for. */
export interface WeightedSize {
  readonly size: number;
  readonly weight: number;
}

/** Executions whose operands were of nearly one size. */
export interface TimedStretch {
  readonly executions: number;
  /** Mean size of their operands. */
  readonly size: number;
  /** Mean time of one. */
  readonly time: Seconds;
  /** Variance of that mean, in s². */
  readonly variance: number;
}

/** How often a function was called with arguments that it had had before. */
export interface ProbedRepeats {
  /** Calls whose arguments were looked at. */
  readonly looked: number;
  /** Those with nothing but numbers, text, None and tuples of those among their arguments. */
  readonly plain: number;
  /** Those whose arguments an earlier one had had. */
  readonly repeated: number;
  readonly distinct: number;
  /** Those whose arguments an earlier one had had, objects being told by which they are. */
  readonly same: number;
}

/** How often a condition held. */
export interface ProbedAnswers {
  readonly asked: number;
  readonly held: number;
}

/** One watch's record, merged over the run's processes. */
export interface ProbeRecord {
  readonly watch: number;
  readonly executions: number;
  /** False: at least that many. */
  readonly exact: boolean;
  /** The number of executions that rates extrapolate to where it is not exact. */
  readonly estimated: number;
  /** Time that the expression took; undefined where only its operand could be watched. */
  readonly time?: Seconds;
  /** Executions whose operand was looked at. */
  readonly looks: number;
  readonly operand: ProbedKinds;
  readonly elements: ProbedKinds;
  readonly needle: ProbedKinds;
  /** A sample of the operand's sizes, ascending; empty when it never had a length. */
  readonly sizes: readonly WeightedSize[];
  /** Each process's; empty where only the operand could be watched. */
  readonly stretches: readonly TimedStretch[];
  readonly least?: number;
  readonly most?: number;
  /** The operand was another object, or had another size, between two executions in one call. */
  readonly changes: boolean;
  /** Pairs of executions in one call that this was looked for in. */
  readonly compared: number;
  /** Looks whose operand was the very object of the look before. */
  readonly same: number;
  /** Looks at a list that was looked at before, and has at most grown since. */
  readonly again: number;
  /** `in` asks such an operand for one element after the other; for one type that was seen at least. */
  readonly walked: boolean;
  /** Comparisons that were looked at right after another one, and those of them that belonged to another walk. */
  readonly turns: { readonly looked: number; readonly another: number };
  /** Where a condition was watched. */
  readonly answers?: ProbedAnswers;
  /** Where a function's calls were watched. */
  readonly repeats?: ProbedRepeats;
  /** Longest life of a process that executed it. */
  readonly processWall: Seconds;
  readonly processes: number;
}
