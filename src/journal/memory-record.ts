import type { Bytes, Seconds } from "../base/units.ts";
import type { ClassRow, NumbersRow, RecordsRow } from "../collect/memory/memory-files.ts";
import type { RunFacts } from "../collect/observation.ts";
import type { Churn, GrowingLine, HeldLine, Peak, Resident } from "../memory/memory-facts.ts";

/** What one `memory` found. */
export interface MemoryRecord {
  readonly schema: "hasten.memory-record/1";
  /** The run under tracemalloc. */
  readonly run: RunFacts;
  /** Innermost frames that were kept of a stack. */
  readonly frames: number;
  readonly processes: number;
  readonly bareWall?: Seconds;
  readonly peak: Peak;
  readonly end: Bytes;
  readonly resident: Resident;
  readonly held: readonly HeldLine[];
  readonly churn?: Churn;
  readonly collections: readonly {
    readonly generation: number;
    readonly times: number;
    readonly seconds: Seconds;
    readonly freed: number;
  }[];
  readonly tracked: readonly number[];
  readonly growing: readonly GrowingLine[];
  /** Even moments that growth was looked for at; below the least nothing can be told. */
  readonly moments: number;
  readonly classes: readonly ClassRow[];
  /** Lists of numbers that arrays could stand for; absent in records of older versions, as the next. */
  readonly numbers?: readonly NumbersRow[];
  /** Dicts with the same keys that objects with slots could stand for. */
  readonly records?: readonly RecordsRow[];
  readonly course: readonly (readonly [at: number, bytes: number])[];
  readonly notes: readonly string[];
}
