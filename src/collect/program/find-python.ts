import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import type { Interpreter } from "../program.ts";
import { ask } from "./ask.ts";
import { askPython } from "./ask-python.ts";
import { findExecutable, isFolder, isReadableFile, isRegularFile } from "./find-executable.ts";
import type { Shebang } from "./shebang.ts";
import { parseShebang } from "./shebang.ts";
import { findVenvPython, projectFolders, pythonInside } from "./virtual-environment.ts";

/** A Python and what pointed to it. */
export interface ChosenPython {
  readonly interpreter: Interpreter;
  /** "--python", "VIRTUAL_ENV", "shebang", ".venv", "poetry", "PATH" */
  readonly from: string;
}

interface Candidate {
  readonly executable: string;
  readonly from: string;
}

/** The Python that the program would run on; `script` is absolute, and absent for modules. */
export async function findPython(
  script: string | undefined,
  wanted: string | undefined,
  world: World,
): Promise<ChosenPython> {
  const candidate = wanted === undefined ? await findCandidate(script, world) : findWanted(wanted, world);
  return { interpreter: await askPython(candidate.executable, world), from: candidate.from };
}

function findWanted(wanted: string, world: World): Candidate {
  // `--python 3.12` means what `python3.12` on PATH means.
  const word = /^\d+(\.\d+)?t?$/u.test(wanted) ? `python${wanted}` : wanted;
  const path = resolve(world.cwd, word);
  const executable = isFolder(path) ? pythonInside(path) : findExecutable(word, world.cwd, world.env["PATH"]);
  if (executable !== undefined) return { executable, from: "--python" };
  if (word.includes("/") && isReadableFile(path)) {
    throw new Refusal("not-a-python", `${wanted} is not executable.`, "Give --python the path of an interpreter.");
  }
  throw new Refusal(
    "no-such-file",
    `There is no Python at ${wanted}.`,
    "Give --python the path of an interpreter, of a virtual environment, or a name that is on PATH.",
  );
}

async function findCandidate(script: string | undefined, world: World): Promise<Candidate> {
  const active = world.env["VIRTUAL_ENV"];
  const activePython = active === undefined || active === "" ? undefined : pythonInside(resolve(world.cwd, active));
  if (activePython !== undefined) return { executable: activePython, from: "VIRTUAL_ENV" };
  const shebang = script === undefined ? undefined : findShebang(script, world);
  if (shebang?.isSpecific === true) return { executable: shebang.executable, from: "shebang" };
  const folders = [
    ...(script === undefined ? [] : projectFolders(dirname(script), world)),
    ...projectFolders(world.cwd, world),
  ];
  const venv = findVenvPython(folders);
  if (venv !== undefined) return { executable: venv, from: ".venv" };
  const poetry = await findPoetryPython(folders, world);
  if (poetry !== undefined) return { executable: poetry, from: "poetry" };
  // `env python3` says "the Python of the surroundings", so it comes after the project's own environment.
  if (shebang !== undefined) return { executable: shebang.executable, from: "shebang" };
  return { executable: findPathPython(world), from: "PATH" };
}

function findShebang(script: string, world: World): { executable: string; isSpecific: boolean } | undefined {
  const shebang: Shebang | undefined = parseShebang(readFirstLine(script));
  if (shebang === undefined) return undefined;
  const executable = findExecutable(shebang.interpreter, dirname(script), world.env["PATH"]);
  return executable === undefined ? undefined : { executable, isSpecific: shebang.isSpecific };
}

/** The start of a script up to its first line break; the kernel reads no more than 256 bytes either. */
function readFirstLine(file: string): string {
  if (!isRegularFile(file)) return "";
  const buffer = Buffer.alloc(256);
  const descriptor = openSync(file, "r");
  try {
    const length = readSync(descriptor, buffer, 0, buffer.length, 0);
    return buffer.toString("utf8", 0, length).split(/\r?\n/u)[0] ?? "";
  } finally {
    closeSync(descriptor);
  }
}

async function findPoetryPython(folders: readonly string[], world: World): Promise<string | undefined> {
  const project = folders.find((folder) => existsSync(join(folder, "poetry.lock")));
  const poetry = findExecutable("poetry", world.cwd, world.env["PATH"]);
  if (project === undefined || poetry === undefined) return undefined;
  const answer = await ask([poetry, "env", "info", "--executable"], world, { cwd: project });
  const executable = answer.stdout.trim();
  return answer.ok && executable !== "" ? findExecutable(executable, project, world.env["PATH"]) : undefined;
}

function findPathPython(world: World): string {
  for (const name of ["python3", "python"]) {
    const executable = findExecutable(name, world.cwd, world.env["PATH"]);
    if (executable !== undefined) return executable;
  }
  throw new Refusal(
    "not-a-python",
    "There is no Python on PATH.",
    "Install Python 3.8 or later, or name one with --python PATH.",
  );
}
