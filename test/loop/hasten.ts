import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, packageFolder, python } from "../launch/world.ts";

/** What a process left behind. */
export interface Done {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The parts of `hasten fix --json` that the tests look at. */
export interface FixDocument {
  readonly attempts: readonly {
    readonly rule: string;
    readonly diff: string;
    readonly verdict: { readonly kind: string; readonly reason: string };
  }[];
  readonly written: boolean;
  readonly files: readonly string[];
  readonly patch: string;
  readonly passed_over: readonly { readonly rule: string; readonly because: string }[];
}

/** The parts of `hasten run --json` that the tests look at. */
export interface RunDocument {
  readonly schema: string;
  readonly run: { readonly exit_code: number; readonly samples: number; readonly errors: number };
  readonly findings: readonly {
    readonly rule: string;
    readonly file: string;
    readonly line: number;
    readonly automatic: boolean;
  }[];
}

/** Runs `hasten` as it is built, in a folder, with the tests' Python as the first on PATH. */
export function hasten(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Done {
  return run(process.execPath, [join(packageFolder, "bin/hasten.js"), ...words], cwd, env);
}

/** Runs a process to its end with nothing on stdin. */
export function run(file: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Done {
  const { status, stdout, stderr, error } = spawnSync(file, words, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** A fixture of a rule, copied as `app.py` into a folder of its own. */
export function copyFixture(rule: string, name: string): { readonly folder: string; readonly file: string } {
  const folder = makeFolder();
  const file = join(folder, "app.py");
  copyFileSync(join(packageFolder, "fixtures/rules", rule, name), file);
  return { folder, file };
}

/** Until the two have taken so many CPU seconds: what takes 0.03 s is run some 40 times, as its least time settles late. */
const TIMED = `import resource, subprocess, sys

def used():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime

def time(file):
    before = used()
    subprocess.run([sys.executable, file], stdout=subprocess.DEVNULL, check=True)
    return used() - before

slow, *others = sys.argv[1:]
times = [[time(file)] for file in others]
while used() < 2 or len(times[0]) < 4:
    for file, taken in zip(others, times):
        taken.append(time(file))
print(time(slow), *map(min, times))`;

/**
 * CPU seconds of Python files from start to exit; wall time would also count what else the machine does. Of the two quick ones the least time, taken in turn, so that
 * the machine's other work meets both alike; the slow one weighs alike in both gains: once is enough.
 */
export function comparePythons(slow: string, fixed: string, fast: string, cwd: string): readonly number[] {
  const { status, stdout, stderr } = run(python, ["-c", TIMED, slow, fixed, fast], cwd);
  assert.equal(status, 0, stderr);
  return stdout.split(" ").map(Number);
}
