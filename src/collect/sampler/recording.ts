import type { OperandSample } from "../observation.ts";
import type { ThreadMoments } from "./moments.ts";
import type { Tally } from "./process-sampler.ts";

/** A node of a recorded stack trie. Columns are offsets into the line's UTF-8; −1: not known. */
export interface RecordedNode {
  /** −1: called by nobody. Smaller than the node's own index. */
  readonly parent: number;
  /** Index into `functions`. */
  readonly function: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A function of a recorded process. */
export interface RecordedFunction {
  readonly file: string;
  readonly qualname: string;
  readonly module: string;
  readonly firstLine: number;
}

/** What one thread spent with one stack. Times in ns, `squares` in s². */
export interface RecordedWeight {
  readonly thread: number;
  readonly node: number;
  readonly samples: number;
  readonly wall: number;
  readonly cpu: number;
  readonly blocked: number;
  readonly gil: number;
  readonly gilWait: number;
  readonly squares: number;
  /** Waiting by `WAIT_KINDS`; empty where there was none. */
  readonly waits: readonly number[];
}

/** One process as the sampler saw it. */
export interface RecordedProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly argv: readonly string[];
  /** e.g. "3.12.1" */
  readonly version: string;
  readonly executable: string;
  readonly gil: "on" | "off";
  readonly libraryFolders: readonly string[];
  readonly tally: Tally;
  readonly functions: readonly RecordedFunction[];
  readonly nodes: readonly RecordedNode[];
  readonly threads: readonly { readonly name: string; readonly isMain: boolean }[];
  readonly weights: readonly RecordedWeight[];
  /** In which order; −1: nothing that was seen. Absent in snapshots. */
  readonly moments?: readonly ThreadMoments[];
  readonly operands: readonly OperandSample[];
  /** Asyncio's loops. */
  readonly loops: readonly RecordedLoop[];
}

/** How long a loop kept waiting what became ready. Times in ns. */
export interface RecordedLoop {
  readonly thread: number;
  readonly looks: number;
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
  readonly blocked: readonly {
    readonly node: number;
    readonly times: number;
    readonly total: number;
    readonly longest: number;
  }[];
}

/** What the sampler has seen so far. A plain value: it crosses from the worker. */
export interface Recording {
  readonly processes: readonly RecordedProcess[];
  /** Sentences on what could not be watched. */
  readonly notes: readonly string[];
}
