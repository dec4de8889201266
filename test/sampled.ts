import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { World } from "../src/base/world.ts";
import { collectorEnvironment } from "../src/collect/in-process/environment.ts";
import type { Profile } from "../src/profile/profile.ts";

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));

export const scratch = mkdtempSync(join(tmpdir(), "hasten-sampled-"));
let files = 0;

export function worldHere(): World {
  return {
    cwd: process.cwd(),
    env: process.env,
    platform: process.platform,
    now: Date.now,
    random: Math.random,
    stdinIsTerminal: false,
    stdinHasInput: false,
    signal: new AbortController().signal,
    report: () => undefined,
    pid: process.pid,
    packageFolder,
  };
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly signal: string | null;
}

interface RunOptions {
  readonly env?: Record<string, string>;
  readonly words?: readonly string[];
  readonly cwd?: string;
}

/** A script of this text. */
export function script(text: string, name = "program.py"): string {
  const folder = join(scratch, String((files += 1)));
  mkdirSync(folder);
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** Runs a Python by itself. */
export function runBare(python: string, words: readonly string[], options: RunOptions = {}): Ran {
  const env = { ...process.env, ...options.env };
  const { stdout, stderr, status, signal } = spawnSync(python, words, {
    env,
    cwd: options.cwd ?? scratch,
    encoding: "utf8",
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  return { stdout, stderr, status, signal };
}

/** Runs a Python with our modules in it; their records are in `folder`. */
export function runWatched(
  python: string,
  words: readonly string[],
  options: RunOptions = {},
): Ran & { readonly folder: string } {
  const folder = mkdtempSync(join(scratch, "records-"));
  const world = worldHere();
  const added = collectorEnvironment(
    { ...world, env: { ...world.env, ...options.env } },
    folder,
    options.words ?? ["sampler"],
  );
  const env = { ...options.env, ...(added as Record<string, string>) };
  return { ...runBare(python, words, { ...options, env }), folder };
}

/** What was spent in stacks with each function: seconds and samples by qualified name, counted once a stack. */
export function inclusive(profile: Profile, of: "cpu" | "blocked" | "wall"): Map<string, number> {
  const sums = new Map<string, number>();
  for (const weight of profile.weights) {
    for (const name of namesOf(profile, weight.stack)) sums.set(name, (sums.get(name) ?? 0) + weight[of]);
  }
  return sums;
}

export function namesOf(profile: Profile, stack: number): Set<string> {
  const names = new Set<string>();
  for (let node = profile.stacks[stack]; node !== undefined; node = profile.stacks[node.parent]) {
    const frame = profile.frames[node.frame];
    names.add(profile.functions[frame?.function ?? -1]?.qualname ?? "?");
  }
  return names;
}

/** Kish's effective number of samples. */
export function effectiveSamples(profile: Profile): number {
  const cost = profile.weights.reduce((sum, { cpu, blocked }) => sum + cpu + blocked, 0);
  return cost ** 2 / profile.weights.reduce((sum, { squares }) => sum + squares, 0);
}
