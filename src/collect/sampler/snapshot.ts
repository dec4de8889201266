import { openAsyncio, type AsyncioReaders } from "./asyncio/asyncio-readers.ts";
import { takeTasks, type TasksSnapshot } from "./asyncio/task-snapshots.ts";
import { refuseTarget } from "./refuse-target.ts";
import { holdsGil, wantsGil, type GilState } from "./gil.ts";
import type { FoundThread } from "./interpreters.ts";
import { frameSnapshot, type FrameSnapshot } from "./frame-snapshot.ts";
import type { LookedAtFrame } from "./stack-operand-reader.ts";
import type { FoundRuntime } from "./process/runtime-outcome.ts";
import { threadIdsOf } from "./process/thread-ids.ts";
import { openTarget, type TargetReaders } from "./target-readers.ts";
import { threadNameOf } from "./thread-name.ts";
import { ThreadStatusReader, type ThreadStatus } from "./thread-status.ts";

/** One thread, with what it did at the moment at which its stack was read. */
export interface ThreadSnapshot {
  /** The kernel's id; undefined where it cannot be told. */
  readonly tid: number | undefined;
  readonly name: string;
  readonly isMain: boolean;
  /** Number of its interpreter, the newest 0. */
  readonly interpreter: number;
  readonly state: "running" | "waiting" | "unknown";
  /** `off`: there is no GIL. */
  readonly gil: "holds" | "waits" | "free" | "off";
  /** The asyncio task that it runs, by its name; undefined where there is none, or nobody can tell. */
  readonly task: string | undefined;
  /** False where the stack changed faster than it could be read; then there are no frames. */
  readonly isSettled: boolean;
  /** The innermost first. */
  readonly frames: readonly FrameSnapshot[];
}

/** A look that does not stand up to the checks is made again so often, after a pause, ms. */
const TRIES = 60;
const PAUSE = 1;
/** A thread that keeps changing between running and waiting is taken as it was seen last. */
const STATE_TRIES = 8;
/** Nor are names and tasks looked for in frames that end too fast for ever. */
const NAMES_TRIES = 8;

/** One look at a process. */
export interface ProcessSnapshot {
  readonly threads: readonly ThreadSnapshot[];
  /** Asyncio's tasks; undefined where the process has none of asyncio, or they cannot be read. */
  readonly tasks: TasksSnapshot | undefined;
}

/** Reads every thread of a process once, and asyncio's tasks, without stopping it; refuses a process that ends meanwhile. */
export function takeSnapshot(runtime: FoundRuntime, withLocals: boolean): ProcessSnapshot {
  const readers = openTarget(runtime);
  try {
    const interpreters = readers.interpreters.list();
    if (interpreters === undefined) throw refuseTarget(runtime.pid, { kind: "exiting" });
    const { types, attributes } = readers.operands;
    const sources = { ...readers, layout: runtime.layout, types, attributes };
    const asyncio = openAsyncio(runtime.pid, sources);
    const tids = threadIdsOf(runtime);
    const camera = new Camera(runtime, readers, withLocals, asyncio);
    const found = interpreters.map((interpreter) => readers.interpreters.threadsOf(interpreter));
    const threads = found.flatMap((all, number) =>
      all.flatMap((thread) => camera.take(thread, tids.get(thread.address), number)),
    );
    return {
      threads,
      tasks: asyncio && takeTasks(asyncio, sources, { interpreters, threads: found.flat(), tids }),
    };
  } finally {
    readers.close();
  }
}

/** What was seen of a thread at one moment. */
interface Moment {
  readonly status: ThreadStatus | undefined;
  readonly gil: GilState | undefined;
  readonly end: ReturnType<TargetReaders["stacks"]["look"]>["end"];
}

/** What a moment's stack showed. */
interface Sight {
  readonly moment: Moment;
  readonly name: string;
  /** Null where the thread had gone on when it was looked for. */
  readonly task: string | null | undefined;
  readonly frames: readonly FrameSnapshot[];
}

/** Whether names, or the task, were looked for when the frames had ended. */
const isTooLate = (frames: Sight["frames"], task: Sight["task"]): boolean =>
  task === null || frames.some(({ locals }) => locals === null);
const isRead = ({ end }: Moment): boolean => end === "walked" || end === "empty";
const isSame = (one: ThreadStatus | undefined, other: ThreadStatus | undefined): boolean => one?.state === other?.state;

/** Reads one thread at a time. */
class Camera {
  readonly #runtime: FoundRuntime;
  readonly #readers: TargetReaders;
  readonly #withLocals: boolean;
  readonly #asyncio: AsyncioReaders | undefined;
  readonly #bell = new Int32Array(new SharedArrayBuffer(4));

  constructor(runtime: FoundRuntime, readers: TargetReaders, withLocals: boolean, asyncio: AsyncioReaders | undefined) {
    this.#runtime = runtime;
    this.#readers = readers;
    this.#withLocals = withLocals;
    this.#asyncio = asyncio;
  }

