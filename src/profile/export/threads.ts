import type { Profile, StackWeight } from "../profile.ts";

/** A thread with what it spent. */
export interface ThreadWeights {
  /** Index into the profile's threads. */
  readonly thread: number;
  readonly name: string;
  /** The name, with the process's id where there is more than one process. */
  readonly label: string;
  readonly pid: number;
  readonly isMain: boolean;
  readonly weights: readonly StackWeight[];
}

/** The threads that spent anything, in the profile's order. */
export function threadsOf(profile: Profile): readonly ThreadWeights[] {
  const byThread = profile.threads.map((): StackWeight[] => []);
  for (const weight of profile.weights) byThread[weight.thread]?.push(weight);
  return profile.threads.flatMap(({ process, name, isMain }, thread) => {
    const weights = byThread[thread] ?? [];
    const pid = profile.processes[process]?.pid ?? 0;
    return weights.length === 0 ? [] : [{ thread, name, label: threadLabel(profile, thread), pid, isMain, weights }];
  });
}

/** The thread's name, with its process's id where there is more than one process. */
export function threadLabel({ threads, processes }: Profile, thread: number): string {
  const { name = "", process = -1 } = threads[thread] ?? {};
  return processes.length > 1 ? `${name} (process ${processes[process]?.pid ?? 0})` : name;
}

/** The command line of a process. */
export function commandOf({ processes }: Profile, process: number): string {
  return (processes[process]?.argv ?? []).join(" ");
}
