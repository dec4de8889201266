import { readFileSync } from "node:fs";
import { access, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../../base/refusal.ts";
import { bytes, seconds } from "../../base/units.ts";
import type { World } from "../../base/world.ts";
import type { Ended } from "../launch/ended.ts";
import { peakMemory } from "../peak-memory.ts";
import { requireRuntime } from "../require-runtime.ts";
import { readMemory, type MemoryRecords } from "./read-memory.ts";
import { remoteExec } from "./remote-exec.ts";

/** How the memory of a process that runs already is followed. */
export interface AttachMemoryOptions {
  readonly pid: number;
  /** Seconds; until the user asks to stop, or the process ends, where it is absent. */
  readonly duration: number | undefined;
  readonly frames: number;
}

/** What a process told, and what is known of it. */
export interface AttachedMemory {
  readonly records: MemoryRecords;
  readonly ended: Ended;
  readonly command: readonly string[];
}

/** The first Python that can be asked to run a script from outside. */
const FIRST = [3, 14] as const;
/** Seconds within which a main thread has to come to it. */
const COMES_WITHIN = 10;
/** Seconds that the child which stood still may take. */
const PATIENCE = 60;
const POLL_MS = 20;

/** Has a running process follow its memory by tracemalloc for a while. What it had before is not counted by line; its objects are. */
export async function attachMemory(
  { pid, duration, frames }: AttachMemoryOptions,
  folder: string,
  world: World,
): Promise<AttachedMemory> {
  const { version } = await requireRuntime(pid, world);
  if (version[0] === FIRST[0] && version[1] < FIRST[1]) throw refuseOld(pid, version);
  await mkdir(folder, { recursive: true });
  const begun = world.now();
  const boot = join(world.packageFolder, "python", "boot");
  const call = `start(${JSON.stringify(folder)}, ${frames}, ${world.pid})`;
  await inject({ pid, folder, name: "start", code: scriptOf(boot, call) }, world);
  if (!(await appears(join(folder, "started"), pid, COMES_WITHIN))) throw refuseBusy(pid);
  await wait(pid, duration, world);
  if (isThere(pid)) {
    await inject({ pid, folder, name: "stop", code: scriptOf(boot, `stop(${JSON.stringify(folder)})`) }, world);
    await appears(join(folder, "stopped"), pid, COMES_WITHIN);
  }
  const ended = endedOf(pid, (world.now() - begun) / 1000);
  const command = commandOf(pid);
  await standStillDone(folder);
  const records = await readMemory(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  if (records === undefined) throw refuseGone(pid);
  return { records, ended, command };
}

/** Ours is found first for as long as it takes to import it; the script runs in the program's `__main__`, where it shall leave no name. */
function scriptOf(boot: string, call: string): string {
  const code = [
    "import sys",
    `sys.path.insert(0, ${JSON.stringify(boot)})`,
    "try:",
    "    import _hasten_attached",
    `    _hasten_attached.${call}`,
    "except Exception:",
    "    pass",
    "finally:",
    `    if ${JSON.stringify(boot)} in sys.path:`,
    `        sys.path.remove(${JSON.stringify(boot)})`,
    "",
  ].join("\n");
  return `exec(compile(${JSON.stringify(code)}, "_hasten_script", "exec"), {})\n`;
}

interface Injection {
  readonly pid: number;
  readonly folder: string;
  readonly name: string;
  readonly code: string;
}

async function inject({ pid, folder, name, code }: Injection, world: World): Promise<void> {
  const script = join(folder, `${name}.py`);
  await writeFile(script, code);
  await remoteExec(pid, script, world);
}

/** Until the time is up, the process has ended, or the user asks to stop. */
async function wait(pid: number, duration: number | undefined, world: World): Promise<void> {
  const begun = world.now();
  while (isThere(pid) && !world.signal.aborted) {
    const elapsed = (world.now() - begun) / 1000;
    if (duration !== undefined && elapsed >= duration) return;
    const until = duration === undefined ? "Ctrl-C ends it" : `of ${duration} s`;
    world.report({
      stage: "memory",
      detail: `process ${pid} under tracemalloc for ${Math.round(elapsed)} s, ${until}`,
    });
    await sleep(5 * POLL_MS);
  }
}

/** Does the file come to be while the process lives? */
async function appears(file: string, pid: number, within: number): Promise<boolean> {
  for (let waited = 0; waited < within * 1000; waited += POLL_MS) {
    if (await exists(file)) return true;
    if (!isThere(pid)) return false;
    await sleep(POLL_MS);
  }
  return false;
}

/** The child that stood still takes stock, and others may still count lines: all that the process has named. */
async function standStillDone(folder: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE * 1000; waited += POLL_MS) {
    const records = await readMemory(folder);
    if (records === undefined) return;
    if (records.stock !== undefined && records.moments.length === records.memory.moments.length) return;
    await sleep(POLL_MS);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/mu.test(readFileSync(`/proc/${pid}/status`, "latin1"));
  } catch {
    return false;
  }
}

function commandOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  } catch {
    return [];
  }
}

function endedOf(pid: number, wall: number): Ended {
  const peakRss = bytes(peakMemory(pid));
  return { exitCode: 0, wall: seconds(wall), cpu: seconds(0), peakRss, timedOut: false, interrupted: false };
}

function refuseOld(pid: number, version: readonly number[]): Refusal {
  return new Refusal(
    "python-too-old",
    `Process ${pid} runs Python ${version.slice(0, 2).join(".")}: only from 3.14 on a running Python can be asked for its memory.`,
    "Start the program with `hasten memory` instead; `hasten attach` shows where the time goes on this one, too.",
  );
}

function refuseBusy(pid: number): Refusal {
  return new Refusal(
    "not-observed",
    `The main thread of process ${pid} did not come to hasten's script within ${COMES_WITHIN} s.`,
    "It waits for something outside of Python (see `hasten dump`). Try again when it works; until then the script stays asked for.",
  );
}

function refuseGone(pid: number): Refusal {
  return new Refusal(
    "not-observed",
    `Process ${pid} ended without telling what it held.`,
    "Watch it for a shorter time (--duration), or start the program with `hasten memory`.",
  );
}
