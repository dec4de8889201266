import type { Fraction, LineNumber, Seconds } from "../base/units.ts";
import type { Interval } from "../base/interval.ts";
import type { Position, WaitKind } from "../profile/profile.ts";
import type { Owned } from "./ownership.ts";

/**
 * Fractions of the program's wall time; computing + waiting = 1. Of a program of several processes: of the time of
 * those that did not just wait for another.
 */
export interface Nature {
  /** `unknown`: an imported profile does not say; the fractions are 0 then. */
  readonly kind: "computing" | "waiting" | "gil-bound" | "allocating" | "mixed" | "unknown";
  readonly computing: Fraction;
  readonly waiting: Fraction;
  /** Wall time in which a thread was ready but another held the GIL. */
  readonly gilWait: Fraction;
  /** Wall time in the garbage collector. */
  readonly allocating: Fraction;
}

/** What a thread of a hotspot waited for, as the kernel and the stack tell. */
export type AwaitedKind = Exclude<WaitKind, "process"> | "queue" | "subprocess";

/** What a hotspot waited for, and where. */
export interface HotWait {
  readonly kind: AwaitedKind;
  /** What the user's line called; absent where nobody knows. */
  readonly call?: string;
  readonly file: string;
  readonly line: LineNumber;
  /** Of the hotspot's time (`RowNature`). */
  readonly fraction: Fraction;
}

/**
 * How the threads of a hotspot, while it was on their stacks, spent their time, side by side or not; the six add up to 1.
 * Not counted: waiting for work.
 */
export interface RowNature {
  /** On a processor, with the GIL where there is one. */
  readonly computing: Fraction;
  /** On a processor without the GIL; 0 where the collector cannot tell. */
  readonly native: Fraction;
  readonly gilWait: Fraction;
  /** For sockets, files, pipes, databases, child processes. */
  readonly io: Fraction;
  readonly sleeping: Fraction;
  /** For other threads: locks, queues, results. */
  readonly threads: Fraction;
  /** Seconds of threads that these are fractions of. */
  readonly of: Seconds;
  /** The longest first, at most five. */
  readonly waits: readonly HotWait[];
}

/** A library function that a hotspot called, with all that it called in turn; part of the hotspot's own time. */
export interface LibraryCallee {
  /** `module.qualname` of the function that the user's line called. */
  readonly function: string;
  readonly share: Fraction;
  /** The library function that was running most of that time, where it is another one. */
  readonly hottest?: { readonly function: string; readonly share: Fraction };
}

/** A line of a hotspot with the share of all time that was spent on it (calls to the user's other functions not counted). */
export interface HotLine {
  readonly line: LineNumber;
  readonly share: Fraction;
  readonly samples: number;
}

/** An expression of a hotspot with the share of all time, where the interpreter tells columns (3.11+). */
export interface HotExpression {
  readonly position: Position;
  readonly share: Fraction;
  readonly samples: number;
}

/** A caller that passes (nearly) all its time on to one callee. */
export interface PassThrough {
  readonly function: string;
  readonly file: string;
  readonly line: LineNumber;
}

/** One of the top five. */
export interface Hotspot {
  /** 1 to 5, by cumulative time. */
  readonly rank: number;
  /** `module.qualname` */
  readonly function: string;
  readonly module: string;
  readonly qualname: string;
  readonly file: string;
  /** First line of the function. */
  readonly line: LineNumber;
  readonly cumulative: Seconds;
  /** Time in its own code and in library code that it called. */
  readonly self: Seconds;
  /** Cumulative share of the program's time with its 95 % interval. */
  readonly share: Interval;
  readonly selfShare: Interval;
  readonly samples: number;
  readonly calls?: number;
  readonly isWorst: boolean;
  /** Callers folded into this row, outermost first. */
  readonly through: readonly PassThrough[];
  /** Hottest first, at most ten, as `lines` and `expressions`. */
  readonly libraries: readonly LibraryCallee[];
  readonly lines: readonly HotLine[];
  readonly expressions: readonly HotExpression[];
  /** Absent where the profile does not say. */
  readonly nature?: RowNature;
}

/** What the profile says: where the time goes, and how sure that is. */
export interface Ranking {
  readonly schema: "hasten.ranking/1";
  readonly nature: Nature;
  readonly top: readonly Hotspot[];
  /** The largest cumulative share outside the top five, and the most that fixing it could bring (Amdahl). */
  readonly outside: { readonly share: Fraction; readonly ceiling: number };
  /** Whose code was ranked: the project's, unless the program is somebody else's. */
  readonly owned: Owned;
  /** The share of the time that no ranked function had on its stack: start-up, imports, threads of libraries. */
  readonly elsewhere: Fraction;
  /** Time that the shares are fractions of: CPU time and waiting that counts, of all threads and processes. */
  readonly total: Seconds;
  readonly samples: number;
  /** Why there is nothing to rank; absent when there is. */
  readonly tooLittle?: "too-short" | "too-few-samples";
}
