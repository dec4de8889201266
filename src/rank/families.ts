import type { ProfiledProcess } from "../profile/profile.ts";

/** A process among the others. */
export interface Family {
  /** Index of the parent; −1 where it is not in the profile. */
  readonly parent: number;
  /** Indexes; a parent precedes its children. */
  readonly children: readonly number[];
  /** multiprocessing started it, or a plain fork; else it runs a program of its own. */
  readonly isWorker: boolean;
}

/** Seconds that a process's observed children lived without waiting for work. */
export interface Lives {
  readonly programs: number;
  readonly workers: number;
}

/**
 * Finds out who started whom. A parent that was not seen is no Python, such as a shell: what it started is the root
 * process's, unless the root has the same parent.
 */
export function familiesOf(processes: readonly ProfiledProcess[]): readonly Family[] {
  const parents = processes.map(({ parentPid }, index) => {
    const parent = processes.findLastIndex(({ pid }, other) => pid === parentPid && other < index);
    const isUnseen = parent < 0 && index > 0 && parentPid !== processes[0]?.parentPid;
    return isUnseen ? 0 : parent;
  });
  return processes.map((process, index) => ({
    parent: parents[index] ?? -1,
    children: [...parents.keys()].filter((child) => parents[child] === index),
    isWorker: isStartedByMultiprocessing(process) || isForkOf(process, processes[parents[index] ?? -1]),
  }));
}

/** True for the processes that CPython's multiprocessing starts by `-c` (spawn, fork server, resource tracker). */
export function isStartedByMultiprocessing({ argv }: ProfiledProcess): boolean {
  return (
    argv.includes("--multiprocessing-fork") || /^from multiprocessing[. ]/.test(argv[argv.indexOf("-c") + 1] ?? "")
  );
}

/** What the children of a process lived, by sort. A child that does nothing but start others stands for these. */
export function livesOfChildren(
  processes: readonly ProfiledProcess[],
  families: readonly Family[],
  idle: readonly number[],
  process: number,
): Lives {
  const lives = { programs: 0, workers: 0 };
  for (const child of families[process]?.children ?? []) {
    const wall = processes[child]?.wall ?? 0;
    const life = Math.max(0, wall - (idle[child] ?? 0));
    lives[families[child]?.isWorker === true ? "workers" : "programs"] += life;
    if (life >= leastOwn * wall) continue;
    const below = livesOfChildren(processes, families, idle, child);
    lives.programs += below.programs;
    lives.workers += below.workers;
  }
  return lives;
}

/** A fork server is idle but for starting up. */
const leastOwn = 0.1;

function isForkOf({ argv }: ProfiledProcess, parent: ProfiledProcess | undefined): boolean {
  return parent !== undefined && argv.join("\0") === parent.argv.join("\0");
}
