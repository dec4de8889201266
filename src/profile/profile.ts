import type { Bytes, Column, LineNumber, Seconds } from "../base/units.ts";

/** A stretch of source: 1-based lines, 0-based columns, end exclusive. Columns are absent below Python 3.11. */
export interface Position {
  readonly line: LineNumber;
  readonly column?: Column;
  readonly endLine?: LineNumber;
  readonly endColumn?: Column;
}

/**
 * A Python function as the profile knows it. Three more have a word for their file: `<native>` is a C function on top of the
 * stack (its `qualname` is the name, `<native>` where that is not known), `<GC>` the garbage collector, `<task>` the
 * asyncio task (by name) that the frames above it run in.
 */
export interface ProfiledFunction {
  /** `__name__` of the defining module, e.g. `json.decoder`; `__main__` for the script. */
  readonly module: string;
  /** `co_qualname` (3.11+), else `co_name`: `<module>`, `Class.method`, `f.<locals>.<lambda>`. */
  readonly qualname: string;
  /** Absolute path, or CPython's own word such as `<frozen importlib._bootstrap>` or `<string>`. */
  readonly file: string;
  readonly firstLine: LineNumber;
}

/** A function at a place in it. */
export interface ProfileFrame {
  /** Index into `functions`. */
  readonly function: number;
  readonly position: Position;
}

/** A node of the stack trie. `parent` is −1 at the outermost frame and always smaller than the node's own index. */
export interface StackNode {
  readonly parent: number;
  /** Index into `frames`. */
  readonly frame: number;
}

/** A thread of one of the program's processes. */
export interface ProfiledThread {
  readonly process: number;
  readonly name: string;
  readonly isMain: boolean;
}

/**
 * What a waiting thread's system call waits for: `connection` – a client that connects to a socket that listens, or asks on one that was accepted there; `lock` –
 * another thread; `process` – the end of a child.
 */
export const WAIT_KINDS = [
  "sleep",
  "lock",
  "socket",
  "connection",
  "pipe",
  "file",
  "database",
  "process",
  "terminal",
  "other",
] as const;

/** One of them. */
export type WaitKind = (typeof WAIT_KINDS)[number];

/** What one thread spent with one stack. */
export interface StackWeight {
  /** Index into `stacks`: the innermost frame. */
  readonly stack: number;
  /** Index into `threads`. */
  readonly thread: number;
  readonly samples: number;
  readonly wall: Seconds;
  readonly cpu: Seconds;
  /**
   * The part of `wall` in which this thread waited and no other thread of its process computed: what the
   * waiting cost the program.
   */
  readonly blocked: Seconds;
  /** The part of `wall` in which this thread held the GIL; 0 where the collector cannot see it. */
  readonly gil: Seconds;
  /** The part of `wall` in which this thread wanted the GIL and another held it; 0 where the collector cannot see it. */
  readonly gilWait: Seconds;
  /** The parts of `wall` in which this thread waited in a system call, by what for; absent where the collector cannot see it. */
  readonly waits?: Readonly<Partial<Record<WaitKind, Seconds>>>;
  /** Sum of the squares of the samples' costs (cpu + blocked), in s²: gives Kish's effective sample size. */
  readonly squares: number;
  /** Of a profile of memory: what the stack holds. `samples` are blocks there. */
  readonly bytes?: Bytes;
}

/** One of the program's Python processes. */
export interface ProfiledProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly argv: readonly string[];
  /** e.g. "3.12.1" */
  readonly version: string;
  readonly executable: string;
  readonly gil: "on" | "off";
  /** Folders of the standard library and of installed packages, as that interpreter knows them. */
  readonly libraryFolders: readonly string[];
  readonly wall: Seconds;
  readonly cpu: Seconds;
  /** Time spent in the garbage collector. */
  readonly collecting: Seconds;
  /** Time in which a thread was ready to run but another held the GIL. */
  readonly gilWait: Seconds;
  /** Time in which a thread was on a processor, or the main one was ready and other processes had the processors. */
  readonly computing: Seconds;
}

/** How true the samples are. */
export interface ProfileTruth {
  readonly samples: number;
  /** Samples that came too late to be taken. */
  readonly missed: number;
  readonly errors: number;
  /** Stacks that cannot have existed, thrown away. */
  readonly impossible: number;
}

/**
 * In which order a thread was seen with its stacks: with `stacks[i]` (−1: not seen) from `starts[i]` to the next start;
 * the last one is the end. Of a long run in coarser steps.
 */
export interface ThreadTimeline {
  /** Index into `threads`. */
  readonly thread: number;
  /** Since the first look at any thread. */
  readonly starts: readonly Seconds[];
  readonly stacks: readonly number[];
}

/** Stacks with weights. Immutable; made by `ProfileBuilder` alone. */
export interface Profile {
  readonly schema: "hasten.profile/1";
  readonly functions: readonly ProfiledFunction[];
  readonly frames: readonly ProfileFrame[];
  readonly stacks: readonly StackNode[];
  readonly threads: readonly ProfiledThread[];
  readonly weights: readonly StackWeight[];
  readonly processes: readonly ProfiledProcess[];
  readonly truth: ProfileTruth;
  /** Absent where the collector kept no order. */
  readonly timeline?: readonly ThreadTimeline[];
}
