/** What `python/boot/_hasten_memory.py` and its children write: one JSON document a file. A frame is [file, line]. */

/** A frame of a running function: file, line, qualified name, its first line. */
export type RunningFrame = readonly [file: string, line: number, function: string, firstLine: number];

/** `<pid>-<start>.memory`: what the process itself knows. */
export interface MemoryFile {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
  readonly version: string;
  readonly executable: string;
  readonly gil: "on" | "off";
  readonly library: readonly string[];
  readonly wall: number;
  readonly frames: number;
  readonly peak: number;
  readonly end: number;
  readonly base_rss: number;
  readonly seen: {
    readonly at: number;
    readonly bytes: number;
    readonly rss: number;
    readonly tracing: number;
    /** Innermost first. */
    readonly stack: readonly RunningFrame[];
  };
  readonly course: readonly (readonly [at: number, bytes: number])[];
  readonly moments: readonly (readonly [at: number, path: string])[];
  /** The moments at which holders were looked for, those that have been forgotten since among them. */
  readonly searched: readonly string[];
  readonly collections: readonly (readonly [generation: number, times: number, seconds: number, freed: number])[];
}

/** Live instances of a class. */
export interface ClassRow {
  readonly class: string;
  readonly count: number;
  readonly bytes: number;
  readonly each: number;
  /** Of a class of the program's or of a package's: the file of its module. */
  readonly file?: string;
  /** Present where instances have a dict and could have slots: the names, and what one would take then. */
  readonly attributes?: readonly string[];
  readonly slotted?: number;
}

/** Lists of nothing but numbers that a line made. */
export interface NumbersRow {
  readonly file: string;
  readonly line: number;
  /** `array`'s type code. */
  readonly code: "d" | "q";
  readonly lists: number;
  readonly elements: number;
  /** What they take, their elements included, and what arrays of them would. */
  readonly bytes: number;
  readonly packed: number;
}

/** Dicts with the same keys, all of them names. */
export interface RecordsRow {
  readonly keys: readonly string[];
  readonly count: number;
  /** What the dicts take, and what objects with slots would. */
  readonly bytes: number;
  readonly slotted: number;
}

/** `<pid>-<start>.stock`: what the frozen child found in itself. */
export interface StockFile {
  /** Frames from the outermost on; the largest stacks first. */
  readonly stacks: readonly (readonly [
    bytes: number,
    blocks: number,
    frames: readonly (readonly [file: string, line: number])[],
  ])[];
  readonly rest: number;
  readonly classes: readonly ClassRow[];
  readonly numbers: readonly NumbersRow[];
  readonly records: readonly RecordsRow[];
  readonly tracked: readonly number[];
  readonly stock_seconds: number;
}

/** How one thing holds another, what it is, and its length (−1: has none). */
export type HolderStep = readonly [how: readonly [kind: string, name: string], type: string, length: number];

/** An object that a growing line made, and who holds it. */
export interface GrowingSample {
  readonly file: string;
  readonly line: number;
  readonly type: string;
  readonly chain: readonly HolderStep[];
  readonly end: { readonly kind: "local" | "module" | "cycle" | "unknown"; readonly name: string };
  readonly finalizer: boolean;
}

/** `<pid>-<start>-<n>.lines`: what each line held at one moment. */
export interface LinesFile {
  readonly at: number;
  /** The program had ended: locals are gone, and what they held. */
  readonly end: boolean;
  readonly held: number;
  readonly lines: readonly (readonly [bytes: number, blocks: number, file: string, line: number])[];
  readonly samples: readonly GrowingSample[];
}

/** `<pid>.churn`: what each line allocated. */
export interface ChurnFile {
  readonly peak: number;
  /** Held at the first line event after the peak. */
  readonly held: number;
  readonly place: readonly [file: string, line: number] | null;
  readonly stack: readonly RunningFrame[];
  readonly lines: readonly (readonly [
    bytes: number,
    times: number,
    kept: number,
    file: string,
    line: number,
    function: string,
    firstLine: number,
  ])[];
  readonly allocated: number;
  readonly stopped: boolean;
  readonly exact: boolean;
}
