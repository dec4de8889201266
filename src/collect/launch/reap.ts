import { kill } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { findRunProcesses } from "./processes.ts";
import type { ProcessFacts, RunProcesses } from "./processes.ts";

/** How often a look is repeated until nothing is found: a process may fork while it is being looked for. */
const LOOKS = 100;

/**
 * Kills every process that a run has left behind and returns how many there were. A process that cannot be
 * killed (it became another user) ends the looking after a second.
 */
export async function reapLeftovers(runId: string, known: Omit<RunProcesses, "runId"> = {}): Promise<number> {
  const killed = new Set<number>();
  for (let look = 0; look < LOOKS; look += 1) {
    const found = signalRun({ ...known, runId }, "SIGKILL");
    if (found.length === 0) break;
    for (const { pid } of found) killed.add(pid);
    await sleep(10);
  }
  return killed.size;
}

/** Sends a signal to every process of a run; returns those that were found by looking (Linux). */
export function signalRun(run: RunProcesses, signal: "SIGTERM" | "SIGKILL"): readonly ProcessFacts[] {
  const found = findRunProcesses(run);
  // Where there is no /proc, the group or the first process is all that is known.
  if (found.length === 0 && run.pid !== undefined) send(run.leadsSession === true ? -run.pid : run.pid, signal);
  for (const { pid } of found) send(pid, signal);
  return found;
}

/** Sends a signal to something that may be gone already. */
function send(target: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    kill(target, signal);
  } catch {
    // Gone, or another user's.
  }
}
