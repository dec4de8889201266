import { executableOf, familyOf, isAlive } from "./children.ts";
import { readProcessFacts, type ProcessFacts } from "./process-facts.ts";
import { ProcessSampler } from "./process-sampler.ts";
import { findRuntime } from "./process/find-runtime.ts";
import { recordProcess } from "./record-process.ts";
import type { RecordedProcess } from "./recording.ts";
import { UserCode } from "./user-code.ts";

/** Where new processes are looked for: first this often, then ever more seldom, ms. */
const FIRST_FAMILY_MS = 2;
const LATER_FAMILY_MS = 20;
/** A process that is no Python yet is asked again after this, later each time, ms: it may be about to become one. */
const FIRST_RETRY_MS = 2;
const RETRY_GROWTH = 1.25;
const LAST_RETRY_MS = 500;

interface Stranger {
  executable: string;
  retryAfter: number;
  retryAt: number;
  /** Why it was not watched at the last try. */
  reason: string;
}

interface Member {
  readonly sampler: ProcessSampler;
  readonly facts: ProcessFacts;
}

interface MetProcess {
  /** ns */
  readonly metAt: number;
  readonly process: RecordedProcess;
}

/** The processes of a run: finds those that are Pythons as they start, and looks at all of them. */
export class WatchedFamily {
  /** What was seen of processes that have ended, by when they were met. */
  readonly #ended: MetProcess[] = [];
  readonly #members = new Map<number, Member>();
  readonly #strangers = new Map<number, Stranger>();
  readonly #roots: number[];
  readonly #followsChildren: boolean;
  #searchedAt = Number.NEGATIVE_INFINITY;
  #searchEvery = FIRST_FAMILY_MS;

  constructor(roots: readonly number[], followsChildren: boolean) {
    this.#roots = [...roots];
    this.#followsChildren = followsChildren;
  }

  /** Adds a process to start from. */
  addRoot(pid: number): void {
    this.#roots.push(pid);
    this.#searchedAt = Number.NEGATIVE_INFINITY;
    this.#searchEvery = FIRST_FAMILY_MS;
  }

  /** One look at every process; gives how many are watched. `now` in ms. */
  look(now: number): number {
    if (now - this.#searchedAt >= this.#searchEvery) this.#search(now);
    for (const [pid, member] of this.#members) {
      if (!member.sampler.look(now * 1e6)) this.#end(pid, member);
    }
    return this.#members.size;
  }

  /** Whether any of the roots still lives. */
  isAlive(): boolean {
    return this.#members.size > 0 || this.#roots.some((pid) => isAlive(pid));
  }

  miss(looks: number): void {
    for (const { sampler } of this.#members.values()) sampler.tally.missed += looks;
  }

  /** In the order in which they were met: whoever starts others comes before them, also where it outlives them. */
  record(): readonly RecordedProcess[] {
    const living = [...this.#members.values()].map(recordOf);
    return [...this.#ended, ...living].toSorted((one, other) => one.metAt - other.metAt).map(({ process }) => process);
  }

  /** Why a process is not watched; undefined where it is. */
  whyNot(pid: number): string | undefined {
    return this.#members.has(pid) ? undefined : this.#strangers.get(pid)?.reason;
  }

  /** Nothing more will be seen of asyncio's loops. */
  endLoops(): void {
    for (const { sampler } of this.#members.values()) sampler.loops.close();
  }

  close(): void {
    for (const { sampler } of this.#members.values()) sampler.close();
  }

  #search(now: number): void {
    const found = this.#followsChildren ? this.#roots.flatMap((pid) => familyOf(pid)) : this.#roots;
    // Children whose parent has ended belong to others now, but are watched on.
    for (const pid of found) if (!this.#members.has(pid)) this.#meet(pid, now);
    this.#searchedAt = now;
    this.#searchEvery = Math.min(LATER_FAMILY_MS, this.#searchEvery * 1.1);
  }

  #meet(pid: number, now: number): void {
    const executable = executableOf(pid);
    if (executable === "") return;
    const stranger = this.#strangers.get(pid);
    if (stranger !== undefined && stranger.executable === executable && now < stranger.retryAt) return;
    const found = findRuntime(pid);
    if (found.kind === "found") {
      this.#strangers.delete(pid);
      const facts = readProcessFacts(pid, found.version.slice(0, 2).join("."));
      this.#members.set(pid, { sampler: new ProcessSampler(found, new UserCode(facts), now * 1e6), facts });
      return;
    }
    const isSame = stranger?.executable === executable;
    const retryAfter = isSame ? Math.min(LAST_RETRY_MS, stranger.retryAfter * RETRY_GROWTH) : FIRST_RETRY_MS;
    this.#strangers.set(pid, { executable, retryAfter, retryAt: now + retryAfter, reason: found.kind });
  }

  #end(pid: number, member: Member): void {
    member.sampler.loops.close();
    this.#ended.push(recordOf(member));
    member.sampler.close();
    this.#members.delete(pid);
  }
}

function recordOf({ sampler, facts }: Member): MetProcess {
  return { metAt: sampler.startedAt, process: recordProcess(sampler, facts) };
}
