import { join } from "node:path";
import { assert } from "./base/refusal.ts";
import type { World } from "./base/world.ts";
import { countCalls } from "./collect/count-calls.ts";
import type { RankingCollectorId } from "./collect/collector.ts";
import { observe, type ObserveOptions } from "./collect/observe.ts";
import { importProfile, type ImportRequest } from "./collect/imported/import-profile.ts";
import type { InteractiveOptions } from "./collect/launch/launch-options.ts";
import type { CallCount } from "./collect/observation.ts";
import type { Program } from "./collect/program.ts";
import { refuseSyntaxErrors } from "./collect/refuse-syntax-errors.ts";
import { composeFixRecord } from "./journal/compose-fix-record.ts";
import type { Agreed } from "./diagnose/rule.ts";
import { diagnoseWorst } from "./diagnose/examine.ts";
import { rankObservation } from "./diagnose/profiled.ts";
import { createSources, type Sources } from "./diagnose/sources.ts";
import { recoverPending } from "./fix/pending.ts";
import { findProject } from "./fix/project.ts";
import { removeStaleWorkspaces } from "./fix/stale-workspaces.ts";
import type { SourceChange } from "./fix/write-source.ts";
import type { FixRecord } from "./journal/fix-record.ts";
import { createRunId } from "./journal/run-id.ts";
import type { RunRecord } from "./journal/run-record.ts";
import type { FixRound, Store } from "./journal/store.ts";
import { compileKept } from "./compile-kept.ts";
import { requireNumpy } from "./collect/program/require-numpy.ts";
import { requireBuildable } from "./native/build-tools.ts";
import { improveMemory } from "./memory-rounds.ts";
import { improve, type RoundsOutcome } from "./rounds.ts";
import type { SharedConditions } from "./try-findings.ts";
import { rankImported, setParkedAside } from "./rank/rank-imported.ts";
import type { PythonParser } from "./source/python-parser.ts";
import type { Attempt } from "./verify/attempt.ts";
import { replayWith } from "./verify/border/replay-calls.ts";
import { RunBudget } from "./verify/run-budget.ts";
import type { Workspace } from "./fix/workspace.ts";
import { openTrial, type Trial } from "./verify/trial.ts";
import type { Tools } from "./tools.ts";
import { keepSources, type Snapshot } from "./journal/snapshot.ts";
import { writeKept } from "./journal/write-kept.ts";

/** How a program is profiled. */
export interface RunOptions {
  /** Adds exact numbers of calls from a second run. */
  readonly countCalls: boolean;
  readonly timeoutSeconds: number | undefined;
  /** The best that this machine allows where it is absent. */
  readonly collector?: RankingCollectorId | undefined;
  /** Looks a second, on average; the collector's own where it is absent. */
  readonly rate?: number | undefined;
  /** Keeps our stdout free for a document. */
  readonly stdoutToStderr: boolean;
}

/** collect → rank → diagnose → journal: the program runs once, as it always does. */
export async function runProgram(
  program: Program,
  options: RunOptions,
  tools: Tools,
  world: World,
): Promise<RunRecord> {
  await refuseSyntaxErrors(program, world);
  const id = createRunId(world);
  const folder = await tools.store.openRun(id);
  const sources = createSources(tools.parser, { project: findProject(program, world).root });
  const observed = await observe(program, observeOptions(options, id, folder, world), world);
  const calls = options.countCalls ? await countAgain(program, options, folder, world) : [];
  const profiled = await rankObservation({ ...observed.observation, calls }, sources);
  const { findings, passedOver } = await diagnoseWorst(profiled, sources);
  const { run, profile, loops } = profiled.observation;
  const { timedOut } = observed.ended;
  const record: RunRecord = {
    schema: "hasten.run-record/1",
    run: timedOut ? { ...run, notes: [...run.notes, timeoutNote(options)] } : run,
    timedOut,
    truth: profile.truth,
    ranking: profiled.ranking,
    findings: findings.map(({ finding }) => finding),
    passedOver,
    ...(loops !== undefined && { loops }),
  };
  await tools.store.saveRun(record, { profile, sources: await keepSources(profile, record.ranking, sources) });
  return record;
}

/** import → rank → journal: nothing is run, and without operands nothing is claimed. */
export async function importRun(request: ImportRequest, store: Store, world: World): Promise<RunRecord> {
  const { run, profile: read } = await importProfile(request, createRunId(world), world);
  const facts = run.imported;
  assert(facts, "an imported run says where it came from");
  const { profile, parked } = setParkedAside(read, facts);
  const record: RunRecord = {
    schema: "hasten.run-record/1",
    run: { ...run, imported: { ...facts, parked } },
    timedOut: false,
    truth: profile.truth,
    ranking: rankImported(profile, facts),
    findings: [],
    passedOver: [],
  };
  await store.openRun(run.id);
  await store.saveRun(record, { profile });
  return record;
}

/** How a program is fixed. */
export interface FixOptions {
  /** Kept fixes at most. */
  readonly rounds: number;
  /** 0.05: the whole program must get at least 5 % faster. */
  readonly minGain: number;
  readonly test: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly isStrict: boolean;
  readonly isDryRun: boolean;
  /** The status that the program should end with. */
  readonly expectedStatus: number;
  /** Runs of the program at most; undefined: as `mostFixRuns` says. */
  readonly maxRuns: number | undefined;
  /** Recorded calls alone prove a fix; the program is not timed. */
  readonly isReplayOnly: boolean;
  /** A gain may cost more than twice the memory. */
  readonly tradesMemory: boolean;
  /** What lowers the peak memory is looked for, in the place of what takes time. */
  readonly isMemory: boolean;
  /** When the rounds find nothing more, the hot module is compiled as one more. */
  readonly isNative: boolean;
  /** Sums may be added in another order where their floats stay this close, of the greater of the two: 1e-9. */
  readonly tolerance: number | undefined;
  /** Code may import numpy that does not yet. */
  readonly allowsNumpy: boolean;
  /** Told how often the program will be run at most, before it is. */
  readonly announce: (most: number) => void;
}

