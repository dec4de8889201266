import path from "node:path";
import type { World } from "../../base/world.ts";

/**
 * What a run's environment gets, so that every Python in it starts our modules: `words` name them (`sampler`,
 * `cprofile`, `probe`). Their records go to the folder, which must exist.
 */
export function collectorEnvironment(
  world: Pick<World, "cwd" | "env" | "pid" | "packageFolder">,
  folder: string,
  words: readonly string[],
): Record<string, string | undefined> {
  return {
    PYTHONPATH: searchPath(path.join(world.packageFolder, "python", "boot"), world.env["PYTHONPATH"]),
    HASTEN_DIR: path.resolve(world.cwd, folder),
    HASTEN_COLLECT: words.join(","),
    HASTEN_PID: String(world.pid),
  };
}

/** CPython takes an empty PYTHONPATH for none, but an empty entry in a longer one for the working directory. */
function searchPath(boot: string, users: string | undefined): string {
  if (users === undefined || users === "") return boot;
  const others = users.split(path.delimiter).filter((entry) => entry !== boot);
  return [boot, ...others].join(path.delimiter);
}
