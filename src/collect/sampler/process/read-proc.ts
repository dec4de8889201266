import { readFileSync, readlinkSync } from "node:fs";
import { systemCode } from "../../../base/refusal.ts";

/** The text of a file under `/proc`, or the system's code why it cannot be read. */
export type ProcText = { readonly text: string } | { readonly code: string };

export function readProc(pid: number, name: string): ProcText {
  return readText(`/proc/${pid}/${name}`);
}

function readText(path: string): ProcText {
  try {
    return { text: readFileSync(path, "utf8") };
  } catch (failure) {
    return { code: systemCode(failure) ?? "EIO" };
  }
}

/** `PF_EXITING` of the kernel's `sched.h`: the process gives up its memory, and has not become a zombie yet. */
const EXITING = 4;

/** Linux's `USER_HZ`: `/proc` tells times in hundredths of a second on every architecture that hasten reads, see proc(5). */
const MS_PER_TICK = 10;

/** For how many milliseconds there has been a process, to 10 ms; infinite where that cannot be told. */
export function ageOf(pid: number): number {
  const begun = statOf(pid)?.[19];
  const uptime = readText("/proc/uptime");
  if (begun === undefined || !("text" in uptime)) return Number.POSITIVE_INFINITY;
  return Number.parseFloat(uptime.text) * 1000 - Number(begun) * MS_PER_TICK;
}

/** Whether a process runs or is on its way out; "none" where there is no such process. */
export function lifeOf(pid: number): "alive" | "exiting" | "none" {
  const stat = statOf(pid);
  if (stat === undefined) return "none";
  const [state = "", , , , , , flags] = stat;
  // Zombie, dead.
  return "ZXx".includes(state) || (Number(flags) & EXITING) !== 0 ? "exiting" : "alive";
}

/** `/proc/PID/stat` after the command, which stands in parentheses and may hold anything, also parentheses: state, five ids, the flags … */
function statOf(pid: number): string[] | undefined {
  const stat = readProc(pid, "stat");
  return "text" in stat ? stat.text.slice(stat.text.lastIndexOf(")") + 2).split(" ") : undefined;
}

/** What the process runs, as a path in its own mount namespace; undefined where it may not be asked, or has ended. */
export function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return undefined;
  }
}
