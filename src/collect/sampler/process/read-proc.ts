import { readFileSync, readlinkSync } from "node:fs";
import { systemCode } from "../../../base/refusal.ts";

/** The text of a file under `/proc/PID`, or the system's code why it cannot be read. */
export type ProcText = { readonly text: string } | { readonly code: string };

export function readProc(pid: number, name: string): ProcText {
  try {
    return { text: readFileSync(`/proc/${pid}/${name}`, "utf8") };
  } catch (failure) {
    return { code: systemCode(failure) ?? "EIO" };
  }
}

/** `PF_EXITING` of the kernel's `sched.h`: the process gives up its memory, and has not become a zombie yet. */
const EXITING = 4;

/** Whether a process runs or is on its way out; "none" where there is no such process. */
export function lifeOf(pid: number): "alive" | "exiting" | "none" {
  const stat = readProc(pid, "stat");
  if (!("text" in stat)) return "none";
  // The command, in parentheses, may hold anything, also parentheses. After it: state, five ids, the flags.
  const [state = "", , , , , , flags] = stat.text.slice(stat.text.lastIndexOf(")") + 2).split(" ");
  // Zombie, dead.
  return "ZXx".includes(state) || (Number(flags) & EXITING) !== 0 ? "exiting" : "alive";
}

/** What the process runs, as a path in its own mount namespace; undefined where it may not be asked, or has ended. */
export function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return undefined;
  }
}
