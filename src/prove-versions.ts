import { join } from "node:path";
import { assert } from "./base/refusal.ts";
import type { World } from "./base/world.ts";
import { launch } from "./collect/launch/launch.ts";
import { requestWords, type Program } from "./collect/program.ts";
import { refuseInterrupted } from "./collect/refuse-interrupted.ts";
import { findProject } from "./fix/project.ts";
import { removeStaleWorkspaces } from "./fix/stale-workspaces.ts";
import { createRunId } from "./journal/run-id.ts";
import type { VerifyRecord } from "./journal/verify-record.ts";
import type { Tools } from "./tools.ts";
import { defaultBenchmark } from "./verify/benchmark.ts";
import { replayWith } from "./verify/border/replay-calls.ts";
import type { RunConditions } from "./verify/observe-run.ts";
import { RunBudget } from "./verify/run-budget.ts";
import { MOST_REFERENCES, openTrial, type Trial } from "./verify/trial.ts";
import { findVersions, type Versions, type VersionsRequest } from "./verify/versions/find-versions.ts";
import { verifyVersions, type VersionsInput } from "./verify/versions/verify-versions.ts";

/** How two versions are compared. */
export interface VerifyOptions {
  readonly versions: VersionsRequest;
  /** 0.05: the whole program must get at least 5 % faster. */
  readonly minGain: number;
  readonly test: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly maxRuns: number | undefined;
  readonly isReplayOnly: boolean;
  readonly tradesMemory: boolean;
  /** Told how often the program will be run at most, before it is. */
  readonly announce: (most: number) => void;
}

/** How often `verify` runs the program at most: for its stdin, unchanged, new, replayed, to warm up, and in pairs. */
function mostVerifyRuns({ maxRuns, isReplayOnly }: Pick<VerifyOptions, "maxRuns" | "isReplayOnly">): number {
  const needed = isReplayOnly ? 2 : 1 + MOST_REFERENCES + 1 + 1 + 1 + 2 * defaultBenchmark.maxPairs;
  return Math.min(needed, maxRuns ?? needed);
}

/** Two copies, each with one version → same outputs, same calls, faster → journal. The user's files are not touched. */
export async function proveVersions(
  program: Program,
  options: VerifyOptions,
  tools: Tools,
  world: World,
): Promise<VerifyRecord> {
  const project = findProject(program, world);
  const versions = await findVersions(options.versions, program, project.root, world);
  const id = createRunId(world);
  const folder = await tools.store.openRun(id);
  await removeStaleWorkspaces(world);
  const runs = new RunBudget(mostVerifyRuns(options));
  options.announce(runs.most);
  const conditions: RunConditions = {
    runs,
    ...(world.stdinHasInput && { stdin: join(folder, "stdin") }),
    ...(options.timeoutSeconds !== undefined && { timeoutSeconds: options.timeoutSeconds }),
  };
  const startedAt = new Date(world.now()).toISOString();
  const trial = await openTrial(program, project, conditions, world);
  try {
    const { outcome, files } = await verifyVersions(
      inputOf({ trial, versions, program, options, tools }, world),
      world,
    );
    const record: VerifyRecord = {
      schema: "hasten.verify-record/1",
      id,
      startedAt,
      command: requestWords(program.request),
      cwd: world.cwd,
      old: options.versions.old,
      new: options.versions.new,
      place: versions.place,
      files,
      outcome,
      isReplayOnly: options.isReplayOnly,
      runs: { made: runs.made, most: runs.most },
    };
    await tools.store.saveVerify(record);
    return record;
  } finally {
    await trial.dispose();
  }
}

interface Comparing {
  readonly trial: Trial;
  readonly versions: Versions;
  readonly program: Program;
  readonly options: VerifyOptions;
  readonly tools: Tools;
}

function inputOf({ trial, versions, program, options, tools }: Comparing, world: World): VersionsInput {
  return {
    trial,
    versions,
    replay: replayWith(tools.parser),
    parser: tools.parser,
    isReplayOnly: options.isReplayOnly,
    benchmark: { minGain: options.minGain, tradesMemory: options.tradesMemory },
    prepare: async () => recordStdin(trial, world),
    ...(program.python !== undefined && { python: program.python.executable }),
    ...(options.test !== undefined && { tests: options.test }),
  };
}

/** What the program reads of our stdin is kept in a run of its own, for all others to read the same. */
async function recordStdin({ old, conditions }: Trial, world: World): Promise<void> {
  const { stdin, timeoutSeconds, runs } = conditions;
  if (stdin === undefined) return;
  assert(runs !== undefined, "verify counts its runs");
  runs.spend();
  world.report({ stage: "stdin", detail: "the old version reads it, and a copy is kept" });
  const timeout = timeoutSeconds === undefined ? {} : { timeoutSeconds };
  const record = {
    mode: "interactive" as const,
    stdout: "stderr" as const,
    leavesNothing: true,
    recordStdin: { path: stdin },
  };
  const ended = await launch(old.program, { ...record, ...timeout }, world);
  await old.reset();
  if (ended.interrupted) throw refuseInterrupted();
}
