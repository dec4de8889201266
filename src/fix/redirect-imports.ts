import path from "node:path";
import type { World } from "../base/world.ts";
import { ask } from "../collect/program/ask.ts";
import type { Program } from "../collect/program.ts";
import { mapPath, type PathMap } from "./map-program.ts";

/** Prints where the interpreter imports from, and "?" for each finder that decides by itself (editable installs). */
const ASK = [
  "import sys",
  "known = ('_frozen_importlib', '_frozen_importlib_external', 'zipimport', '_distutils_hack')",
  "print('\\n'.join(p for p in sys.path if p))",
  "for f in sys.meta_path:",
  "    module = getattr(f, '__module__', None) or type(f).__module__",
  "    if module not in known: print('?')",
].join("\n");

/**
 * Editable installs name the user's folder in the environment's site-packages: where there are any (or it cannot be
 * known), the mapped program gets `python/redirect/sitecustomize.py`, which makes them load the copy.
 */
export async function redirectImports(
  original: Program,
  mapped: Program,
  map: PathMap,
  world: World,
): Promise<Program> {
  if (!(await isRedirectNeeded(original, map, world))) return mapped;
  const folder = path.join(world.packageFolder, "python", "redirect");
  const searchPath = mapped.env["PYTHONPATH"] ?? world.env["PYTHONPATH"];
  const entries = searchPath === undefined || searchPath === "" ? [folder] : [folder, searchPath];
  const order = [map.copy, ...map.roots, ...map.environments.map((environment) => `-${environment}`)].join("\n");
  return { ...mapped, env: { ...mapped.env, PYTHONPATH: entries.join(path.delimiter), HASTEN_REDIRECT: order } };
}

async function isRedirectNeeded({ python, cwd, env }: Program, map: PathMap, world: World): Promise<boolean> {
  if (python === undefined) return true;
  const userWorld = { ...world, env: { ...world.env, ...env, PYTHONPATH: undefined } };
  const answer = await ask([python.executable, "-c", ASK], userWorld, { cwd });
  if (!answer.ok) return true;
  return answer.stdout.split("\n").some((line) => line === "?" || (line !== "" && mapPath(line, map) !== undefined));
}
