import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { collectorEnvironment } from "../../src/collect/in-process/environment.ts";
import { createParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";
import { writeBorder } from "../../src/verify/border/instrument.ts";
import { readReplays } from "../../src/verify/border/read-replays.ts";
import type { ReplayOutcome } from "../../src/verify/border/replay-outcome.ts";
import { makeFolder, makeWorld, packageFolder, python } from "../launch/world.ts";

const parser = await createParser(packageFolder);

/** The text of a standard library module of the Python on PATH. */
export function librarySource(module: string): string {
  const ask = `import ${module}; print(${module}.__file__)`;
  return readFileSync(execFileSync(python, ["-c", ask], { encoding: "utf8" }).trim(), "utf8");
}

/** A module with one function in two versions, and a program that uses it. */
export interface Trial {
  readonly module: string;
  readonly text: string;
  readonly qualname: string;
  /** The new version: this text of the module for that. */
  readonly change: readonly [from: string, to: string];
  readonly program: string;
  readonly stdin?: string;
}

/** What replaying showed, and what the program printed while it was watched and without. */
export interface Replayed {
  readonly outcome: ReplayOutcome;
  readonly printed: string;
  readonly bare: string;
}

/** Runs the program with the module as it is and with the border in it. */
export async function replayModule({ module, text, qualname, change, program, stdin = "" }: Trial): Promise<Replayed> {
  if (!text.includes(change[0])) throw new Error(`${module} has no ${change[0]}`);
  const now = text.replace(change[0], () => change[1]);
  const bordered = writeBorder(parseSource("/m.py", text, parser), parseSource("/m.py", now, parser), qualname);
  if (bordered.kind === "none") throw new Error(bordered.because);
  const [records, bare] = [join(makeFolder(), "records"), run(module, text, program, stdin)];
  mkdirSync(records);
  const env = collectorEnvironment(makeWorld(), records, ["border"]);
  const printed = run(module, bordered.text, program, stdin, env);
  return { outcome: await readReplays(records), printed, bare };
}

function run(
  module: string,
  text: string,
  program: string,
  stdin: string,
  added: Readonly<Record<string, string | undefined>> = {},
): string {
  const folder = makeFolder();
  writeFileSync(join(folder, `${module}.py`), text);
  writeFileSync(join(folder, "main.py"), program);
  writeFileSync(join(folder, "stdin"), stdin);
  // A regular file, as a recording of the user's input is.
  const options = { cwd: folder, encoding: "utf8" as const, env: { ...process.env, PYTHONHASHSEED: "0", ...added } };
  const { stdout, stderr } = spawnSync("sh", ["-c", `exec '${python}' main.py < stdin`], options);
  return `${stdout}${stderr.includes("Traceback") ? stderr : ""}`;
}
