import { existsSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { World } from "../../base/world.ts";
import { introduce, objectionTo } from "../program/ask-python.ts";
import { findAllExecutables, isExecutable } from "../program/find-executable.ts";
import { findVenvPython, projectFolders, pythonInside } from "../program/virtual-environment.ts";
import type { FoundPython } from "./machine-facts.ts";

interface Place {
  readonly path: string;
  readonly from: FoundPython["from"];
}

/** Minor versions whose `python3.N` may be on PATH: from before what hasten takes to what is not out yet. */
const MINORS = Array.from({ length: 12 }, (_, index) => index + 5);

/** How many are asked at the same time. */
const AT_ONCE = 4;

/** The Pythons that can be found without searching the disk, each once, with what they say of themselves. */
export async function findPythons(world: World): Promise<readonly FoundPython[]> {
  const places = [...environments(world), ...onPath(world), ...ofPyenv(world)];
  const found: FoundPython[] = [];
  for (let start = 0; start < places.length; start += AT_ONCE) {
    const group = places.slice(start, start + AT_ONCE);
    found.push(...(await Promise.all(group.map((place) => meet(place, world)))));
  }
  const known = new Set<string>();
  return found.filter((python) => {
    if (isIdleShim(python)) return false;
    const identity = identify(python);
    const isNew = !known.has(identity);
    known.add(identity);
    return isNew;
  });
}

/** A version manager puts a wrapper on PATH for every version; those that are not selected start nothing. */
function isIdleShim({ path, interpreter }: FoundPython): boolean {
  return interpreter === undefined && path.includes("/shims/");
}

/** One name for all links to an interpreter; an environment's link is an interpreter of its own. */
function identify({ path, interpreter }: FoundPython): string {
  const executable = interpreter?.executable ?? path;
  return existsSync(join(dirname(dirname(executable)), "pyvenv.cfg")) ? executable : realpathSync(executable);
}

function environments(world: World): readonly Place[] {
  const active = world.env["VIRTUAL_ENV"] ?? "";
  const activePython = active === "" ? undefined : pythonInside(active);
  const local = findVenvPython(projectFolders(world.cwd, world));
  return [
    ...(activePython === undefined ? [] : [{ path: activePython, from: "VIRTUAL_ENV" as const }]),
    ...(local === undefined ? [] : [{ path: local, from: ".venv" as const }]),
  ];
}

function onPath(world: World): readonly Place[] {
  const names = ["python3", "python", ...MINORS.map((minor) => `python3.${minor}`), "python3.13t", "python3.14t"];
  const files = names.flatMap((name) => findAllExecutables(name, world.cwd, world.env["PATH"]));
  return files.map((path) => ({ path, from: "PATH" }));
}

function ofPyenv(world: World): readonly Place[] {
  const versions = join(world.env["PYENV_ROOT"] ?? join(world.env["HOME"] ?? "/", ".pyenv"), "versions");
  return list(versions)
    .map((version) => join(versions, version, "bin", "python"))
    .filter(isExecutable)
    .map((path) => ({ path, from: "pyenv" }));
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

async function meet(place: Place, world: World): Promise<FoundPython> {
  const introduction = await introduce(place.path, world);
  if (introduction.kind === "not-a-python") {
    return { ...place, objection: { code: "not-a-python", detail: introduction.complaint } };
  }
  const refusal = objectionTo(introduction.python);
  const met: FoundPython = { ...place, interpreter: introduction.python };
  return refusal === undefined ? met : { ...met, objection: { code: refusal.code, detail: refusal.message } };
}
