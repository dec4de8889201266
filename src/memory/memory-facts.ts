import type { Bytes, Fraction, Seconds } from "../base/units.ts";
import type { GrowingSample } from "../collect/memory/memory-files.ts";

/** A line of the program's. */
export interface MemoryPlace {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** What a line held at the peak. Blocks that a library made for it count as its own. */
export interface HeldLine extends MemoryPlace {
  readonly bytes: Bytes;
  readonly blocks: number;
  readonly share: Fraction;
  /** Where most of it was really made, in a library. */
  readonly inside?: MemoryPlace;
}

/** What a line allocated at least, kept or not. */
export interface ChurnLine extends MemoryPlace {
  readonly bytes: Bytes;
  /** Of it, what was still there when the next line began. */
  readonly kept: Bytes;
  readonly times: number;
}

/** A line that holds more and more for as long as the program runs. */
export interface GrowingLine extends MemoryPlace {
  readonly from: Bytes;
  readonly to: Bytes;
  readonly bytesPerSecond: number;
  /** What it held at each of the even moments. */
  readonly held: readonly { readonly at: Seconds; readonly bytes: Bytes; readonly blocks: number }[];
  readonly sample?: GrowingSample;
}

/** Where the exact peak came, by the run that followed the lines. */
export interface ExactPeak {
  readonly bytes: Bytes;
  /** What was left when that line had ended. */
  readonly left: Bytes;
  readonly place: MemoryPlace;
  /** Innermost first. */
  readonly stack: readonly MemoryPlace[];
}

/** The peak: how high, when, and on which stack. */
export interface Peak {
  /** tracemalloc's own, which nothing escapes. */
  readonly bytes: Bytes;
  /** Held when the snapshot was taken. */
  readonly seen: Bytes;
  readonly at: Seconds;
  /** Innermost first. */
  readonly stack: readonly MemoryPlace[];
  readonly exact?: ExactPeak;
}

/** The memory of the process as the system counts it. */
export interface Resident {
  /** Of the bare run: what the program takes when nobody looks. */
  readonly peak?: Bytes;
  readonly start: Bytes;
  /** Of the traced run, when the snapshot was taken. */
  readonly traced: Bytes;
  readonly tracing: Bytes;
}

/** What following the lines told. */
export interface Churn {
  readonly lines: readonly ChurnLine[];
  readonly allocated: Bytes;
  /** It stopped before the program ended. */
  readonly isPart: boolean;
  /** What is allocated and freed within one line is seen (3.9 and newer). */
  readonly seesWithin: boolean;
}
