import { assert } from "../base/refusal.ts";
import type { Profile, ProfiledThread, StackWeight } from "../profile/profile.ts";
import { familiesOf, livesOfChildren } from "./families.ts";
import type { Lives } from "./families.ts";
import type { Wait } from "./waits.ts";

/**
 * The part of each weight's waiting that counts as its own, so that a second in which a process waits counts once
 * however many of its threads wait meanwhile:
 *
 * - Waiting for work counts for nothing.
 * - Waiting for a child process counts as far as no observed child of that sort lives that long.
 * - A main thread that waits for a lock counts as far as other threads do not wait for the world meanwhile; in an idle
 *   event loop likewise, but only as far as one thread alone waited longer than the lock explains. Observed children
 *   explain what threads do not.
 * - Where the main thread and others wait for the world at once, each side gets half.
 * - Threads that waited side by side share the time in which they did.
 *
 * A profile has sums, not instants: what overlapped is estimated from these sums, and no second is invented.
 */
export function keptWaiting(profile: Profile, waits: readonly (Wait | undefined)[]): KeptWaiting {
  const sums = profile.processes.map(() => new WaitingSums());
  for (const [index, weight] of profile.weights.entries()) {
    const { process, isMain } = threadOf(profile, weight);
    sums[process]?.add(waits[index], isMain ? undefined : weight.thread, weight.blocked);
  }
  const families = familiesOf(profile.processes);
  const idle = sums.map(({ idleMain }) => idleMain);
  const kept = sums.map((waiting, process) =>
    keptOf(waiting, livesOfChildren(profile.processes, families, idle, process)),
  );
  const keptPart = (weight: StackWeight, wait: Wait | undefined): number => {
    const { process, isMain } = threadOf(profile, weight);
    const parts = kept[process];
    if (wait === "idle" || parts === undefined) return 0;
    if (isMain) return parts.main[wait ?? "world"];
    return parts.together * (wait === undefined ? 1 : parts.main[wait]);
  };
  return {
    parts: profile.weights.map((weight, index) => keptPart(weight, waits[index])),
    awaited: kept.map(({ awaited }) => awaited),
  };
}

/** What counts of all waiting. */
export interface KeptWaiting {
  /** A weight: the part of its waiting that counts, 0 to 1. */
  readonly parts: readonly number[];
  /** A process: seconds in which its main thread waited for other processes of the program. */
  readonly awaited: readonly number[];
}

/** The thread that a weight belongs to. */
export function threadOf(profile: Profile, weight: StackWeight): ProfiledThread {
  const thread = profile.threads[weight.thread];
  assert(thread, "a weight points at a thread that exists");
  return thread;
}

/** What a thread can wait for; `world`: network, disk, sleep. */
type Cause = Exclude<Wait, "idle"> | "world";

/** Seconds that one process waited, by whom for. */
class WaitingSums {
  idleMain = 0;
  readonly main: Record<Cause, number> = { programs: 0, workers: 0, threads: 0, loop: 0, world: 0 };
  /** The other threads together, of what they wait for: children. */
  readonly children = { programs: 0, workers: 0 };
  /** The other threads, each: for children or the world. */
  readonly others = new Map<number, number>();

  add(wait: Wait | undefined, otherThread: number | undefined, blocked: number): void {
    if (otherThread === undefined) {
      if (wait === "idle") this.idleMain += blocked;
      else this.main[wait ?? "world"] += blocked;
    } else if (wait !== "idle") {
      if (wait === "programs" || wait === "workers") this.children[wait] += blocked;
      this.others.set(otherThread, (this.others.get(otherThread) ?? 0) + blocked);
    }
  }
}

/** Parts of one that stay a thread's own. */
interface Kept {
  readonly main: Readonly<Record<Cause, number>>;
  /** Of the waiting of the other threads. */
  readonly together: number;
  readonly awaited: number;
}

function keptOf({ idleMain, main, others, children }: WaitingSums, lives: Lives): Kept {
  const each = [...others.values()];
  const sum = each.reduce((total, blocked) => total + blocked, 0);
  const longest = each.reduce((most, blocked) => Math.max(most, blocked), 0);
  const programs = Math.min(main.programs + children.programs, lives.programs);
  const workers = Math.min(main.workers + children.workers, lives.workers);
  const underLock = Math.min(sum, main.threads);
  const underLoop = Math.min(Math.max(0, longest - underLock), main.loop);
  const aside = Math.min(Math.max(0, longest - underLock - underLoop), main.world);
  // Processes that no thread waits for by name: those of a pool, behind a lock or the event loop.
  const lockOnWorkers = Math.min(main.threads - underLock, lives.workers - workers);
  const restOfLives = lives.programs - programs + lives.workers - workers - lockOnWorkers;
  const loopOnChildren = Math.min(main.loop - underLoop, restOfLives);
  const onPrograms = partOf(programs, main.programs + children.programs);
  const onWorkers = partOf(workers, main.workers + children.workers);
  const othersOnChildren = partOf(children.programs * onPrograms + children.workers * onWorkers, sum);
  return {
    main: {
      programs: 1 - onPrograms,
      workers: 1 - onWorkers,
      threads: 1 - partOf(underLock + lockOnWorkers, main.threads),
      loop: 1 - partOf(underLoop + loopOnChildren, main.loop),
      world: 1 - partOf(aside / 2, main.world),
    },
    together: hasWaited(main) ? partOf(underLock + underLoop + aside / 2, sum) : 1,
    awaited:
      idleMain +
      (lockOnWorkers + loopOnChildren) +
      (main.programs * onPrograms + main.workers * onWorkers) +
      underLock * othersOnChildren,
  };
}

const hasWaited = (main: Readonly<Record<Cause, number>>): boolean => Object.values(main).some((waited) => waited > 0);

const partOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
