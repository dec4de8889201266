import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, inject } from "vitest";
import { testPythons } from "../pythons.ts";
import type { World } from "../../src/base/world.ts";

/** The repository. */
export const packageFolder: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A world that is the machine's own, but for what a test changes. */
export function makeWorld(changes: Partial<World> = {}): World {
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
    ...changes,
  };
}

const folders: string[] = [];

// Once for every test file that imports this: a hook cannot be registered while a test runs.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is removed after the file's tests; its name has a space, as users' folders do. */
export function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hasten test ")));
  folders.push(folder);
  return folder;
}

/** The Python on PATH, asked for its real path. */
export const python: string = inject("python");

/** Every supported Python of this machine. */
export const pythons: readonly string[] = [...new Set([python, ...testPythons()])];

/** An older Python that this machine may have. */
export function oldPython(version: string): string | undefined {
  const place = join(homedir(), ".pyenv/versions", version, "bin/python");
  return existsSync(place) ? place : undefined;
}
