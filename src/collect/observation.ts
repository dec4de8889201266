import type { Bytes, LineNumber, Seconds } from "../base/units.ts";
import type { ImportKnowledge } from "../profile/import/importer.ts";
import type { Profile } from "../profile/profile.ts";

/** The interpreter that the program ran on. */
export interface PythonFacts {
  /** e.g. "3.12.1" */
  readonly version: string;
  readonly executable: string;
  readonly gil: "on" | "off";
}

/** What is known of one observed execution. */
export interface RunFacts {
  readonly id: string;
  /** As the user typed it. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly startedAt: string;
  readonly python: PythonFacts;
  /** The program's own status; 128 + signal number where a signal ended it. */
  readonly exitCode: number;
  readonly wall: Seconds;
  readonly cpu: Seconds;
  readonly peakRss: Bytes;
  readonly collector: CollectorId;
  /** Looks a second, on average, that the collector was asked for. */
  readonly rate?: number;
  /** Present where the process ran already: then `exitCode` means nothing, and `wall` is how long it was watched. */
  readonly attached?: { readonly pid: number };
  /** Sentences on what could not be seen, e.g. a Python that ignores its environment. */
  readonly notes: readonly string[];
  /**
   * Of a profile that another tool wrote. Then `python`, `exitCode`, `cpu` and `peakRss` are not known and hold nothing of
   * use, and `wall` is the time that the profile spans.
   */
  readonly imported?: ImportFacts;
}

/** Where an imported profile came from, and what its format can say. */
export interface ImportFacts extends ImportKnowledge {
  readonly format: string;
  /** Absolute path. */
  readonly file: string;
  /** The share of its time that was set aside: threads parked beside others. */
  readonly parked: number;
}

/** The collectors. `sampler` reads the processes' memory from outside, `in-process` runs a thread inside them: these two rank. `import:` and a format: another tool. */
export type CollectorId = "sampler" | "in-process" | "cprofile" | "probe" | "tracemalloc" | `import:${string}`;

/** Which operand of which expression a value was. */
export interface OperandPlace {
  /** `in` and `not in`; an operator; a call. */
  readonly kind: "contains" | "binary" | "call";
  /** 0: the left operand, or the first argument; −1: what a method is called on. */
  readonly operand: number;
  /** Of a call: how many arguments it has, keyword arguments included; 2 of anything else. */
  readonly arguments: number;
  /** Where the whole expression stands, in characters; absent below 3.11, where only its line is known. */
  readonly columns?: { readonly start: number; readonly endLine: LineNumber; readonly end: number };
}

/**
 * What a name held when a sample was taken while this function was the innermost frame of the user's code.
 * Sizes are `len()` of built-in containers; absent for anything else.
 */
export interface OperandSample {
  readonly file: string;
  /** First line of the function that the name was read in. */
  readonly functionLine: LineNumber;
  /** The line that was running. */
  readonly line: LineNumber;
  /** `xs` (local, parameter, global) or `self.items` (one attribute hop); empty where `place` says what it was. */
  readonly name: string;
  /** Present where the value lay on the evaluation stack while the expression was being computed. */
  readonly place?: OperandPlace;
  /** Type name without module for built-ins, `module.qualname` otherwise. */
  readonly type: string;
  readonly size?: number;
  /** Types of the first, middle and last element of a list or tuple. */
  readonly elements: readonly string[];
  /** How many samples saw exactly this (same line, name, type; size differs between entries). */
  readonly seen: number;
}

/** Exact number of calls of one function, from cProfile. */
export interface CallCount {
  readonly file: string;
  readonly firstLine: LineNumber;
  readonly name: string;
  readonly calls: number;
}

/** One run of a program, as a collector hands it over. */
export interface Observation {
  readonly schema: "hasten.observation/1";
  readonly run: RunFacts;
  readonly profile: Profile;
  readonly operands: readonly OperandSample[];
  readonly calls: readonly CallCount[];
  /** Asyncio's loops; absent where the collector cannot see them. */
  readonly loops?: readonly LoopFacts[];
}

/** How long one of asyncio's loops would have kept a callback waiting that became ready at a random moment. */
export interface LoopFacts {
  readonly pid: number;
  readonly thread: string;
  readonly looks: number;
  readonly median: Seconds;
  readonly p99: Seconds;
  readonly worst: Seconds;
  /** Turns of more than 50 ms by the frame that was seen most in them, the longest first. */
  readonly blocked: readonly BlockedLoop[];
}

/** What blocked a loop: the innermost frame of the program's own code, else the innermost one. */
export interface BlockedLoop {
  /** `module.qualname` */
  readonly function: string;
  /** Absolute path. */
  readonly file: string;
  readonly line: LineNumber;
  readonly times: number;
  readonly total: Seconds;
  readonly longest: Seconds;
}
