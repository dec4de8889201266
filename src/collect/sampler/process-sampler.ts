import { performance } from "node:perf_hooks";
import { LoopWatch } from "./asyncio/loop-watch.ts";
import { TaskMarks } from "./asyncio/task-marks.ts";
import type { CallSites } from "./call-sites.ts";
import type { CheckedStacks } from "./checked-stacks.ts";
import type { CodeTable } from "./code-table.ts";
import { holdsGil, wantsGil, type GilState } from "./gil.ts";
import type { FoundThread, Interpreters } from "./interpreters.ts";
import type { OperandReader } from "./operand-reader.ts";
import { WAIT_KINDS } from "../../profile/profile.ts";
import { AwaitedReader } from "./process/awaited.ts";
import type { FoundRuntime } from "./process/runtime-outcome.ts";
import { threadIdsOf } from "./process/thread-ids.ts";
import type { ValueReader } from "./read-values.ts";
import type { StackTrie } from "./stack-trie.ts";
import { openTarget } from "./target-readers.ts";
import { threadNameOf } from "./thread-name.ts";
import { watchThread, type ThreadTarget } from "./thread-target.ts";
import type { UserCode } from "./user-code.ts";
import { Moments } from "./moments.ts";
import { Weights, type Spent } from "./weights.ts";

/** Threads start and end: their list is read again after so long, ns. */
const LIST_EVERY = 5e6;
/** What the kernel says of a thread, who holds the GIL and whether garbage is collected hold for so long, ns. */
const STATUS_HOLDS = 200_000;
/** Looking at names may take one part in so many of the time. */
const OPERANDS_PART = 40;
/** One look that was interrupted does not count for more than this, ns: others have to come. */
const OPERANDS_MOST = 1e6;
/** How often a thread's name is looked for before it is taken to have none. */
const NAME_TRIES = 20;
/** Codes of nodes that are no Python code; a task's instruction is the number of its name. */
export const PSEUDO = { collector: -2, native: -3, task: -4 } as const;

/** What the looks at a process came to. Times in ns. */
export interface Tally {
  samples: number;
  missed: number;
  errors: number;
  impossible: number;
  wall: number;
  cpu: number;
  collecting: number;
  gilWait: number;
  computing: number;
}

/** An interpreter's state that holds for a while. */
interface Held {
  gil: GilState | undefined;
  isCollecting: boolean;
}

/** Watches one process: at each look the stack and the status of every thread. */
export class ProcessSampler {
  readonly runtime: FoundRuntime;
  readonly codes: CodeTable;
  readonly trie: StackTrie;
  readonly weights: Weights = new Weights();
  readonly moments: Moments = new Moments();
  readonly values: ValueReader;
  readonly operands: OperandReader;
  readonly tasks: TaskMarks;
  readonly loops: LoopWatch;
  readonly threads: ThreadTarget[] = [];
  readonly tally: Tally = {
    samples: 0,
    missed: 0,
    errors: 0,
    impossible: 0,
    wall: 0,
    cpu: 0,
    collecting: 0,
    gilWait: 0,
    computing: 0,
  };
  readonly startedAt: number;
  readonly #interpreters: Interpreters;
  readonly #sites: CallSites;
  readonly #stacks: CheckedStacks;
  readonly #userCode: UserCode;
  readonly #close: () => void;
  readonly #awaited: AwaitedReader;
  readonly #spent: Spent = { wall: 0, cpu: 0, blocked: 0, gil: 0, gilWait: 0, kind: -1 };
  readonly #held = new Map<number, Held>();
  #alive: ThreadTarget[] = [];
  #listedAt = Number.NEGATIVE_INFINITY;
  #heldAt = Number.NEGATIVE_INFINITY;
  #operandsAt = Number.NEGATIVE_INFINITY;
  #lookedAt: number;

