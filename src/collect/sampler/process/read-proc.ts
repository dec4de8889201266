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

/** The state letter of a process ("R", "S", "Z" …, `proc(5)`); undefined where there is no such process. */
export function processState(pid: number): string | undefined {
  const stat = readProc(pid, "stat");
  // The command, in parentheses, may hold anything, also parentheses.
  return "text" in stat ? stat.text.charAt(stat.text.lastIndexOf(")") + 2) : undefined;
}

/** What the process runs, as a path in its own mount namespace; undefined where it may not be asked, or has ended. */
export function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return undefined;
  }
}
