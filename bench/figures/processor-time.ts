import { readFileSync } from "node:fs";

/** Processor time so far, seconds. */
export interface ProcessorTime {
  readonly own: number;
  /** Of the children that have ended and were waited for. */
  readonly children: number;
}

/** Of this process: utime to cstime, fields 14 to 17 of `/proc/self/stat`, in clock ticks of 10 ms (proc(5)). */
export function processorTime(): ProcessorTime {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: (user + system) / 100, children: (childUser + childSystem) / 100 };
}
