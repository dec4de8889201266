import { fstatSync } from "node:fs";
import { isatty } from "node:tty";
import { fileURLToPath } from "node:url";
import type { Progress, World } from "../base/world.ts";

/** The world as this process sees it. */
export function createWorld(signal: AbortSignal, report: (progress: Progress) => void): World {
  return {
    cwd: process.cwd(),
    env: process.env,
    platform: process.platform,
    now: () => Date.now(),
    random: () => Math.random(),
    stdinIsTerminal: isatty(0),
    stdinHasInput: hasInput(),
    signal,
    report,
    pid: process.pid,
    packageFolder: fileURLToPath(new URL("../..", import.meta.url)),
  };
}

function hasInput(): boolean {
  try {
    const stats = fstatSync(0);
    return stats.isFile() || stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}
