import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { makeFolder, packageFolder } from "../launch/world.ts";

/** How a started hasten ended, and all that it printed. */
export interface Outcome {
  /** The exit status; 128 + n is the shell's word for a signal, null here. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test may change about a start. */
export interface Start {
  /** Below the project's folder. */
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  /** Put in front of `node bin/hasten.js`, e.g. `setpriv …`. */
  readonly prefix?: readonly string[];
  /** Called once it runs. */
  readonly during?: (pid: number) => Promise<void>;
}

/** A folder of programs with a temporary folder and a marker of its own. */
export interface Project {
  readonly folder: string;
  readonly temp: string;
  readonly marker: string;
  readonly hasten: (words: readonly string[], start?: Start) => Promise<Outcome>;
}

const bin = join(packageFolder, "bin/hasten.js");

/** Makes a project of these files. */
export function makeProject(files: Readonly<Record<string, string | Buffer>>): Project {
  const base = makeFolder();
  const folder = join(base, "project");
  const temp = join(base, "temp");
  mkdirSync(temp);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const marker = `hasten-test-${randomBytes(8).toString("hex")}`;
  const env = { ...process.env, TMPDIR: temp, HASTEN_TEST_MARKER: marker, PYTHONDONTWRITEBYTECODE: "1" };
  return { folder, temp, marker, hasten: async (words, start = {}) => startHasten(words, start, folder, env) };
}

async function startHasten(
  words: readonly string[],
  start: Start,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const [command = "", ...rest] = [...(start.prefix ?? []), process.execPath, bin, ...words];
  const child = spawn(command, rest, {
    cwd: join(folder, start.cwd ?? "."),
    env: { ...env, ...start.env },
    stdio: [start.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    // A process group of its own, as a shell gives a job: Ctrl-C reaches the group.
    detached: true,
  });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on("data", (data: Buffer) => out.push(data));
  child.stderr?.on("data", (data: Buffer) => errors.push(data));
  child.stdin?.on("error", () => undefined).end(start.input);
  // Not "close": a daemon may hold the pipes.
  const ended = new Promise<number | null>((settle) => child.once("exit", (status) => settle(status)));
  if (start.during !== undefined && child.pid !== undefined) await start.during(child.pid);
  const status = await ended;
  await sleep(20);
  return { status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString() };
}

/** The bytes of every file of a folder but `.hasten`, by relative path. */
export function snapshot(folder: string, below = ""): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = join(below, name);
    if (path === ".hasten" || path.endsWith("/.hasten")) continue;
    if (statSync(join(folder, path)).isDirectory()) Object.assign(files, { [`${path}/`]: "" }, snapshot(folder, path));
    else files[path] = readFileSync(join(folder, path)).toString("latin1");
  }
  return files;
}

/** Processes whose environment holds a word. */
export function processesWith(word: string): number[] {
  const ids = readdirSync("/proc").filter((id) => /^\d+$/u.test(id));
  return ids.map(Number).filter((id) => {
    try {
      return readFileSync(`/proc/${id}/environ`).includes(word);
    } catch {
      return false;
    }
  });
}

/** No process of the project's hastens lives, and none of their copies is left. */
export async function expectNothingLeft({ marker, temp }: Project): Promise<void> {
  // A process that was killed needs a moment to be gone.
  for (let look = 0; look < 40 && processesWith(marker).length > 0; look += 1) await sleep(25);
  expect(processesWith(marker)).toEqual([]);
  expect(existsSync(temp) ? readdirSync(temp) : []).toEqual([]);
}

/** Hasten's clear no: two sentences, status 2, no stack trace, no file changed, nobody left running. */
export async function expectRefusal(
  project: Project,
  words: readonly string[],
  says: RegExp,
  start: Start = {},
): Promise<Outcome> {
  const before = snapshot(project.folder);
  const outcome = await project.hasten(words, start);
  expect(outcome.stderr).toMatch(says);
  expect(outcome.stderr).toMatch(/^hasten: .+\n {2}\S.+$/mu);
  expect(outcome.stderr).not.toMatch(/^ +at .+:\d+:\d+/mu);
  expect(outcome.status).toBe(2);
  expect(snapshot(project.folder)).toEqual(before);
  await expectNothingLeft(project);
  return outcome;
}

/** A program with one thing to fix; `count` sets how long it runs (3,000: some 0.1 s, quadratic). */
export function slowProgram(count: number): string {
  return `import sys


def make(n):
    return ["reader%d@example" % (i * 7) for i in range(n)]


def common(xs, ys):
    hits = 0
    for x in xs:
        if x in ys:
            hits += 1
    return hits


print(common(make(${count}), make(${count} // 3)))
`;
}
