import type { World } from "../base/world.ts";
import { readCalls } from "./cprofile/read-calls.ts";
import { collectorEnvironment } from "./in-process/environment.ts";
import type { BatchOptions } from "./launch/launch-options.ts";
import { launch } from "./launch/launch.ts";
import type { CallCount } from "./observation.ts";
import { worldOf, type Program } from "./program.ts";

/**
 * Runs the program once more, under cProfile, and gives exact numbers of calls. Its times are thrown away: tracing
 * bends them.
 */
export async function countCalls(
  program: Program,
  options: BatchOptions,
  folder: string,
  world: World,
): Promise<readonly CallCount[]> {
  const env = { ...options.env, ...collectorEnvironment(worldOf(program, world), folder, ["cprofile"]) };
  await launch(program, { ...options, env }, world);
  return readCalls(folder);
}
