import { readdirSync, readFileSync } from "node:fs";

/** What /proc says of a process that is not a zombie. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  /** Clock ticks since boot: a process id may be used again, both together are not. */
  readonly started: string;
}

/** What is known of the run whose processes are looked for. */
export interface RunProcesses {
  readonly runId: string;
  /** The program's process id, once it has one. */
  readonly pid?: number;
  /** Whether that process leads a session of its own (batch mode). */
  readonly leadsSession?: boolean;
  /** Processes that were found earlier; a parent may have ended since. */
  readonly seen?: readonly ProcessFacts[];
}

/**
 * The processes of a run (Linux; empty elsewhere): the first one, those in its session, those that carry the
 * run's id in their environment, and all descendants of these.
 */
export function findRunProcesses(run: RunProcesses): readonly ProcessFacts[] {
  const all = listProcesses();
  const members = new Set(all.filter((one) => belongsTo(run, one)).map((one) => one.pid));
  let before = -1;
  while (before !== members.size) {
    before = members.size;
    for (const one of all) if (members.has(one.parent)) members.add(one.pid);
  }
  return all.filter((one) => members.has(one.pid));
}

function belongsTo(run: RunProcesses, one: ProcessFacts): boolean {
  if (run.pid !== undefined && (run.leadsSession === true ? one.session : one.pid) === run.pid) return true;
  if (run.seen?.some((seen) => seen.pid === one.pid && seen.started === one.started) === true) return true;
  return carriesRun(one.pid, run.runId);
}

function listProcesses(): readonly ProcessFacts[] {
  return listProc()
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => factsOf(Number(name)));
}

function listProc(): readonly string[] {
  try {
    return readdirSync("/proc");
  } catch {
    return [];
  }
}

function factsOf(pid: number): readonly ProcessFacts[] {
  const stat = readQuietly(`/proc/${pid}/stat`);
  // pid (name) state ppid pgrp session … starttime (22nd): the name may hold spaces and parentheses, see proc(5).
  const [state, parent, , session, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (state === undefined || state === "" || state === "Z" || state === "X") return [];
  return [{ pid, parent: Number(parent), session: Number(session), started: rest[15] ?? "" }];
}

function carriesRun(pid: number, runId: string): boolean {
  return readQuietly(`/proc/${pid}/environ`).split("\0").includes(`HASTEN_RUN=${runId}`);
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
