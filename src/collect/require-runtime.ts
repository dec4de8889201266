import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { findRuntime } from "./sampler/process/find-runtime.ts";
import type { FoundRuntime } from "./sampler/process/runtime-outcome.ts";
import { refuseTarget } from "./sampler/refuse-target.ts";

/** The Python of a process that runs already. Refuses what cannot be read from outside. */
export function requireRuntime(pid: number, world: World): FoundRuntime {
  if (world.platform !== "linux") {
    const hint = "Start the program with `hasten run`, or profile it with py-spy and `hasten import` the file.";
    throw new Refusal("unsupported-platform", "Running processes can be read on Linux only.", hint);
  }
  const found = findRuntime(pid);
  if (found.kind !== "found") throw refuseTarget(pid, found);
  return found;
}
