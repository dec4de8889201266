import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { join, resolve } from "node:path";
import { Refusal, assert } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import type { LaunchOptions } from "./launch-options.ts";
import { readLines, signalNumber } from "./measured.ts";
import type { Line, Report } from "./measured.ts";
import type { Streams } from "./open-streams.ts";
import { encodeOrder } from "./order.ts";
import type { Order } from "./order.ts";
import type { ProcessFacts, RunProcesses } from "./processes.ts";
import { reapLeftovers, signalRun } from "./reap.ts";
import { refuseStart } from "./refuse-start.ts";

/** Everything that a start needs. */
export interface Launching {
  readonly python: string;
  readonly order: Order;
  readonly cwd: string;
  readonly streams: Streams;
  readonly options: LaunchOptions;
}

/** How a supervised run ended. */
export interface Supervised {
  readonly report: Report;
  readonly timedOut: boolean;
  readonly interrupted: boolean;
}

/** Between asking a run to end (SIGTERM) and making it (SIGKILL). */
const GRACE_MS = 2000;
/** How often the size of the captured output is looked at. */
const OUTPUT_LOOK_MS = 250;
const OUTPUT_LIMIT = 1 << 30;

/** Why a run is being ended from outside. */
type Stop = "timeout" | "interrupt" | "output";

/** Runs one order to its end, whatever end that is; afterwards nothing of a batch run is left. */
export async function supervise(launching: Launching, world: World): Promise<Supervised> {
  const run = new SupervisedRun(launching, world);
  const { options } = launching;
  const leavesNothing = options.mode === "batch" || options.leavesNothing === true;
  try {
    await run.ended();
  } finally {
    run.dispose();
    if (leavesNothing || run.stops.has("timeout")) await reapLeftovers(launching.order.runId, run.known());
  }
  return run.outcome();
}

/** One run while it goes on. */
class SupervisedRun {
  readonly stops: Set<Stop> = new Set();
  readonly #launching: Launching;
  readonly #world: World;
  readonly #child: ChildProcess;
  readonly #channel: Socket;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onAbort = (): void => this.#interrupt();
  #pid: number | undefined;
  #seen: readonly ProcessFacts[] = [];
  #last: Exclude<Line, { pid: number }> | undefined;
  #startFailure: unknown;
  #interrupted = false;

  constructor(launching: Launching, world: World) {
    this.#launching = launching;
    this.#world = world;
    const [stdin, stdout, stderr] = launching.streams.descriptors;
    const measure = join(world.packageFolder, "python", "measure.py");
    this.#child = spawn(launching.python, ["-I", "-S", measure], {
      cwd: launching.cwd,
      env: { ...world.env },
      stdio: [stdin, stdout, stderr, "pipe"],
    });
    const channel = this.#child.stdio[3];
    assert(channel instanceof Socket, "The measuring process has no channel.");
    this.#channel = channel;
  }

  /** Resolves when the measuring process has ended and all that it said has been read. */
  ended(): Promise<void> {
    this.#channel.on("error", () => undefined);
    readLines(this.#channel, (line) => this.#note(line));
    this.#channel.write(encodeOrder(this.#launching.order, this.#world));
    this.#startTimers();
    this.#world.signal.addEventListener("abort", this.#onAbort);
    if (this.#world.signal.aborted) this.#interrupt();
    return new Promise((settle) => {
      this.#child.once("error", (error) => {
        this.#startFailure = error;
        settle();
      });
      this.#child.once("close", () => settle());
    });
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#world.signal.removeEventListener("abort", this.#onAbort);
    this.#channel.destroy();
  }

  /** What the run's processes can be found by. */
  known(): Omit<RunProcesses, "runId"> {
    const leadsSession = this.#launching.options.mode === "batch";
    // Once it has ended, the id of a process that leads no session may belong to another one.
    const isKnown = leadsSession || this.#last === undefined;
    return { leadsSession, seen: this.#seen, ...(isKnown && this.#pid !== undefined && { pid: this.#pid }) };
  }

  outcome(): Supervised {
    const last = this.#last;
    const { order, cwd } = this.#launching;
    if (last !== undefined && "errno" in last) throw refuseStart(resolve(cwd, order.executable), last.errno);
    if (this.stops.has("output")) throw refuseOutput();
    if (last === undefined) throw this.#refuseSilence();
    return { report: last, timedOut: this.stops.has("timeout"), interrupted: this.#interrupted };
  }

  #note(line: Line): void {
    if (!("pid" in line)) {
      this.#last = line;
      return;
    }
    this.#pid = line.pid;
    this.#launching.options.onStart?.(line.pid);
    if (this.stops.size > 0) this.#terminate();
  }

  #startTimers(): void {
    const { timeoutSeconds, ...options } = this.#launching.options;
    if (timeoutSeconds !== undefined) this.#later(() => this.#stop("timeout"), timeoutSeconds * 1000);
    if (options.mode === "batch") this.#watchOutput(options.outputLimit ?? OUTPUT_LIMIT);
  }

  #watchOutput(limit: number): void {
    const look = async (): Promise<void> => {
      const longest = await this.#launching.streams.longest();
      if (longest > limit) this.#stop("output");
    };
    const timer = setInterval(() => void look().catch(() => undefined), OUTPUT_LOOK_MS);
    this.#timers.push(timer);
  }

  #interrupt(): void {
    this.#interrupted = true;
    if (this.#launching.options.mode === "batch") {
      this.#stop("interrupt");
      return;
    }
    // The measuring process passes it on unless the terminal has already given it to the whole group.
    const reason: unknown = this.#world.signal.reason;
    const name = typeof reason === "string" && reason.startsWith("SIG") ? reason : "SIGINT";
    this.#channel.write(`${signalNumber(name)}\n`);
  }

  #stop(why: Stop): void {
    const isFirst = this.stops.size === 0;
    this.stops.add(why);
    if (isFirst && this.#pid !== undefined) this.#terminate();
  }

  #terminate(): void {
    const run = { runId: this.#launching.order.runId, ...this.known() };
    this.#seen = signalRun(run, "SIGTERM");
    this.#later(() => void reapLeftovers(run.runId, this.known()), GRACE_MS);
  }

  #later(act: () => void, milliseconds: number): void {
    // A longer delay than this overflows Node's timers and would fire at once.
    this.#timers.push(setTimeout(act, Math.min(milliseconds, 2 ** 31 - 1)));
  }

  #refuseSilence(): Refusal {
    if (this.#startFailure !== undefined) {
      return new Refusal(
        "cannot-start",
        `${this.#launching.python} could not be started.`,
        "Choose another Python with --python PATH.",
        this.#startFailure,
      );
    }
    return new Refusal(
      "program-failed",
      "The process that measures the program was killed, so how the program ended is not known.",
      "Check whether the machine ran out of memory, and start again.",
    );
  }
}

function refuseOutput(): Refusal {
  return new Refusal(
    "too-large",
    "The program printed more than hasten keeps, and was ended.",
    "Let it print less, or run it on a smaller input.",
  );
}
