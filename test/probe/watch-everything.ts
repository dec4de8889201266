import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { collectorEnvironment } from "../../src/collect/in-process/environment.ts";
import type { ProbeRecord } from "../../src/collect/probe/probe-record.ts";
import { readProbe } from "../../src/collect/probe/read-probe.ts";
import type { Instrumented } from "../../src/diagnose/probe/instrument.ts";
import { makeFolder, makeWorld } from "../launch/world.ts";
import { watchEverything, watchOnly } from "./every-candidate.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  /** Where the records are. */
  readonly folder: string;
}

/** Runs a script with the probe or without it, in a folder of its own. */
export function runScript(python: string, text: string, isProbed: boolean): Ran {
  const folder = makeFolder();
  writeFileSync(join(folder, "app.py"), text);
  const records = join(folder, "records");
  mkdirSync(records);
  const env = isProbed ? collectorEnvironment(makeWorld(), records, ["probe"]) : {};
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: "utf8" as const, timeout: 60_000 };
  const { stdout, stderr, status } = spawnSync(python, ["app.py"], options);
  return { stdout, stderr, status, folder: records };
}

/** The record of the watch whose expression reads so. */
export async function recordAt(
  { watches }: Instrumented,
  source: string,
  folder: string,
  expression: string,
): Promise<ProbeRecord | undefined> {
  const found = [...watches].find(([, { expression: at }]) => source.slice(at.start, at.end) === expression);
  return (await readProbe(folder)).find(({ watch }) => watch === found?.[0]);
}

/** Runs the text with every expression watched and gives the records of the ones asked for. */
export async function probe(
  python: string,
  text: string,
  ...expressions: string[]
): Promise<(ProbeRecord | undefined)[]> {
  return recordsOf(watchEverything(text), python, text, expressions);
}

/** The same with nothing else watched: what looking costs bounds what is looked at, of all watches together. */
export async function probeOnly(
  python: string,
  text: string,
  ...expressions: string[]
): Promise<(ProbeRecord | undefined)[]> {
  return recordsOf(watchOnly(text, expressions), python, text, expressions);
}

async function recordsOf(
  instrumented: Instrumented,
  python: string,
  text: string,
  expressions: readonly string[],
): Promise<(ProbeRecord | undefined)[]> {
  const ran = runScript(python, instrumented.text, true);
  if (ran.stderr !== "") console.log(ran.stderr);
  return Promise.all(expressions.map(async (expression) => recordAt(instrumented, text, ran.folder, expression)));
}

/** Python's own answer on whether the files compile. */
export function compileErrors(python: string, folder: string): string {
  const code = [
    "import os, sys, warnings",
    "warnings.simplefilter('ignore')",
    "for d, _, names in os.walk(sys.argv[1]):",
    "    for name in names:",
    "        path = os.path.join(d, name)",
    "        try: compile(open(path, 'rb').read(), path, 'exec')",
    "        except SyntaxError as error: print(path, error)",
  ].join("\n");
  return execFileSync(python, ["-c", code, folder], { encoding: "utf8" });
}
