import { mkdir, rm } from "node:fs/promises";
import type { World } from "../../base/world.ts";
import { collectorEnvironment } from "../in-process/environment.ts";
import type { Ended } from "../launch/ended.ts";
import type { BatchOptions } from "../launch/launch-options.ts";
import { launch } from "../launch/launch.ts";
import { worldOf, type Program } from "../program.ts";
import type { ChurnFile } from "./memory-files.ts";
import { readChurn } from "./read-memory.ts";

/** One run that follows the lines: what each allocates, and where the exact peak comes. `records` is a folder that is gone afterwards. */
export async function runLines(
  program: Program,
  { records, seconds, options }: { readonly records: string; readonly seconds: number; readonly options: BatchOptions },
  world: World,
): Promise<{ readonly ended: Ended; readonly churn: ChurnFile | undefined }> {
  await mkdir(records, { recursive: true });
  const env = {
    ...collectorEnvironment(worldOf(program, world), records, ["memory_lines"]),
    ...options.env,
    HASTEN_LINES_S: String(seconds),
  };
  const ended = await launch(program, { ...options, env }, world);
  const churn = await readChurn(records);
  await rm(records, { recursive: true, force: true });
  return { ended, churn };
}
