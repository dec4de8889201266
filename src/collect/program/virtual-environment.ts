import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { World } from "../../base/world.ts";
import { isExecutable } from "./find-executable.ts";

/** The folder itself and its parents up to the project's root (the first with `.git` or `pyproject.toml`) or home. */
export function projectFolders(from: string, world: World): readonly string[] {
  const folders: string[] = [];
  let folder = from;
  for (;;) {
    folders.push(folder);
    const isRoot = folder === world.env["HOME"] || hasOneOf(folder, [".git", "pyproject.toml"]);
    const parent = dirname(folder);
    if (isRoot || parent === folder) return folders;
    folder = parent;
  }
}

/** The Python of the nearest `.venv` or `venv`. */
export function findVenvPython(folders: readonly string[]): string | undefined {
  const candidates = folders.flatMap((folder) => [join(folder, ".venv"), join(folder, "venv")]);
  return candidates
    .filter((folder) => existsSync(join(folder, "pyvenv.cfg")))
    .map(pythonInside)
    .find((python) => python !== undefined);
}

/** The Python of an environment's folder. */
export function pythonInside(environment: string): string | undefined {
  return ["python", "python3"].map((name) => join(environment, "bin", name)).find(isExecutable);
}

function hasOneOf(folder: string, names: readonly string[]): boolean {
  return names.some((name) => existsSync(join(folder, name)));
}
