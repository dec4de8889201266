import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RECALL_FOLDER, type Pair } from "./pairs.ts";

/** A pair on the disk: both sides with the driver, and the environment that they run in. */
export interface LaidOut {
  readonly pair: Pair;
  readonly before: string;
  readonly after: string;
  readonly python: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Lays a pair out under `folder`, with what is there already left as it is. */
export function layOut(pair: Pair, folder: string): LaidOut {
  const python = findPython(pair.python);
  const home = join(folder, pair.name);
  const before = join(home, "before");
  const after = join(home, "after");
  laySide(pair, pair.before, before, python);
  laySide(pair, pair.after, after, python);
  const needs = join(folder, "needs", pair.python, pair.name);
  if (pair.needs !== undefined && !existsSync(needs)) {
    call(python, ["-m", "pip", "install", "--quiet", "--target", needs, ...pair.needs], folder);
  }
  const environment = { ...process.env, PYTHONPATH: needs, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore" };
  return { pair, before, after, python, environment };
}

function laySide(pair: Pair, version: string | undefined, side: string, python: string): void {
  if (!existsSync(side)) {
    if (pair.package === undefined || version === undefined) {
      throw new Error(`${pair.name}: put the two sides of ${pair.source} at ${pair.commit} into ${side}`);
    }
    const got = `${side}.got`;
    rmSync(got, { recursive: true, force: true });
    mkdirSync(got, { recursive: true });
    call(python, ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", got, `${pair.package}==${version}`], got);
    unpack(got, python);
    mkdirSync(side, { recursive: true });
    for (const name of pair.take) cpSync(findTop(got, name), join(side, name), { recursive: true });
    rmSync(got, { recursive: true });
  }
  // Marks the side as a project of its own: without it hasten would copy the folder of ours that it lies in.
  writeFileSync(join(side, "requirements.txt"), (pair.needs ?? []).map((need) => `${need}\n`).join(""));
  cpSync(join(RECALL_FOLDER, "drivers", `${pair.name}.py`), join(side, "drive.py"));
}

function unpack(folder: string, python: string): void {
  const [archive] = readdirSync(folder);
  if (archive === undefined) throw new Error(`nothing was downloaded into ${folder}`);
  const tool = /\.(whl|zip)$/.test(archive) ? "zipfile" : "tarfile";
  call(python, ["-m", tool, "--extract", archive, "."], folder);
}

/** The file or folder at the top of what was unpacked, or one folder further down, or in `src` there. */
function findTop(folder: string, name: string): string {
  const inner = readdirSync(folder).map((each) => join(folder, each));
  const places = [folder, ...inner, ...inner.map((place) => join(place, "src"))];
  const found = places.map((place) => join(place, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no ${name} in ${folder}`);
  return found;
}

/** The Python of a minor version: of those in HASTEN_TEST_PYTHONS, else by its name. */
function findPython(version: string): string {
  const known = (process.env["HASTEN_TEST_PYTHONS"] ?? "").split(":").filter((path) => path !== "");
  const isIt = (path: string): boolean => {
    const { stdout } = spawnSync(path, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], {
      encoding: "utf8",
    });
    return stdout?.trim() === version;
  };
  return known.find(isIt) ?? `python${version}`;
}

function call(command: string, words: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
}
