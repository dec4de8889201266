import path from "node:path";
import type { World } from "../base/world.ts";
import { ask } from "../collect/program/ask.ts";
import type { Program } from "../collect/program.ts";
import { mapExisting, type PathMap } from "./map-program.ts";

/**
 * Puts into the empty `cache` of a copy the bytecode that the user's own runs find, so that those of the copy compile what the user's
 * compile, and no more. Programs whose Python is not known before the start go without.
 */
export async function seedBytecode(
  { original, mapped }: { readonly original: Program; readonly mapped: Program },
  cache: string,
  map: PathMap,
  world: World,
): Promise<void> {
  const { request, python } = original;
  const [root] = map.roots;
  if (python === undefined || root === undefined || request.kind === "command") return;
  const script = path.join(world.packageFolder, "python", "seed_bytecode.py");
  const entry =
    request.kind === "module" ? request.module : mapExisting(path.resolve(original.cwd, request.script), map);
  if (entry === undefined) return;
  const own = original.env["PYTHONPYCACHEPREFIX"] ?? world.env["PYTHONPYCACHEPREFIX"];
  const env = { ...world.env, ...mapped.env, PYTHONPYCACHEPREFIX: own };
  const command = [
    python.executable,
    "-B",
    "-W",
    "ignore",
    script,
    cache,
    map.copy,
    root,
    request.kind,
    entry,
  ] as const;
  // Whatever goes wrong here is left to the program's first run.
  await ask(command, { ...world, env }, { cwd: mapped.cwd });
}
