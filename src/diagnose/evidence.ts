import type { Bytes, Fraction, LineNumber, Seconds } from "../base/units.ts";
import type { AwaitedKind } from "../rank/ranking.ts";

/** The sizes that were seen, as `len()`. */
export interface Sizes {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/**
 * What kind of elements were seen, for sets and dicts to be safe:
 * `builtin` – every type seen is a built-in whose hash agrees with its equality (str, int, float, bool, bytes, None,
 * frozenset, tuples of those …) or keeps `object`'s identity for both;
 * `proven` – besides those, classes whose own `__hash__` is proven from the source to agree with their `__eq__`;
 * `custom` – some other type defines its own `__eq__` or `__hash__`;
 * `unhashable` – some element cannot be hashed; `unknown` – not looked at.
 */
export type Hashability = "builtin" | "proven" | "custom" | "unhashable" | "unknown";

/** Operand evidence: what an expression's operand was while the program ran. */
export interface OperandEvidence {
  readonly kind: "operand";
  /** Source text of the operand, e.g. `self.items`. */
  readonly operand: string;
  /** Exact type names seen, most frequent first, e.g. ["list"]. */
  readonly types: readonly string[];
  /** Absent when no operand had a length. */
  readonly sizes?: Sizes;
  /** Type names of the elements seen, most frequent first. */
  readonly elements: readonly string[];
  /** Probe only: there was more among the values than what `types` names. */
  readonly partial?: true;
  readonly hashable: Hashability;
  readonly observations: number;
  /** `sampled`: read by the sampler in the profiled run; `probed`: by the probe at that very expression. */
  readonly by: "sampled" | "probed";
  /** Probe only: the same object was seen with another size, or another object, between executions in one call. */
  readonly changes?: boolean;
  /** Probe only: of a type that answers `in` by asking one element after the other, though it is no list. */
  readonly walked?: true;
  /** Probe only, of comparisons with its elements: how many one walk made, on average. */
  readonly perWalk?: number;
  /** Probe only: of the observations, those of the very object that was observed just before. */
  readonly same?: number;
  /** Probe only: of the observations, those of a list that was observed before, at any time, and has at most grown since. */
  readonly again?: number;
}

/** How often the expression ran. */
export interface CountEvidence {
  readonly kind: "count";
  readonly executions: number;
  /** False: at least that many (the probe switched itself off). */
  readonly exact: boolean;
}

/** What the expression itself cost in the probed run. */
export interface TimeEvidence {
  readonly kind: "time";
  readonly total: Seconds;
  /** Of the probed run's wall time. */
  readonly share: Fraction;
}

/** How one execution's time grows with the size of its operand; from executions at different sizes in the probed run. */
export interface GrowthEvidence {
  readonly kind: "growth";
  /** Source text of the operand whose size it is. */
  readonly operand: string;
  /** b of `c + a·n^b` with its 95 % interval. */
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
  /** Executions that were timed. */
  readonly points: number;
}

/** How often a function was called with arguments that it had had before; from calls looked at in the probed run. */
export interface RepeatsEvidence {
  readonly kind: "repeats";
  /** The function's name. */
  readonly function: string;
  readonly looked: number;
  /** Those with nothing but numbers, text, None and tuples of those among their arguments. */
  readonly plain: number;
  /** Those whose arguments an earlier one of them had had: at least so many had been seen before in the run. */
  readonly repeated: number;
  /** Different arguments among them. */
  readonly distinct: number;
  /** The same as `repeated`, objects being told by which they are: what they hold may have changed. */
  readonly same?: number;
}

/** Of how many elements that a condition was asked about, as far as the probe looked, it wanted how many. */
export interface AnswersEvidence {
  readonly kind: "answers";
  /** Source text of the condition. */
  readonly condition: string;
  readonly asked: number;
  readonly wanted: number;
}

/** Heat: the samples that fell on the expression's lines. */
export interface HeatEvidence {
  readonly kind: "heat";
  readonly samples: number;
  readonly share: Fraction;
  readonly low: Fraction;
  readonly high: Fraction;
  /** Absent: of the loop around the place; `function`: of the function and all that it calls. */
  readonly of?: "function";
}

/** What a line held when the program held most. */
export interface HeldEvidence {
  readonly kind: "held";
  readonly bytes: Bytes;
  readonly blocks: number;
  /** Of all that Python held then. */
  readonly share: Fraction;
}

/** Live instances of a class when the program held most. */
export interface InstancesEvidence {
  readonly kind: "instances";
  /** Qualified name. */
  readonly class: string;
  readonly count: number;
  /** Of one, with its dict. */
  readonly each: Bytes;
  /** Of one with slots. */
  readonly slotted: Bytes;
  /** What a sample of them had. */
  readonly attributes: readonly string[];
}

/** Lists of nothing but numbers that a line made, when the program held most. */
export interface NumbersEvidence {
  readonly kind: "numbers";
  readonly lists: number;
  readonly elements: number;
  /** What they take with their elements, and what arrays of them would: measured. */
  readonly bytes: Bytes;
  readonly packed: Bytes;
}

/** A loop of asyncio's that stood still at the place for more than 50 ms. */
export interface BlockedEvidence {
  readonly kind: "blocked";
  readonly times: number;
  readonly longest: Seconds;
}

/** How long each of so many elements can have taken at most: the whole run had no more time for them. */
export interface PaceEvidence {
  readonly kind: "pace";
  readonly items: number;
  readonly each: Seconds;
}

/** Threads that waited for a lock whose holder waited for the world. */
export interface LockEvidence {
  readonly kind: "lock";
  /** Of the time of the row's threads: for the lock, and with it. */
  readonly waiting: Fraction;
  readonly holding: Fraction;
  /** What the holder waited for longest, and where. */
  readonly for: AwaitedKind;
  readonly line: LineNumber;
}

/** Something the source says, e.g. that the list is built in this function and never leaves it. */
export interface SourceEvidence {
  readonly kind: "source";
  readonly fact: SourceFact;
  readonly name: string;
}

export type SourceFact =
  | "built-here"
  | "in-loop"
  | "begins-as-anything"
  | "never-changed-in-loop"
  | "stays-sorted"
  | "blocks"
  | "has-counterpart"
  | "releases-gil"
  | "unkept";

export type Evidence =
  | OperandEvidence
  | CountEvidence
  | TimeEvidence
  | GrowthEvidence
  | RepeatsEvidence
  | AnswersEvidence
  | HeatEvidence
  | HeldEvidence
  | InstancesEvidence
  | NumbersEvidence
  | BlockedEvidence
  | PaceEvidence
  | LockEvidence
  | SourceEvidence;
