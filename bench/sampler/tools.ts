import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { processorTime } from "../figures/processor-time.ts";
import { folder } from "./targets.ts";

/** What a profiler got out of a target, and the processor time that it took, seconds. */
export interface Measured {
  readonly cpu: number;
  /** Stacks of single threads that it kept. */
  readonly stacks: number;
  /** Those that it threw away or could not read, as a share of all; undefined where it does not say. */
  readonly thrown: number | undefined;
  /** Function names from the outermost to the innermost, joined by `;`, with their numbers. */
  readonly folded: ReadonlyMap<string, number>;
}

/** A profiler on the command line; `measure` gives undefined where it cannot read the target. */
export interface Tool {
  readonly name: string;
  measure(pid: number, seconds: number, rate: number): Measured | undefined;
}

function spend(file: string, words: readonly string[]): { cpu: number; output: string; isDone: boolean } {
  const before = processorTime().children;
  const { status, stdout, stderr } = spawnSync(file, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  return { cpu: processorTime().children - before, output: stdout + stderr, isDone: status === 0 };
}

/** Reads `frame;frame;frame count` lines; a frame's name is what `nameOf` makes of it. */
function readFolded(file: string, nameOf: (frame: string) => string | undefined): ReadonlyMap<string, number> {
  const folded = new Map<string, number>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [, stack = "", count = "0"] = /^(.*) (\d+)$/u.exec(line) ?? [];
    const names = stack.split(";").flatMap((frame) => nameOf(frame) ?? []);
    if (names.length > 0) folded.set(names.join(";"), (folded.get(names.join(";")) ?? 0) + Number(count));
  }
  return folded;
}

const sumOf = (folded: ReadonlyMap<string, number>): number => [...folded.values()].reduce((sum, n) => sum + n, 0);

/** hasten's own sampler, in a process of its own: this very bench, called with `--watch`. */
export const hasten: Tool = {
  name: "hasten",
  measure(pid, seconds, rate) {
    const script = process.argv[1] ?? "";
    const { cpu, output, isDone } = spend(process.execPath, [script, "--watch", ...[pid, seconds, rate].map(String)]);
    if (!isDone) throw new Error(output);
    const { thrown, folded } = JSON.parse(output) as { thrown: number; folded: [string, number][] };
    const kept = new Map(folded);
    return { cpu, stacks: sumOf(kept), thrown, folded: kept };
  },
};

/** py-spy of a fixed version, installed into `.cache/` on first use; it does not pause the target. */
export function pySpy(python: string): Tool {
  const home = resolve(".cache/py-spy-0.4.2");
  const binary = join(home, "bin/py-spy");
  if (!existsSync(binary))
    spend(python, ["-m", "pip", "install", "--quiet", "--no-deps", "--target", home, "py-spy==0.4.2"]);
  return {
    name: "py-spy",
    measure(pid, seconds, rate) {
      const file = join(folder, "py-spy.raw");
      rmSync(file, { force: true });
      const options = ["--nonblocking", "--idle", "--format", "raw", "--output", file];
      const { cpu, output } = spend(
        binary,
        ["record", ...options, "--rate", rate, "--duration", seconds, "--pid", pid].map(String),
      );
      if (!existsSync(file)) return undefined;
      const folded = readFolded(file, (frame) => /^(\S+) \(/u.exec(frame)?.[1]);
      const errors = Number(/Errors: (\d+)/u.exec(output)?.[1] ?? 0);
      return { cpu, stacks: sumOf(folded), thrown: errors / (errors + sumOf(folded)), folded };
    },
  };
}

const TACHYON = ["-m", "profiling.sampling", "attach", "--all-threads", "--no-gc", "--collapsed"];

/** CPython's own `profiling.sampling`; it reads only processes of its own version. */
export function tachyon(python: string): Tool {
  return {
    name: "profiling.sampling",
    measure(pid, seconds, rate) {
      const file = join(folder, "tachyon.folded");
      rmSync(file, { force: true });
      const { cpu, output } = spend(
        python,
        [...TACHYON, "--output", file, "--sampling-rate", rate, "--duration", seconds, pid].map(String),
      );
      if (!existsSync(file)) return undefined;
      const folded = readFolded(file, (frame) => /^[^:]+:(\S+):\d+$/u.exec(frame)?.[1]);
      return {
        cpu,
        stacks: sumOf(folded),
        thrown: Number(/Error rate: ([\d.]+)/u.exec(output)?.[1] ?? 0) / 100,
        folded,
      };
    },
  };
}