  /** The thread, or nothing where it has ended. */
  take(thread: FoundThread, tid: number | undefined, interpreter: number): readonly ThreadSnapshot[] {
    const reader = tid === undefined ? undefined : new ThreadStatusReader(this.#runtime.pid, tid);
    const statusOf = (): ThreadStatus | undefined => reader?.read();
    let { moment, name, task, frames } = this.#see(thread, tid, statusOf);
    for (let attempt = 1; attempt < NAMES_TRIES && isTooLate(frames, task); attempt += 1) {
      ({ moment, name, task, frames } = this.#see(thread, tid, statusOf));
    }
    reader?.close();
    if (moment.end === "gone" || moment.status?.state === "gone") return [];
    return [
      {
        tid,
        name,
        isMain: tid === this.#runtime.pid,
        interpreter,
        state: moment.status?.state ?? "unknown",
        gil: this.#gilOf(thread, moment),
        task: task ?? undefined,
        isSettled: isRead(moment),
        frames,
      },
    ];
  }

  #see(thread: FoundThread, tid: number | undefined, statusOf: () => ThreadStatus | undefined): Sight {
    const moment = this.#settle(thread, statusOf);
    const name = this.#nameOf(tid, moment) ?? `Thread ${tid ?? thread.threadId}`;
    const task = this.#taskOf(thread, moment);
    return { moment, name, task, frames: this.#frames(thread, moment) };
  }

  /** Looks until the stack is one that existed, and the thread was in the same state before and after. */
  #settle(thread: FoundThread, statusOf: () => ThreadStatus | undefined): Moment {
    let settled = 0;
    for (let attempt = 1; ; attempt += 1) {
      const before = statusOf();
      const { end } = this.#readers.stacks.look(thread.address);
      const gil = this.#readers.interpreters.gilOf(thread.interpreter);
      const moment = { end, gil, status: statusOf() };
      if (isRead(moment)) {
        settled += 1;
        if (isSame(before, moment.status) || settled === STATE_TRIES) return moment;
      }
      if (attempt === TRIES || moment.status?.state === "gone") return moment;
      Atomics.wait(this.#bell, 0, 0, PAUSE);
    }
  }

  #taskOf({ address }: FoundThread, { end }: Moment): string | null | undefined {
    return end === "walked" ? this.#asyncio?.running.nameOf(address, this.#readers.stacks.stack) : undefined;
  }

  #gilOf({ address }: FoundThread, { status, gil }: Moment): ThreadSnapshot["gil"] {
    if (this.#runtime.layout.isFreeThreaded) return "off";
    if (holdsGil({ address }, gil)) return "holds";
    return status !== undefined && wantsGil({ address, status }, gil) ? "waits" : "free";
  }

  #nameOf(tid: number | undefined, { end }: Moment): string | undefined {
    if (tid === this.#runtime.pid) return "MainThread";
    if (end !== "walked") return undefined;
    const { codes, values, operands, stacks } = this.#readers;
    const { types, attributes } = operands;
    return threadNameOf(stacks.stack, { layout: this.#runtime.layout, codes, values, types, attributes });
  }

  /** Of the stack that was looked at last. Names are believed where the frames are still on the stack afterwards. */
  #frames({ address: thread }: FoundThread, { end }: Moment): readonly FrameSnapshot[] {
    if (end !== "walked") return [];
    const { stack } = this.#readers.stacks;
    const seen = Array.from({ length: stack.depth }, (_, at) => {
      const [code = 0, instruction = 0, address = 0] = [stack.codes[at], stack.instructions[at], stack.addresses[at]];
      return { code, instruction, address };
    });
    const frames = seen.flatMap((frame) => this.#frameOf(frame) ?? []);
    if (!this.#withLocals) return frames;
    const ended = seen.length - this.#lastingOf(seen, thread);
    return frames.map((frame, at) => (at < ended ? { ...frame, locals: null } : frame));
  }

  /** How many of the outermost frames are on the stack now. */
  #lastingOf(seen: readonly LookedAtFrame[], thread: number): number {
    if (this.#readers.stacks.look(thread).end !== "walked") return 0;
    const { stack } = this.#readers.stacks;
    const most = Math.min(seen.length, stack.depth);
    for (let lasting = 0; lasting < most; lasting += 1) {
      const [frame, at] = [seen.at(-1 - lasting), stack.depth - 1 - lasting];
      if (frame?.address !== stack.addresses[at] || frame?.code !== stack.codes[at]) return lasting;
    }
    return most;
  }

  #frameOf(frame: LookedAtFrame): FrameSnapshot | undefined {
    const object = this.#readers.codes.objects[frame.code];
    if (object === undefined) return undefined;
    const locals = this.#withLocals ? { locals: this.#readers.operands.localsOf(frame) ?? null } : {};
    return { ...frameSnapshot(object, frame.instruction), ...locals };
  }
}
