import { mkdir, rm } from "node:fs/promises";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { collectorEnvironment } from "../in-process/environment.ts";
import type { Ended } from "../launch/ended.ts";
import type { LaunchOptions } from "../launch/launch-options.ts";
import { launch } from "../launch/launch.ts";
import { worldOf, type Program } from "../program.ts";
import { readMemory, type MemoryRecords } from "./read-memory.ts";

/** How a run ended, and what it told of its memory; that is absent where no Python told anything. */
export interface TracedRun {
  readonly ended: Ended;
  readonly records: MemoryRecords | undefined;
}

/** One run under tracemalloc. `records` is a folder for what it tells, which is gone afterwards. */
export async function runTraced(
  program: Program,
  { records: folder, options }: { readonly records: string; readonly options: LaunchOptions },
  world: World,
): Promise<TracedRun> {
  await mkdir(folder, { recursive: true });
  const env = { ...collectorEnvironment(worldOf(program, world), folder, ["memory"]), ...options.env };
  const ended = await launch(program, { ...options, env }, world);
  const records = await readMemory(folder);
  await rm(folder, { recursive: true, force: true });
  return { ended, records };
}

/** The refusal for a run that told nothing of its memory. */
export function refuseUntold({ exitCode, timedOut, signal }: Ended, timeoutSeconds: number | undefined): Refusal {
  if (timedOut) {
    const fact = `The program did not end within ${timeoutSeconds} s, and what it holds is told at its end.`;
    return new Refusal("timed-out", fact, "Give it a longer --timeout, or less to do.");
  }
  const how = signal === undefined ? `with status ${exitCode}` : `by ${signal}`;
  return new Refusal(
    "not-observed",
    `No Python that hasten can watch told its memory at the end of this run; the program ended ${how}.`,
    "hasten watches CPython 3.8 and newer, started without -I, -E or -S, that ends by itself (not by os._exit or a signal).",
  );
}
