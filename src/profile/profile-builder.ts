import { assert } from "../base/refusal.ts";
import { bytes, seconds } from "../base/units.ts";
import { WAIT_KINDS } from "./profile.ts";
import type {
  Position,
  Profile,
  ProfiledFunction,
  ProfiledProcess,
  ProfiledThread,
  ProfileFrame,
  ProfileTruth,
  StackNode,
  StackWeight,
  ThreadTimeline,
} from "./profile.ts";

/** The only writer of profiles: interns what occurs more than once and sums what falls on the same stack and thread. */
export class ProfileBuilder {
  readonly #functions = new Table<ProfiledFunction>();
  readonly #frames = new Table<ProfileFrame>();
  readonly #stacks = new Table<StackNode>();
  readonly #threads: ProfiledThread[] = [];
  readonly #processes: ProfiledProcess[] = [];
  readonly #weights = new Map<string, StackWeight>();
  #truth: ProfileTruth = { samples: 0, missed: 0, errors: 0, impossible: 0 };
  readonly #timeline: ThreadTimeline[] = [];
  #isBuilt = false;

  /** Gives the process's index. */
  addProcess(process: ProfiledProcess): number {
    return this.#processes.push(process) - 1;
  }

  /** Gives the thread's index. */
  addThread(thread: ProfiledThread): number {
    assert(this.#processes[thread.process] !== undefined, "a thread belongs to a process that was added");
    return this.#threads.push(thread) - 1;
  }

  /** Gives the function's index; the same module, name, file and first line are one function. */
  internFunction(profiled: ProfiledFunction): number {
    const { module, qualname, file, firstLine } = profiled;
    return this.#functions.intern(JSON.stringify([module, qualname, file, firstLine]), profiled);
  }

  /** Gives the index of a function at a place in it. */
  internFrame(profiled: number, position: Position): number {
    assert(this.#functions.has(profiled), "a frame is one of a function that was interned");
    const { line, column = "", endLine = "", endColumn = "" } = position;
    const key = `${profiled},${line},${column},${endLine},${endColumn}`;
    return this.#frames.intern(key, { function: profiled, position });
  }

  /** Gives the index of a frame that was called by a stack; −1 is the caller of the outermost frame. */
  internStack(parent: number, frame: number): number {
    assert(parent === -1 || this.#stacks.has(parent), "a stack's parent was interned before it");
    assert(this.#frames.has(frame), "a stack's frame was interned before it");
    return this.#stacks.intern(`${parent},${frame}`, { parent, frame });
  }

  /** Adds to what the thread spent with the stack. */
  addWeight(weight: StackWeight): void {
    assert(this.#stacks.has(weight.stack), "a weight lies on a stack that was interned");
    assert(this.#threads[weight.thread] !== undefined, "a weight belongs to a thread that was added");
    const key = `${weight.thread},${weight.stack}`;
    const known = this.#weights.get(key);
    this.#weights.set(key, known === undefined ? weight : sumOf(known, weight));
  }

  /** Says in which order a thread was seen with its stacks. */
  addTimeline(timeline: ThreadTimeline): void {
    assert(this.#threads[timeline.thread] !== undefined, "a timeline belongs to a thread that was added");
    this.#timeline.push(timeline);
  }

  /** Adds to the account of how true the samples are. */
  addTruth(truth: ProfileTruth): void {
    this.#truth = {
      samples: this.#truth.samples + truth.samples,
      missed: this.#truth.missed + truth.missed,
      errors: this.#truth.errors + truth.errors,
      impossible: this.#truth.impossible + truth.impossible,
    };
  }

  /** Hands the profile over; the builder is of no further use. */
  build(): Profile {
    assert(!this.#isBuilt, "a builder builds once");
    this.#isBuilt = true;
    return {
      schema: "hasten.profile/1",
      functions: this.#functions.items,
      frames: this.#frames.items,
      stacks: this.#stacks.items,
      threads: this.#threads,
      weights: [...this.#weights.values()],
      processes: this.#processes,
      truth: this.#truth,
      ...(this.#timeline.length > 0 && { timeline: this.#timeline }),
    };
  }
}

class Table<Item> {
  readonly items: Item[] = [];
  readonly #indexes = new Map<string, number>();

  intern(key: string, item: Item): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    const index = this.items.push(item) - 1;
    this.#indexes.set(key, index);
    return index;
  }

  has(index: number): boolean {
    return this.items[index] !== undefined;
  }
}

function sumOf(one: StackWeight, other: StackWeight): StackWeight {
  return {
    stack: one.stack,
    thread: one.thread,
    samples: one.samples + other.samples,
    wall: seconds(one.wall + other.wall),
    cpu: seconds(one.cpu + other.cpu),
    blocked: seconds(one.blocked + other.blocked),
    gil: seconds(one.gil + other.gil),
    gilWait: seconds(one.gilWait + other.gilWait),
    ...(one.waits !== undefined && other.waits !== undefined && { waits: waitsOf(one.waits, other.waits) }),
    squares: one.squares + other.squares,
    ...((one.bytes ?? other.bytes) !== undefined && { bytes: bytes((one.bytes ?? 0) + (other.bytes ?? 0)) }),
  };
}

function waitsOf(one: NonNullable<StackWeight["waits"]>, other: typeof one): typeof one {
  const kinds = WAIT_KINDS.filter((kind) => (one[kind] ?? other[kind]) !== undefined);
  return Object.fromEntries(kinds.map((kind) => [kind, seconds((one[kind] ?? 0) + (other[kind] ?? 0))]));
}
