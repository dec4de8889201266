import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "./base/refusal.ts";
import { bytes, type Bytes } from "./base/units.ts";
import type { World } from "./base/world.ts";
import type { Ended } from "./collect/launch/ended.ts";
import type { BatchOptions, InteractiveOptions } from "./collect/launch/launch-options.ts";
import { launch } from "./collect/launch/launch.ts";
import { refuseUntold, runTraced } from "./collect/memory/run-traced.ts";
import { requestWords, type Program } from "./collect/program.ts";
import { refuseInterrupted } from "./collect/refuse-interrupted.ts";
import { refuseSyntaxErrors } from "./collect/refuse-syntax-errors.ts";
import type { Budget } from "./memory/budget.ts";

/** What a program may take, and how it is asked. */
export interface CheckOptions {
  /** Of the process, as the system counts it. */
  readonly maxMemory: Bytes | undefined;
  /** Of what Python holds, by tracemalloc. */
  readonly maxHeld: Bytes | undefined;
  /** Runs as it is. */
  readonly runs: number;
  readonly timeoutSeconds: number | undefined;
  readonly expectedStatus: number;
  /** Keeps our stdout free for a document. */
  readonly stdoutToStderr: boolean;
}

/** What was measured against each budget. */
export interface Checked {
  readonly command: readonly string[];
  readonly budgets: readonly Budget[];
}

interface Checking {
  readonly program: Program;
  readonly options: CheckOptions;
  readonly folder: string;
  /** A copy of what the program read, for the runs after the first. */
  readonly stdin: string | undefined;
}

/** Runs the program as it is, and once under tracemalloc where that is asked for; nothing is kept. */
export async function checkBudgets(program: Program, options: CheckOptions, world: World): Promise<Checked> {
  await refuseSyntaxErrors(program, world);
  const folder = await mkdtemp(join(world.env["TMPDIR"] ?? tmpdir(), "hasten-check-"));
  const stdin = world.stdinHasInput ? join(folder, "stdin") : undefined;
  const checking = { program, options, folder, stdin };
  try {
    const budgets: Budget[] = [];
    const peaks = await runAsIs(checking, options.maxMemory === undefined ? 1 : options.runs, world);
    if (options.maxMemory !== undefined) budgets.push({ kind: "memory", limit: options.maxMemory, peaks });
    if (options.maxHeld !== undefined) {
      budgets.push({ kind: "held", limit: options.maxHeld, peaks: [await runHeld(checking, world)] });
    }
    return { command: requestWords(program.request), budgets };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first run is the user's to see, and reads our stdin. */
async function runAsIs(checking: Checking, runs: number, world: World): Promise<readonly Bytes[]> {
  const peaks: Bytes[] = [];
  for (let run = 1; run <= runs; run += 1) {
    world.report({ stage: "check", detail: `running as it is (${run} of ${runs})` });
    const ended = await launch(checking.program, run === 1 ? shown(checking) : hidden(checking, `run-${run}`), world);
    refuseOtherEnd(ended, checking.options);
    peaks.push(ended.peakRss);
  }
  return peaks;
}

async function runHeld(checking: Checking, world: World): Promise<Bytes> {
  world.report({ stage: "check", detail: "running under tracemalloc" });
  const options = { ...hidden(checking, "traced"), env: { HASTEN_GROWTH: "0", HASTEN_FRAMES: "1" } };
  const { ended, records } = await runTraced(
    checking.program,
    { records: join(checking.folder, "records"), options },
    world,
  );
  refuseOtherEnd(ended, checking.options);
  if (records === undefined) throw refuseUntold(ended, checking.options.timeoutSeconds);
  return bytes(records.memory.peak);
}

function shown({ options, stdin }: Checking): InteractiveOptions {
  return {
    mode: "interactive",
    stdout: options.stdoutToStderr ? "stderr" : "inherit",
    leavesNothing: true,
    ...(stdin !== undefined && { recordStdin: { path: stdin } }),
    ...timeoutOf(options),
  };
}

function hidden({ options, folder, stdin }: Checking, name: string): BatchOptions {
  const input = stdin === undefined ? {} : { stdin: { file: stdin } };
  return { mode: "batch", folder: join(folder, name), ...input, ...timeoutOf(options) };
}

function timeoutOf({ timeoutSeconds }: CheckOptions): { timeoutSeconds?: number } {
  return timeoutSeconds === undefined ? {} : { timeoutSeconds };
}

/** What a program takes that did not do its work says nothing. */
function refuseOtherEnd({ interrupted, timedOut, exitCode }: Ended, options: CheckOptions): void {
  if (interrupted) throw refuseInterrupted();
  if (timedOut) {
    const hint = "Give it less work, or a longer --timeout.";
    throw new Refusal("timed-out", `The program did not end within ${options.timeoutSeconds} s.`, hint);
  }
  if (exitCode === options.expectedStatus) return;
  const hint = `If it is meant to end so, say --expect-status ${exitCode}.`;
  throw new Refusal("program-failed", `The program ended with status ${exitCode}.`, hint);
}
