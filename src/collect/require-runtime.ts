import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { findRuntime } from "./sampler/process/find-runtime.ts";
import { ageOf } from "./sampler/process/read-proc.ts";
import type { FoundRuntime, RuntimeOutcome } from "./sampler/process/runtime-outcome.ts";
import { refuseTarget } from "./sampler/refuse-target.ts";

/** Importing `site` takes a Python some 20 ms; on a busy machine more than a second. */
const STARTS_WITHIN_MS = 2000;
const ASK_AGAIN_MS = 20;

/** The Python of a process that runs already; one that is only starting is waited for. Refuses what cannot be read from outside. */
export async function requireRuntime(pid: number, world: World): Promise<FoundRuntime> {
  if (world.platform !== "linux") {
    const hint = "Start the program with `hasten run`, or profile it with py-spy and `hasten import` the file.";
    throw new Refusal("unsupported-platform", "Running processes can be read on Linux only.", hint);
  }
  const begun = world.now();
  const isYoung = ageOf(pid) < STARTS_WITHIN_MS;
  let found = findRuntime(pid);
  while (mayBecomePython(found.kind, isYoung) && world.now() - begun < STARTS_WITHIN_MS) {
    await sleep(ASK_AGAIN_MS);
    found = findRuntime(pid);
  }
  if (found.kind !== "found") throw refuseTarget(pid, found);
  return found;
}

/**
 * Until the loader has mapped its library and relocated it, a CPython looks like any other program, and 3.13 for an instant like one
 * that hasten does not know (seen in 57 of 60 starts of 3.8 that were asked as soon as they had a process id).
 */
function mayBecomePython(kind: RuntimeOutcome["kind"], isYoung: boolean): boolean {
  return kind === "starting" || (isYoung && (kind === "not-python" || kind === "unsupported-python"));
}
