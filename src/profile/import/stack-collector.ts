import { column, lineNumber, seconds } from "../../base/units.ts";
import { ProfileBuilder } from "../profile-builder.ts";
import type { Position, Profile, ProfiledFunction } from "../profile.ts";
import type { ImportKnowledge } from "./importer.ts";
import { unreadable, weightOf } from "./unreadable.ts";

/** A frame as files describe it. */
export interface RawFrame {
  readonly name: string;
  /** Empty where the file does not say. */
  readonly file: string;
  /** The line that ran; absent or 0 where the file does not say. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  /** Where the function begins; without it the first line of it that was seen stands for that. */
  readonly firstLine?: number | undefined;
}

/** A thread as files describe it. */
export interface RawThread {
  readonly pid: number;
  readonly name: string;
  readonly isMain?: boolean | undefined;
}

/** What a file says of its program. */
interface RawRun {
  /** Seconds; without it the busiest thread's time. */
  readonly wall?: number | undefined;
  readonly command?: readonly string[];
}

/** Collects what an importer reads, and writes the profile once all lines of every function are known. */
export class StackCollector {
  readonly #frames: RawFrame[] = [];
  readonly #functionOf: number[] = [];
  readonly #frameIds = new Map<string, number>();
  readonly #functions: { frame: RawFrame; firstLine: number }[] = [];
  readonly #functionIds = new Map<string, number>();
  readonly #parents: number[] = [];
  readonly #tops: number[] = [];
  readonly #nodes = new Map<number, number>();
  readonly #threads: RawThread[] = [];
  readonly #threadIds = new Map<string, number>();
  readonly #weights: { stack: number; thread: number; seconds: number; samples: number }[] = [];

  /** Gives the index of the thread of that key. */
  thread(key: string, describe: () => RawThread): number {
    const known = this.#threadIds.get(key);
    if (known !== undefined) return known;
    const index = this.#threads.push(describe()) - 1;
    this.#threadIds.set(key, index);
    return index;
  }

  /** Gives the frame's index. */
  frame(frame: RawFrame): number {
    const { name, file, line = 0, column: at = "", endLine = "", endColumn = "", firstLine = "" } = frame;
    const key = [line, at, endLine, endColumn, firstLine, name, file].join("\0");
    const known = this.#frameIds.get(key);
    if (known !== undefined) return known;
    const index = this.#frames.push(frame) - 1;
    this.#frameIds.set(key, index);
    this.#functionOf.push(this.#function(frame));
    return index;
  }

