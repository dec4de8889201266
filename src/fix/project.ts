import { existsSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { Program } from "../collect/program.ts";
import type { World } from "../base/world.ts";

/** The folder that is copied to try a fix. */
export interface Project {
  /** Absolute path. */
  readonly root: string;
  /** A smaller folder to take when `root` turns out to be too large; only where no marker file named the root. */
  readonly orElse?: string;
}

/** What marks the top of a Python project; the nearest above the program wins. */
const MARKERS = [
  ".git",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "requirements.txt",
  "manage.py",
  "tox.ini",
  "Pipfile",
];

/** The folder that belongs to the program: everything it may import and read beside itself. */
export function findProject(program: Program, world: World): Project {
  const start = startFolder(program);
  const marked = nearestMarked(start);
  if (marked !== undefined && !isTooGeneral(marked, world)) return { root: marked };
  // A script run from a folder above it (`python scripts/app.py`) reads and writes there: copy that, if it can be.
  const cwd = realpathSync(program.cwd);
  const isRunFromAbove = start !== cwd && isInside(start, cwd);
  if (isRunFromAbove && !isTooGeneral(cwd, world)) return { root: cwd, orElse: start };
  return { root: start };
}

/** Is `inner` the folder `outer` or below it? */
export function isInside(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === "" || (relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

/** The folder for temporary files. */
export function temporaryFolder(world: World): string {
  const named = world.env["TMPDIR"];
  return named !== undefined && path.isAbsolute(named) && existsSync(named) ? named : "/tmp";
}

/** Python imports from beside the script itself, not beside a link to it. */
function startFolder({ request, cwd }: Program): string {
  if (request.kind !== "script") return cwd;
  const script = realpathSync(path.resolve(cwd, request.script));
  // A folder or a zip file with a `__main__.py` is a script too; the folder is the program's own.
  return statSync(script).isDirectory() ? script : path.dirname(script);
}

function nearestMarked(start: string): string | undefined {
  let folder = start;
  while (!MARKERS.some((marker) => existsSync(path.join(folder, marker)))) {
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}

function isTooGeneral(folder: string, world: World): boolean {
  const general = [world.env["HOME"], temporaryFolder(world)];
  return general.some((place) => place !== undefined && place !== "" && isInside(place, folder));
}