  constructor(runtime: FoundRuntime, userCode: UserCode, now: number) {
    this.runtime = runtime;
    this.#userCode = userCode;
    this.startedAt = now;
    this.#lookedAt = now;
    this.#awaited = new AwaitedReader(runtime.pid);
    const readers = openTarget(runtime);
    this.values = readers.values;
    this.codes = readers.codes;
    this.trie = readers.trie;
    this.operands = readers.operands;
    const { types, attributes } = readers.operands;
    const sources = { ...readers, pid: runtime.pid, layout: runtime.layout, types, attributes };
    this.tasks = new TaskMarks(sources, PSEUDO.task);
    this.loops = new LoopWatch(sources);
    this.#interpreters = readers.interpreters;
    this.#sites = readers.sites;
    this.#stacks = readers.stacks;
    this.#close = readers.close;
  }

  /** One look at every thread; false when the process has ended. `now` in ns. */
  look(now: number): boolean {
    if (now - this.#listedAt >= LIST_EVERY && !this.#listThreads(now)) return false;
    if (now - this.#heldAt >= STATUS_HOLDS) this.#readHeld(now);
    let running = 0;
    for (const thread of this.#alive) {
      this.#lookAt(thread, now);
      if (thread.status.state === "running") running += 1;
    }
    const elapsed = now - this.#lookedAt;
    this.#lookedAt = now;
    for (const thread of this.#alive) this.#count(thread, now, running);
    const isWaitedFor = this.#alive.some((thread) => wantsGil(thread, this.#held.get(thread.interpreter)?.gil));
    this.#countProcess(elapsed, running, isWaitedFor);
    return true;
  }

  /** Lets go of the process. */
  close(): void {
    for (const thread of this.#alive) thread.reader.close();
    this.#alive = [];
    this.#awaited.close();
    this.#close();
  }

  #listThreads(now: number): boolean {
    const interpreters = this.#interpreters.list();
    if (interpreters === undefined) return false;
    this.#listedAt = now;
    const found = interpreters.flatMap((interpreter) => this.#interpreters.threadsOf(interpreter));
    const known = new Map(this.#alive.map((thread) => [thread.address, thread]));
    const isNew = found.some(({ address, threadId }) => known.get(address)?.threadId !== threadId);
    const tids = isNew ? threadIdsOf(this.runtime) : new Map<number, number>();
    const alive = found.flatMap((thread) => this.#watched(thread, known.get(thread.address), tids, now));
    const kept = new Set(alive);
    for (const thread of this.#alive) if (!kept.has(thread)) thread.reader.close();
    this.#alive = alive;
    this.#held.clear();
    for (const interpreter of interpreters) this.#held.set(interpreter, { gil: undefined, isCollecting: false });
    this.#heldAt = Number.NEGATIVE_INFINITY;
    return true;
  }

  #watched(
    found: FoundThread,
    known: ThreadTarget | undefined,
    tids: ReadonlyMap<number, number>,
    now: number,
  ): ThreadTarget[] {
    // The address of an ended thread's state can be another one's now.
    if (known !== undefined && known.threadId === found.threadId && known.isAlive) {
      this.tally.errors += known.unread;
      known.unread = 0;
      return [known];
    }
    const tid = tids.get(found.address);
    if (tid === undefined) return [];
    const { address, interpreter, threadId } = found;
    const number = this.threads.length;
    const thread = watchThread({ number, address, threadId, tid, interpreter }, this.runtime.pid, now, this.#awaited);
    this.threads.push(thread);
    return [thread];
  }

  #readHeld(now: number): void {
    this.#heldAt = now;
    for (const [interpreter, held] of this.#held) {
      held.gil = this.#interpreters.gilOf(interpreter);
      held.isCollecting = this.#interpreters.isCollecting(interpreter);
    }
  }

  #lookAt(thread: ThreadTarget, now: number): void {
    if (now - thread.statusAt >= STATUS_HOLDS) {
      thread.status = thread.reader.read();
      thread.statusAt = now;
      if (thread.status.state === "gone") thread.isAlive = false;
    }
    const { end, node } = this.#stacks.look(thread.address);
    thread.node = end === "walked" ? this.tasks.nodeOf(node, this.#stacks.stack, thread.address, now) : 0;
    if (end === "gone") {
      // Ended, or its memory has moved: the list is out of date. Only where the thread is still there it was an error.
      this.#listedAt = Number.NEGATIVE_INFINITY;
      thread.unread += 1;
    } else if (end === "impossible" || end === "torn") this.tally.impossible += 1;
    else if (end === "walked") {
      this.loops.look(thread.number, thread.node, this.#stacks.stack, now);
      this.#lookCloser(thread, now);
    }
  }

  /** What a stack shows besides itself, now and then. */
  #lookCloser(thread: ThreadTarget, now: number): void {
    if (thread.name === undefined && thread.nameTries < NAME_TRIES) this.#nameThread(thread);
    if (thread.status.state !== "running" || now < this.#operandsAt) return;
    const begun = performance.now();
    this.#lookAtOperands();
    const spent = Math.min((performance.now() - begun) * 1e6, OPERANDS_MOST);
    this.#operandsAt = now + spent * OPERANDS_PART;
  }

  /** A thread can be seen before it has a name, and one that `threading` does not know never has one. */
  #nameThread(thread: ThreadTarget): void {
    thread.nameTries += 1;
    const { codes, values, operands } = this;
    const { layout } = this.runtime;
    const sources = { layout, codes, values, types: operands.types, attributes: operands.attributes };
    thread.name = threadNameOf(this.#stacks.stack, sources);
  }

  /** Of the stack that was walked last. */
  #lookAtOperands(): void {
    const { stack } = this.#stacks;
    const at = this.#userCode.innermost(stack.codes, stack.depth, this.codes.objects);
    if (at < 0) return;
    const [code = 0, instruction = 0, address = 0] = [stack.codes[at], stack.instructions[at], stack.addresses[at]];
    this.operands.look({ code, instruction, address });
  }

  /** Adds what the thread spent since its last counted stack. */
  #count(thread: ThreadTarget, now: number, running: number): void {
    if (thread.node === 0) {
      // Outside of Python; what passes there belongs to no stack.
      if (!isRunning(thread)) thread.seenAt = now;
      return;
    }
    const held = this.#held.get(thread.interpreter);
    const holds = holdsGil(thread, held?.gil);
    this.#share(now - thread.seenAt, thread, { holds, wants: wantsGil(thread, held?.gil), isBusy: running > 0 });
    const leaf = this.#leafOf(thread.node, holds && held?.isCollecting === true);
    this.moments.add(thread.number, leaf, thread.seenAt, now);
    thread.seenAt = now;
    this.weights.add(thread.number, leaf, this.#spent);
    this.tally.samples += 1;
    this.tally.cpu += this.#spent.cpu;
  }

  /** Says what the time of one thread was: its own computing, waiting for the lock, or waiting that held up the process. */
  #share(elapsed: number, thread: ThreadTarget, lock: { holds: boolean; wants: boolean; isBusy: boolean }): void {
    const spent = this.#spent;
    spent.wall = elapsed;
    spent.cpu = isRunning(thread) ? elapsed : 0;
    spent.blocked = isRunning(thread) || lock.wants || lock.isBusy ? 0 : elapsed;
    spent.gil = lock.holds ? elapsed : 0;
    spent.gilWait = lock.wants ? elapsed : 0;
    spent.kind = isRunning(thread) || lock.wants ? -1 : WAIT_KINDS.indexOf(thread.status.awaited ?? "other");
  }

  /** The node itself, or the mark under it: the garbage collector works, or C code was called. */
  #leafOf(node: number, isCollecting: boolean): number {
    if (isCollecting) return this.#under(node, PSEUDO.collector);
    const kind = this.#sites.kindOf(this.trie.codes[node] ?? -1, this.trie.instructions[node] ?? -1);
    return kind === "call" && !this.#stacks.callsPython(node) ? this.#under(node, PSEUDO.native) : node;
  }

  #countProcess(elapsed: number, running: number, isWaitedFor: boolean): void {
    const { tally } = this;
    tally.wall += elapsed;
    if (running > 0) tally.computing += elapsed;
    if (isWaitedFor) tally.gilWait += elapsed;
    for (const { isCollecting } of this.#held.values()) if (isCollecting) tally.collecting += elapsed;
  }

  #under(node: number, code: number): number {
    const known = this.trie.find(node, code, 0);
    return known === 0 ? this.trie.add(node, code, 0) : known;
  }
}

const isRunning = ({ status }: ThreadTarget): boolean => status.state === "running";
