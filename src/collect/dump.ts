import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { World } from "../base/world.ts";
import { requireRuntime } from "./require-runtime.ts";
import { readProcessFacts, type ProcessFacts } from "./sampler/process-facts.ts";
import type { TaskSnapshot } from "./sampler/asyncio/task-snapshots.ts";
import type { FrameSnapshot } from "./sampler/frame-snapshot.ts";
import { takeSnapshot, type ThreadSnapshot } from "./sampler/snapshot.ts";
import { SourceColumns } from "./source-columns.ts";
import type { PythonFacts } from "./observation.ts";

/** What is asked of one look at a process. */
export interface DumpOptions {
  readonly pid: number;
  /** The types and sizes of what the frames' names hold. */
  readonly withLocals: boolean;
}

/** A frame with its source. */
export interface DumpedFrame {
  readonly function: string;
  /** Absolute, or CPython's own word such as `<string>`. */
  readonly file: string;
  readonly line: number;
  /** Offsets into the line's characters; absent below Python 3.11. */
  readonly columns?: { readonly column: number; readonly endLine: number; readonly endColumn: number };
  /** The line's text; undefined where the file cannot be read. */
  readonly source: string | undefined;
  readonly locals?: FrameSnapshot["locals"];
}

/** A thread with its frames, the innermost first. */
export interface DumpedThread extends Omit<ThreadSnapshot, "frames"> {
  readonly frames: readonly DumpedFrame[];
}

/** One of asyncio's tasks with its frames, the innermost first. */
export interface DumpedTask extends Omit<TaskSnapshot, "frames"> {
  readonly frames: readonly DumpedFrame[];
}

/** One look at every thread of a process, and at asyncio's tasks. */
export interface Dump {
  readonly pid: number;
  readonly command: readonly string[];
  readonly python: PythonFacts;
  /** Of hasten: paths are shown relative to it. */
  readonly cwd: string;
  readonly takenAt: string;
  readonly threads: readonly DumpedThread[];
  /** Undefined where there is no asyncio, or its tasks cannot be read. */
  readonly tasks: readonly DumpedTask[] | undefined;
  /** False where tasks may be missing: their list changed whenever it was read. */
  readonly hasAllTasks: boolean;
}

/** Looks at every thread of a process once; nothing is stopped or executed there. Refuses what cannot be read. */
export async function dump({ pid, withLocals }: DumpOptions, world: World): Promise<Dump> {
  const runtime = await requireRuntime(pid, world);
  const takenAt = new Date(world.now()).toISOString();
  const facts = readProcessFacts(pid, runtime.version.slice(0, 2).join("."));
  const sources = new TargetSources(pid, facts);
  const withSources = <Seen extends { readonly frames: readonly FrameSnapshot[] }>(seen: Seen) => ({
    ...seen,
    frames: seen.frames.map((frame) => sources.dumped(frame)),
  });
  const { threads, tasks } = takeSnapshot(runtime, withLocals);
  return {
    pid,
    command: facts.argv,
    python: {
      version: runtime.version.join("."),
      executable: facts.executable,
      gil: runtime.layout.isFreeThreaded ? "off" : "on",
    },
    cwd: world.cwd,
    takenAt,
    threads: threads.map(withSources).sort(mainFirst),
    tasks: tasks?.tasks.map(withSources),
    hasAllTasks: tasks?.isWhole ?? true,
  };
}

const mainFirst = (one: DumpedThread, other: DumpedThread): number =>
  Number(other.isMain) - Number(one.isMain) || (one.tid ?? 0) - (other.tid ?? 0);

/** The source files of a process, as it sees them. */
class TargetSources {
  readonly #root: string;
  readonly #cwd: string;
  readonly #columns = new SourceColumns();
  readonly #paths = new Map<string, string>();

  constructor(pid: number, { cwd }: ProcessFacts) {
    this.#root = `/proc/${pid}/root`;
    this.#cwd = cwd;
  }

  dumped({ module, qualname, file: named, position, locals }: FrameSnapshot): DumpedFrame {
    const file = named.startsWith("<") ? named : resolve(this.#cwd, named);
    const { line, column, endLine, endColumn } = position;
    const readable = this.#readable(file);
    const columns = {
      column: this.#columns.characterColumn(readable, line, column),
      endLine,
      endColumn: this.#columns.characterColumn(readable, endLine, endColumn),
    };
    return {
      function: module === "" ? qualname : `${module}.${qualname}`,
      file,
      line,
      source: this.#columns.lineAt(readable, line),
      ...(column >= 0 && endLine > 0 && endColumn >= 0 && { columns }),
      ...(locals !== undefined && { locals }),
    };
  }

  /** Where this process can read the file: a process in a container has another root. */
  #readable(file: string): string {
    const known = this.#paths.get(file);
    if (known !== undefined) return known;
    const path = !file.startsWith("<") && existsSync(`${this.#root}${file}`) ? `${this.#root}${file}` : file;
    this.#paths.set(file, path);
    return path;
  }
}
