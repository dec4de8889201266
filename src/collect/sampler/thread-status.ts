import type { WaitKind } from "../../profile/profile.ts";
import type { AwaitedReader } from "./process/awaited.ts";
import { closeSync, openSync, readSync } from "node:fs";

/**
 * What the kernel says of a thread: `running` – on a processor or ready for one; `waiting` – in a system call, at a futex
 * when `futex` is its address; `gone`.
 */
export interface ThreadStatus {
  readonly state: "running" | "waiting" | "gone";
  readonly futex: number;
  /** What it waits for; absent where nobody asked, or the kernel does not tell. */
  readonly awaited?: WaitKind;
}

const RUNNING: ThreadStatus = { state: "running", futex: 0 };
const WAITING: ThreadStatus = { state: "waiting", futex: 0 };
const GONE: ThreadStatus = { state: "gone", futex: 0 };

/** The same call with the same arguments is taken to wait for the same thing for so many reads. */
const KNOWN_FOR = 50;
/** Numbers of futex(2): x86-64 and the generic table (aarch64). */
const FUTEX_CALLS = new Set([202, 98]);

/**
 * Reads `/proc/PID/task/TID/syscall`: `running`, or the number and arguments of the system call that the thread is in
 * (proc(5)). Some 2 µs. Where the kernel was built without it, `stat` answers, in some 5 µs and without futexes.
 */
export class ThreadStatusReader {
  readonly #buffer = Buffer.alloc(256);
  readonly #descriptor: number;
  readonly #isStat: boolean;
  readonly #awaited: AwaitedReader | undefined;
  /** The line that was read last, what it meant, and for how many more reads that holds. */
  readonly #last = Buffer.alloc(256);
  #known: ThreadStatus = WAITING;
  #holds = 0;

  constructor(pid: number, tid: number, awaited?: AwaitedReader) {
    this.#awaited = awaited;
    const folder = `/proc/${pid}/task/${tid}`;
    const call = open(`${folder}/syscall`);
    this.#isStat = call < 0;
    this.#descriptor = call < 0 ? open(`${folder}/stat`) : call;
  }

  read(): ThreadStatus {
    const length = this.#fill();
    if (length <= 0) return GONE;
    if (this.#isStat) return stateOf(this.#buffer.toString("latin1", 0, length));
    // "running\n"
    if (this.#buffer[0] === 114) return RUNNING;
    this.#holds -= 1;
    if (this.#holds > 0 && this.#last.compare(this.#buffer, 0, length, 0, length) === 0) return this.#known;
    this.#buffer.copy(this.#last, 0, 0, length);
    this.#holds = KNOWN_FOR;
    this.#known = this.#waiting(length);
    return this.#known;
  }

  close(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
  }

  #waiting(length: number): ThreadStatus {
    // The number, then six arguments. −1: blocked outside a system call, as at a page fault.
    const first = this.#buffer[0] ?? 0;
    if (first === 45) return RUNNING;
    const space = this.#buffer.indexOf(32);
    if (space < 0 || space > 4) return WAITING;
    const words = this.#buffer.toString("latin1", 0, length).split(" ");
    const futex = FUTEX_CALLS.has(Number(words[0])) ? Number(words[1]) : 0;
    if (this.#awaited === undefined) return { state: "waiting", futex };
    return { state: "waiting", futex, awaited: this.#awaited.kindOf(words) };
  }

  #fill(): number {
    if (this.#descriptor < 0) return 0;
    try {
      return readSync(this.#descriptor, this.#buffer, 0, 256, 0);
    } catch {
      return 0;
    }
  }
}

function open(path: string): number {
  try {
    return openSync(path, "r");
  } catch {
    return -1;
  }
}

function stateOf(stat: string): ThreadStatus {
  const state = stat.charAt(stat.lastIndexOf(")") + 2);
  if (state === "R") return RUNNING;
  return state === "Z" || state === "X" || state === "" ? GONE : WAITING;
}
