import type { Fraction } from "../base/units.ts";
import type { Column, LineNumber } from "../base/units.ts";
import type { Evidence } from "./evidence.ts";
import type { RuleId } from "./rule.ts";

/** Rungs of the ladder, lowest first; `memory` stands beside them. */
export type Rung = "algorithm" | "vectorise" | "concurrency" | "native" | "memory";

/** A rule's claim about a place in a hotspot, with its evidence and its ceiling. Plain data. */
export interface Finding {
  readonly rule: RuleId;
  readonly rung: Rung;
  /** `module.qualname` */
  readonly function: string;
  /** Absolute path. */
  readonly file: string;
  readonly line: LineNumber;
  readonly column: Column;
  readonly endLine: LineNumber;
  readonly endColumn: Column;
  /** Share of the program's time that is spent at the place, as well as it is known. */
  readonly share: Fraction;
  /** The best speed-up of the whole program if the place cost nothing: 1 / (1 − share) (Amdahl). */
  readonly ceiling: number;
  readonly evidence: readonly Evidence[];
  /** True when a fix exists for what was seen; false when a person has to decide. */
  readonly automatic: boolean;
  /** Why there is no automatic fix; empty when there is one. */
  readonly obstacles: readonly Obstacle[];
}

/** A condition that keeps a fix from being right, with the name it is about. */
export interface Obstacle {
  readonly code: ObstacleCode;
  /** The variable, function or type concerned, as written in the source. */
  readonly about: string;
}

export type ObstacleCode =
  | "unhashable-elements"
  | "custom-equality"
  | "changes-in-loop"
  | "may-change-in-call"
  | "escapes"
  | "rebound"
  | "other-use"
  | "not-a-list"
  | "not-text"
  | "own-addition"
  | "order-matters"
  | "crosses-functions"
  | "not-in-loop"
  | "not-always-run"
  | "dynamic-names"
  | "syntax-near"
  | "not-seen"
  | "too-old-python"
  | "result-used"
  | "side-effects"
  | "shared-default"
  | "not-sorted"
  /** The operand is no name or attribute of a name, so that nothing can be put beside it. */
  | "not-a-name"
  /** The expression runs at another time than the text suggests: a lambda, a generator expression that is kept. */
  | "runs-later"
  /** A `try` here would swallow the TypeError that the fix counts on being seen. */
  | "errors-caught"
  /** Elements that bisection cannot find its way among: floats (NaN), sets, types with comparisons of their own. */
  | "unordered-elements"
  /** Each call makes its own result, which can be changed: a kept one would be everybody's. */
  | "shared-result"
  /** What is not worked out any more might do something. */
  | "left-out"
  /** How deep a value must be copied is for a person to say. */
  | "depth-unknown"
  /** What does the same to a whole array is for a person to write. */
  | "array-code"
  /** What would answer the question without going through everything, and where it changes, is for a person to say. */
  | "what-to-keep"
  /** How many results are worth keeping, and which may go, is for a person to say. */
  | "what-to-forget"
  /** That it works out its result from its arguments alone is not proven. */
  | "not-proven-pure"
  /** The program watches its own calls. */
  | "counts-calls"
  /** Arguments that are equal now may not be later. */
  | "changing-arguments"
  /** Arguments that are equal and yet may give different results: 0.0 and -0.0. */
  | "equal-arguments"
  /** The function calls itself: what a fix keeps would have to be a parameter. */
  | "recursive"
  /** The sequence may have no element there, as far as the source shows. */
  | "beyond-end"
  /** The rest of a sequence is handed on, searched or changed as a whole. */
  | "rest-used"
  /** A key function that may do anything could tell in which order, or when, it is asked. */
  | "asked-in-order"
  /** Whether one of them may run before another has ended is not to be told from the source. */
  | "may-depend"
  /** Where it gives way other tasks run, and it can be cancelled. */
  | "lets-others-run"
  /** A pause keeps them apart. */
  | "rate-limited"
  /** Another process would read the script anew, and do again what stands at its top level. */
  | "no-main-guard"
  /** Threads run beside, which a forked process would not have. */
  | "not-alone"
  /** It computes with the GIL held: a thread would let others in between, and save no time. */
  | "holds-gil"
  /** Who should wait for a task is for a person to say. */
  | "nobody-waits"
  /** What a lock keeps apart is for a person to say. */
  | "guards-unknown"
  /** They share a session, which may not be used by several threads. */
  | "shared-session"
  /** The list grows at its front, falls, or is ordered by something that `bisect` cannot be told. */
  | "other-order"
  /** Whoever has the list may do with it what an array answers otherwise. */
  | "needs-list"
  /** Somebody needs the dict that instances of the class have. */
  | "needs-dict"
  /** An array of another library, or of a kind with ways of its own. */
  | "not-an-array";