  #function(frame: RawFrame): number {
    const key = [frame.firstLine ?? "", frame.name, frame.file].join("\0");
    const seen = frame.firstLine ?? frame.line ?? 0;
    const known = this.#functionIds.get(key);
    const entry = known === undefined ? undefined : this.#functions[known];
    if (known !== undefined && entry !== undefined) {
      if (isLine(seen) && (entry.firstLine === 0 || seen < entry.firstLine)) entry.firstLine = seen;
      return known;
    }
    const index = this.#functions.push({ frame, firstLine: isLine(seen) ? seen : 0 }) - 1;
    this.#functionIds.set(key, index);
    return index;
  }

  /** Gives the index of a frame that was called by a stack; −1 is the caller of the outermost frame. */
  push(parent: number, frame: number): number {
    const key = (parent + 1) * mostFrames + frame;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const index = this.#parents.push(parent) - 1;
    this.#tops.push(frame);
    this.#nodes.set(key, index);
    return index;
  }

  /** Adds to what a stack got; the time of a thread without a stack belongs to nobody. */
  add(stack: number, thread: number, spent: number, samples: number): void {
    if (stack < 0 || spent === 0) return;
    this.#weights.push({ stack, thread, seconds: weightOf(spent, "a weight"), samples: Math.max(1, samples) });
  }

  /** Writes the profile. Refuses when nothing was added. */
  build(known: ImportKnowledge, run: RawRun = {}): Profile {
    if (this.#weights.length === 0) throw unreadable("The file holds no samples", NOTHING_HINT);
    const builder = new ProfileBuilder();
    const threads = this.#addThreads(builder, run);
    const stacks = this.#addStacks(builder);
    let counted = 0;
    for (const { stack, thread, seconds: spent, samples } of this.#weights) {
      const isSampled = known.observed === "samples";
      counted += isSampled ? samples : 0;
      builder.addWeight({
        stack: stacks[stack] ?? 0,
        thread: threads[thread] ?? 0,
        // Ranking counts in samples: a measured millisecond stands for one.
        samples: isSampled ? samples : Math.max(1, Math.round(spent * 1000)),
        wall: seconds(spent),
        cpu: seconds(spent),
        blocked: seconds(0),
        gil: seconds(0),
        gilWait: seconds(0),
        squares: isSampled ? spent ** 2 / samples : spent * measuredGrain,
      });
    }
    builder.addTruth({ samples: counted, missed: 0, errors: 0, impossible: 0 });
    return builder.build();
  }

  #addThreads(builder: ProfileBuilder, run: RawRun): number[] {
    const spent = this.#threads.map(() => 0);
    for (const { thread, seconds: more } of this.#weights) spent[thread] = (spent[thread] ?? 0) + more;
    const processes = new Map<number, number>();
    const mains = new Set<number>();
    for (const { pid } of this.#threads) {
      if (processes.has(pid)) continue;
      const own = [...this.#threads.keys()].filter((index) => this.#threads[index]?.pid === pid);
      mains.add(mainOf(own, this.#threads));
      const busiest = own.reduce((most, index) => Math.max(most, spent[index] ?? 0), 0);
      const wall = seconds(weightOf(run.wall ?? busiest, "the duration"));
      processes.set(
        pid,
        builder.addProcess({ ...unknownProcess, pid, argv: run.command ?? [], wall, computing: wall }),
      );
    }
    return this.#threads.map(({ pid, name }, index) =>
      builder.addThread({ process: processes.get(pid) ?? 0, name, isMain: mains.has(index) }),
    );
  }

  #addStacks(builder: ProfileBuilder): number[] {
    const functions = this.#functions.map(({ frame, firstLine }) =>
      builder.internFunction(asFunction(frame, firstLine)),
    );
    const frames = this.#frames.map((frame, index) => {
      const of = this.#functionOf[index] ?? 0;
      return builder.internFrame(functions[of] ?? 0, positionOf(frame, this.#functions[of]?.firstLine ?? 0));
    });
    const stacks: number[] = [];
    for (const [index, parent] of this.#parents.entries()) {
      stacks.push(builder.internStack(parent < 0 ? -1 : (stacks[parent] ?? -1), frames[this.#tops[index] ?? 0] ?? 0));
    }
    return stacks;
  }
}

/** Frame numbers and stack numbers share one exact integer. */
const mostFrames = 2 ** 26;
/** The clocks of tools that time every call tick in microseconds. */
const measuredGrain = 1e-6;
const NOTHING_HINT = "Profile the program for longer, while it works, and import that file.";

const isLine = (line: number): boolean => Number.isInteger(line) && line > 0;

const unknownProcess = {
  parentPid: 0,
  version: "unknown",
  executable: "",
  gil: "on",
  libraryFolders: [],
  cpu: seconds(0),
  collecting: seconds(0),
  gilWait: seconds(0),
} as const;

/** The thread that a file calls the main one, else the one with its name, else the first. */
function mainOf(own: readonly number[], threads: readonly RawThread[]): number {
  const stated = own.find((index) => threads[index]?.isMain === true);
  return stated ?? own.find((index) => threads[index]?.name === "MainThread") ?? own[0] ?? 0;
}

function asFunction({ name, file }: RawFrame, firstLine: number): ProfiledFunction {
  return { module: "", qualname: name, file, firstLine: lineNumber(Math.max(1, firstLine)) };
}

function positionOf({ line = 0, column: at, endLine, endColumn }: RawFrame, firstLine: number): Position {
  const ran = lineNumber(isLine(line) ? line : Math.max(1, firstLine));
  if (at === undefined || endLine === undefined || endColumn === undefined) return { line: ran };
  return { line: ran, column: column(at), endLine: lineNumber(endLine), endColumn: column(endColumn) };
}
