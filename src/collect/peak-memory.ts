import { readFileSync } from "node:fs";

/** `VmHWM` (proc(5)): the most that the process has ever had in memory; 0 where it has ended. */
export function peakMemory(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
