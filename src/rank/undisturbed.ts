import { seconds, type Seconds } from "../base/units.ts";
import type { Profile } from "../profile/profile.ts";
import type { FunctionTimes } from "./function-times.ts";

/**
 * The times without what other programs of the machine took: `computing` counts the time in which a thread was ready
 * but had no processor, `cpu` does not, and the queueing met all functions alike.
 */
export function undisturbed(times: FunctionTimes, { processes }: Profile): FunctionTimes {
  const [computing, cpu] = [sum(processes, "computing"), sum(processes, "cpu")];
  const part = computing > cpu ? cpu / computing : 1;
  const less = (time: number): Seconds => seconds(time * part);
  return {
    functions: times.functions.map((one) => ({ ...one, self: less(one.self), cumulative: less(one.cumulative) })),
    total: less(times.total),
    elsewhere: less(times.elsewhere),
    grain: less(times.grain),
  };
}

/** The wall time without the first process's waiting for a processor. */
export function undisturbedWall(wall: Seconds, { processes }: Profile): Seconds {
  const first = processes.slice(0, 1);
  const queued = Math.max(0, sum(first, "computing") - sum(first, "cpu"));
  return seconds(Math.max(wall - queued, 0));
}

function sum(processes: Profile["processes"], of: "computing" | "cpu"): number {
  return processes.reduce((total, process) => total + process[of], 0);
}
