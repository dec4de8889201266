import { join } from "node:path";
import type { World } from "./base/world.ts";
import type { Ended } from "./collect/launch/ended.ts";
import type { BatchOptions, LaunchOptions } from "./collect/launch/launch-options.ts";
import { launch } from "./collect/launch/launch.ts";
import { attachMemory, type AttachMemoryOptions } from "./collect/memory/attach-memory.ts";
import type { ChurnFile } from "./collect/memory/memory-files.ts";
import type { MemoryRecords } from "./collect/memory/read-memory.ts";
import { runLines } from "./collect/memory/run-lines.ts";
import { refuseUntold, runTraced } from "./collect/memory/run-traced.ts";
import { requestWords, type Program } from "./collect/program.ts";
import { refuseInterrupted } from "./collect/refuse-interrupted.ts";
import { refuseSyntaxErrors } from "./collect/refuse-syntax-errors.ts";
import { createSources } from "./diagnose/sources.ts";
import { findProject } from "./fix/project.ts";
import { createRunId } from "./journal/run-id.ts";
import type { MemoryRecord } from "./journal/memory-record.ts";
import { keepSources } from "./journal/snapshot.ts";
import { composeMemoryRecord } from "./journal/compose-memory-record.ts";
import type { Tools } from "./tools.ts";

/** How a program's memory is measured. */
export interface MemoryOptions {
  /** Innermost frames that tracemalloc keeps of each stack. */
  readonly frames: number;
  /** Only the run under tracemalloc: no bare run, no following of lines. */
  readonly once: boolean;
  /** Seconds for which lines are followed. */
  readonly lineSeconds: number;
  readonly timeoutSeconds: number | undefined;
  /** Keeps our stdout free for a document. */
  readonly stdoutToStderr: boolean;
}

interface Measuring {
  readonly program: Program;
  readonly options: MemoryOptions;
  /** A copy of what the program read, for the runs after the first. */
  readonly stdin: string | undefined;
  readonly folder: string;
}

/** One run under tracemalloc; one that follows lines; one as it is. Each apart, so that none bends what another measures. */
export async function measureMemory(
  program: Program,
  options: MemoryOptions,
  tools: Tools,
  world: World,
): Promise<MemoryRecord> {
  await refuseSyntaxErrors(program, world);
  const id = createRunId(world);
  const folder = await tools.store.openRun(id);
  const measuring = { program, options, folder, stdin: world.stdinHasInput ? join(folder, "stdin") : undefined };
  const startedAt = new Date(world.now()).toISOString();
  const traced = await traceMemory(measuring, world);
  const bare = options.once ? undefined : await runBare(measuring, world);
  const churn = options.once ? undefined : await followLines(measuring, world);
  const sources = createSources(tools.parser, { project: findProject(program, world).root });
  const { record, profile } = await composeMemoryRecord(
    { ...traced, ...(bare && { bare }), ...(churn && { churn }), id, startedAt, frames: options.frames },
    { command: requestWords(program.request), cwd: world.cwd },
    sources,
  );
  await tools.store.saveMemory(record, { profile, sources: await keepSources(profile, { top: [] }, sources) });
  return record;
}

async function traceMemory(
  { program, options, folder, stdin }: Measuring,
  world: World,
): Promise<{ readonly records: MemoryRecords; readonly ended: Ended }> {
  world.report({ stage: "memory", detail: "running under tracemalloc" });
  const started: LaunchOptions = {
    mode: "interactive",
    stdout: options.stdoutToStderr ? "stderr" : "inherit",
    leavesNothing: true,
    ...(stdin !== undefined && { recordStdin: { path: stdin } }),
    ...timeoutOf(options),
    env: { HASTEN_FRAMES: String(options.frames) },
  };
  const { ended, records } = await runTraced(program, { records: join(folder, "memory"), options: started }, world);
  if (ended.interrupted) throw refuseInterrupted();
  if (records === undefined) throw refuseUntold(ended, options.timeoutSeconds);
  return { records, ended };
}

async function runBare(measuring: Measuring, world: World): Promise<Ended> {
  world.report({ stage: "memory", detail: "running as it is, for its time and its memory" });
  const ended = await launch(measuring.program, batch(measuring, "bare", {}), world);
  if (ended.interrupted) throw refuseInterrupted();
  return ended;
}

async function followLines(measuring: Measuring, world: World): Promise<ChurnFile | undefined> {
  const { program, options, folder } = measuring;
  world.report({ stage: "memory", detail: "running line by line: what is allocated and freed again" });
  const lines = {
    records: join(folder, "lines"),
    seconds: options.lineSeconds,
    options: batch(measuring, "lines", {}),
  };
  const { ended, churn } = await runLines(program, lines, world);
  if (ended.interrupted) throw refuseInterrupted();
  return churn;
}

function batch({ options, folder, stdin }: Measuring, name: string, env: BatchOptions["env"] & {}): BatchOptions {
  const input = stdin === undefined ? {} : { stdin: { file: stdin } };
  return { mode: "batch", folder: join(folder, `${name}-output`), env, ...input, ...timeoutOf(options) };
}

function timeoutOf({ timeoutSeconds }: MemoryOptions): { timeoutSeconds?: number } {
  return timeoutSeconds === undefined ? {} : { timeoutSeconds };
}

/** The memory of a process that runs already (3.14 and newer), for a while. */
export async function measureAttached(options: AttachMemoryOptions, tools: Tools, world: World): Promise<MemoryRecord> {
  const id = createRunId(world);
  const folder = await tools.store.openRun(id);
  const startedAt = new Date(world.now()).toISOString();
  const { records, ended, command } = await attachMemory(options, join(folder, "memory"), world);
  const sources = createSources(tools.parser);
  const { record, profile } = await composeMemoryRecord(
    { records, ended, id, startedAt, frames: options.frames, attached: { pid: options.pid } },
    { command, cwd: world.cwd },
    sources,
  );
  await tools.store.saveMemory(record, { profile, sources: await keepSources(profile, { top: [] }, sources) });
  return record;
}