/** Each round profiles, probes, and tries several fixes with at most thirty pairs each; most take some twenty runs. */
const RUNS_A_ROUND = 100;

/** How often `fix` runs the program at most. */
function mostFixRuns({ rounds, maxRuns }: Pick<FixOptions, "rounds" | "maxRuns">): number {
  return maxRuns ?? RUNS_A_ROUND * rounds;
}

/** (collect → rank → diagnose → fix → verify) until nothing is left, all on a copy; then journal, and write what was proven. */
export async function fixProgram(
  program: Program,
  options: FixOptions,
  tools: Tools,
  world: World,
): Promise<FixRecord> {
  await refuseSyntaxErrors(program, world);
  if (options.isNative && program.python !== undefined) await requireBuildable(program.python.executable, world);
  if (options.allowsNumpy) await requireNumpy(program, world);
  const id = createRunId(world);
  const folder = await tools.store.openRun(id);
  recoverPending(tools.store.folder, world);
  await removeStaleWorkspaces(world);
  const stdin = world.stdinHasInput ? join(folder, "stdin") : undefined;
  const runs = new RunBudget(mostFixRuns(options));
  options.announce(runs.most);
  const runConditions = { runs, ...(stdin !== undefined && { stdin }), ...timeoutOf(options) };
  const trial = await openTrial(program, findProject(program, world), runConditions, world);
  try {
    const startedAt = new Date(world.now()).toISOString();
    const keep = async (attempt: Attempt): Promise<void> =>
      tools.store.append({ schema: "hasten.journal/1", kind: "attempt", at: startedAt, fix: id, attempt });
    const agreed: Agreed = { ...toleranceIn(options), ...(options.allowsNumpy && { numpy: true }) };
    const sourcesOf = (side: Workspace): Sources =>
      createSources(tools.parser, { locate: (file) => side.locate(file) ?? file, project: side.root, agreed });
    const sources = sourcesOf(trial.old);
    const conditions = attemptConditions(trial, options, tools.parser);
    const keepRound = async (round: FixRound, seen: Snapshot): Promise<void> => tools.store.saveRound(id, round, seen);
    const rounds = { id, conditions, sources, sourcesOf, recordStdin: stdin, keep, keepRound, ...options };
    const outcome = await (options.isMemory ? improveMemory(rounds, world) : improve(rounds, world));
    const fixed = composeFixRecord({ id, startedAt, trial, outcome }, world);
    const work = { id, startedAt, folder, trial, options, tools };
    const record = options.isNative ? await compileKept(fixed, work, outcome.last, world) : fixed;
    await tools.store.saveFix(record);
    if (options.isDryRun || record.files.length === 0) return record;
    return await writeKept(record, changesOf(trial, outcome.originals), tools.store, world);
  } finally {
    await trial.dispose();
  }
}

function changesOf({ kept }: Trial, originals: RoundsOutcome["originals"]): readonly SourceChange[] {
  return [...kept].flatMap(([path, content]) => {
    const original = originals.get(path);
    return original === undefined ? [] : [{ path, hash: original.hash, content }];
  });
}

function attemptConditions(trial: Trial, options: FixOptions, parser: PythonParser): SharedConditions {
  return {
    trial,
    replay: replayWith(parser),
    expectedExit: options.expectedStatus,
    isStrict: options.isStrict,
    isReplayOnly: options.isReplayOnly,
    needsFasterCalls: true,
    benchmark: { minGain: options.minGain, tradesMemory: options.tradesMemory },
    ...(options.test !== undefined && { tests: options.test }),
    ...toleranceIn(options),
  };
}

function toleranceIn({ tolerance }: Pick<FixOptions, "tolerance">): { tolerance?: number } {
  return tolerance === undefined ? {} : { tolerance };
}

async function countAgain(
  program: Program,
  options: RunOptions,
  folder: string,
  world: World,
): Promise<readonly CallCount[]> {
  world.report({ stage: "calls", detail: "running again under cProfile" });
  const counted = join(folder, "calls");
  const stdin = world.stdinHasInput ? { stdin: { file: join(folder, "stdin") } } : {};
  return countCalls(program, { mode: "batch", folder: counted, ...stdin, ...timeoutOf(options) }, counted, world);
}

function observeOptions(options: RunOptions, id: string, folder: string, world: World): ObserveOptions {
  const { collector, rate } = options;
  return {
    id,
    folder,
    launch: launchOptions(options, folder, world),
    ...(collector !== undefined && { collector }),
    ...(rate !== undefined && { rate }),
  };
}

function launchOptions(options: RunOptions, folder: string, { stdinHasInput }: World): InteractiveOptions {
  return {
    mode: "interactive",
    stdout: options.stdoutToStderr ? "stderr" : "inherit",
    // A second run has to read what the first one read.
    ...(options.countCalls && stdinHasInput && { recordStdin: { path: join(folder, "stdin") } }),
    ...timeoutOf(options),
  };
}

function timeoutNote({ timeoutSeconds }: RunOptions): string {
  return `The program was ended by --timeout after ${timeoutSeconds} s; this is what was seen until then.`;
}

function timeoutOf({ timeoutSeconds }: Pick<RunOptions, "timeoutSeconds">): { timeoutSeconds?: number } {
  return timeoutSeconds === undefined ? {} : { timeoutSeconds };
}
