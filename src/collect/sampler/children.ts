import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** The processes that a process and its threads have started and that are alive (proc(5), `children`). */
export function childrenOf(pid: number): readonly number[] {
  const found: number[] = [];
  for (const tid of list(`/proc/${pid}/task`)) {
    for (const child of read(`/proc/${pid}/task/${tid}/children`).split(" "))
      if (child !== "") found.push(Number(child));
  }
  return found;
}

/** A process and all its descendants that are alive. */
export function familyOf(pid: number): readonly number[] {
  const found = [pid];
  for (let at = 0; at < found.length; at += 1) found.push(...childrenOf(found[at] ?? 0));
  return found;
}

/** The file that a process executes; "" where there is none (a kernel thread, a process that has ended). */
export function executableOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return "";
  }
}

/** The arguments of a process. */
export function argumentsOf(pid: number): readonly string[] {
  const text = read(`/proc/${pid}/cmdline`);
  return text === "" ? [] : text.replace(/\0$/, "").split("\0");
}

/** The process that started it; 0 where that is not known. */
export function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
}

/** False for a process that has ended and only waits to be waited for. */
export function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  const state = stat.charAt(stat.lastIndexOf(")") + 2);
  return state !== "" && state !== "Z" && state !== "X";
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
