/**
 * What `python/boot/_hasten_sampler.py` writes: a JSON array a line, in files named `<pid>-<start>.samples`. Numbers are
 * the process's own; times are nanoseconds, `squares` seconds squared. Weights and operands add up, a tally replaces
 * the one before.
 */
export type SampleRecord =
  | ProcessRecord
  | readonly ["thread", thread: number, name: string, isMain: 0 | 1]
  | CodeRecord
  | NodeRecord
  | WeightRecord
  | OperandRecord
  | TallyRecord
  | readonly ["note", text: string]
  | readonly ["end"];

/** The first thing known of a process. */
export type ProcessRecord = readonly [
  "process",
  pid: number,
  parentPid: number,
  argv: readonly string[],
  version: string,
  executable: string,
  gil: "on" | "off",
  libraryFolders: readonly string[],
];

/** A code object. 0 is not code but the place where a deep stack was cut. */
export type CodeRecord = readonly [
  "code",
  code: number,
  file: string,
  name: string,
  qualname: string,
  firstLine: number,
  module: string,
];

/** An instruction in code that was called by another node; 0 calls the outermost. Columns are offsets into the line's UTF-8. */
export type NodeRecord = readonly [
  "node",
  node: number,
  parent: number,
  code: number,
  line: number,
  column: number | null,
  endLine: number | null,
  endColumn: number | null,
];

/** What a thread spent with a node since the last flush. */
export type WeightRecord = readonly [
  "weight",
  thread: number,
  node: number,
  samples: number,
  wall: number,
  cpu: number,
  blocked: number,
  gil: number,
  gilWait: number,
  squares: number,
];

/** What a name held, so many times since the last flush. */
export type OperandRecord = readonly [
  "operand",
  code: number,
  line: number,
  name: string,
  type: string,
  size: number | null,
  elements: readonly string[],
  seen: number,
];

/** The process's totals so far. */
export type TallyRecord = readonly [
  "tally",
  samples: number,
  missed: number,
  errors: number,
  wall: number,
  cpu: number,
  collecting: number,
  gilWait: number,
  computing: number,
  /** Processor time of the sampler itself, which is in none of the others. */
  own: number,
];

/** What `python/boot/_hasten_cprofile.py` writes at a process's end, in files named `<pid>-<start>.calls`. */
export type CallRecord =
  | readonly ["call", file: string, firstLine: number, name: string, calls: number]
  | readonly ["note", text: string]
  | readonly ["end"];
