import { join } from "node:path";
import { rm } from "node:fs/promises";
import { Refusal } from "./base/refusal.ts";
import { median } from "./base/statistics.ts";
import { seconds } from "./base/units.ts";
import type { World } from "./base/world.ts";
import type { Ended } from "./collect/launch/ended.ts";
import { observe } from "./collect/observe.ts";
import { requestWords, type Program, type ProgramRequest } from "./collect/program.ts";
import { refuseSyntaxErrors } from "./collect/refuse-syntax-errors.ts";
import { rankObservation, type Profiled } from "./diagnose/profiled.ts";
import { createSources, type Sources } from "./diagnose/sources.ts";
import { findProject } from "./fix/project.ts";
import { growthOfProgram, type SizedRun } from "./growth/function-growth.ts";
import { createRunId } from "./journal/run-id.ts";
import type { ScaleRecord, SizeFacts } from "./journal/scale-record.ts";
import type { Tools } from "./tools.ts";
import { functionTimes } from "./rank/function-times.ts";
import { undisturbed, undisturbedWall } from "./rank/undisturbed.ts";
import { findAtScale } from "./scale-findings.ts";

/** How a program is run at several sizes. */
export interface ScaleOptions {
  readonly sizes: readonly number[];
  /** An environment variable that tells the program its size. */
  readonly variable: string | undefined;
  /** Runs at each size; undefined: as many as the size's time asks for. */
  readonly repeat: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly expectedStatus: number;
}

/** What is run: as it was typed, and the program that it is at a size. */
export interface Sizable {
  readonly request: ProgramRequest;
  readonly atSize: (size: number) => Promise<Program>;
}

/** A run that was measured, with its profile. */
interface MeasuredRun extends SizedRun {
  readonly profiled: Profiled;
}

/** (collect → rank) at every size → growth → diagnose what will dominate → journal. */
export async function scaleProgram(
  { request, atSize }: Sizable,
  options: ScaleOptions,
  tools: Tools,
  world: World,
): Promise<ScaleRecord> {
  const programs = new Map<number, Program>();
  for (const size of options.sizes) programs.set(size, await atSize(size));
  const [program] = programs.values();
  if (program !== undefined) await refuseSyntaxErrors(program, world);
  const id = createRunId(world);
  const startedAt = new Date(world.now()).toISOString();
  const sources = createSources(tools.parser, program && { project: findProject(program, world).root });
  const folder = await tools.store.openRun(id);
  const runs = await measureSizes({ id, folder, programs, sources, options }, world);
  const largest = Math.max(...options.sizes);
  const predicted = [10 * largest, 100 * largest];
  const growth = growthOfProgram(runs, predicted);
  const shown = largestRun(runs, largest);
  const { findings, passedOver } = await findAtScale(growth, predicted[0] ?? largest, shown, sources);
  const record: ScaleRecord = {
    schema: "hasten.scale-record/1",
    id,
    startedAt,
    command: requestWords(request),
    ...(options.variable !== undefined && { variable: options.variable }),
    cwd: world.cwd,
    python: shown.observation.run.python,
    sizes: [...programs.keys()].sort((a, b) => a - b).map((size) => factsOf(size, runs)),
    predicted,
    growth,
    findings,
    passedOver,
    notes: [...new Set(runs.flatMap(({ profiled }) => profiled.observation.run.notes))],
  };
  await tools.store.saveScale(record);
  return record;
}

interface Measuring {
  readonly id: string;
  readonly folder: string;
  readonly programs: ReadonlyMap<number, Program>;
  readonly sources: Sources;
  readonly options: ScaleOptions;
}

/**
 * Samples decide how well a growth is known, so the sampler may take one part in ten of a processor instead of one in
 * fifty (its own time is in no function's), and the switch interval is shortened while the program has one thread, so
 * that short functions get their own time (docs/measuring.md).
 */
const FINE_SAMPLING = { HASTEN_COST: "10", HASTEN_INTERVAL_MS: "2", HASTEN_SWITCH_US: "500" } as const;

/** Seconds of a program's running that each size shall get, in at least `FEWEST` and at most `MOST` runs. */
const WORTH = 3;
const FEWEST = 3;
const MOST = 10;

/** Runs every size, the order drawn anew in each round; the first run of all is not counted, for caches to fill. */
async function measureSizes(measuring: Measuring, world: World): Promise<readonly MeasuredRun[]> {
  const { programs, options } = measuring;
  await measureOnce(Math.min(...programs.keys()), "warm-up", measuring, world);
  const runs: MeasuredRun[] = [];
  for (let round = 0; ; round += 1) {
    const lacking = [...programs.keys()].filter((size) => {
      const walls = runs.filter((run) => run.size === size).map(({ wall }) => wall);
      return walls.length < (options.repeat ?? repeatsFor(walls));
    });
    if (lacking.length === 0) return runs;
    for (const size of shuffled(lacking, world)) runs.push(await measureOnce(size, `${round}`, measuring, world));
  }
}

function repeatsFor(walls: readonly number[]): number {
  if (walls.length === 0) return 1;
  return Math.min(MOST, Math.max(FEWEST, Math.ceil(WORTH / median(walls))));
}

/** Fisher and Yates. */
function shuffled(sizes: readonly number[], { random }: World): readonly number[] {
  const mixed = [...sizes];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] ?? 0, mixed[index] ?? 0];
  }
  return mixed;
}

async function measureOnce(
  size: number,
  round: string,
  { id, folder, programs, sources, options }: Measuring,
  world: World,
): Promise<MeasuredRun> {
  const program = programs.get(size);
  if (program === undefined) throw new Refusal("usage", `There is no size ${size}.`, "Name the sizes with --n.");
  world.report({ stage: "scale", detail: `n = ${size}, run ${round}` });
  const records = join(folder, `n-${size}-${round}`);
  const { timeoutSeconds } = options;
  const launch = {
    mode: "batch" as const,
    folder: records,
    env: FINE_SAMPLING,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
  const { observation, ended } = await observe(
    program,
    { id: `${id}-${size}-${round}`, folder: records, launch },
    world,
  );
  checkEnd(ended, size, options);
  await rm(records, { recursive: true, force: true });
  const profiled = await rankObservation(observation, sources);
  const times = undisturbed(functionTimes(profiled.heat), observation.profile);
  return { size, wall: undisturbedWall(ended.wall, observation.profile), times, profiled };
}

/** A program that fails at one size has not done that size's work. */
function checkEnd(ended: Ended, size: number, { expectedStatus, timeoutSeconds }: ScaleOptions): void {
  if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was written; run it again.");
  if (ended.timedOut) {
    const fact = `With n = ${size} the program did not end within ${timeoutSeconds} s.`;
    throw new Refusal("timed-out", fact, "Leave that size out, or give a longer --timeout.");
  }
  if (ended.exitCode === expectedStatus) return;
  const fact = `With n = ${size} the program ended with status ${ended.exitCode}, not ${expectedStatus}.`;
  const hint =
    "Run it with that size by itself to see why; if it is meant to end so, name the status with --expect-status.";
  throw new Refusal("program-failed", fact, hint);
}

/** The run at the largest size that has the most samples. */
function largestRun(runs: readonly MeasuredRun[], largest: number): Profiled {
  const [best] = runs
    .filter(({ size }) => size === largest)
    .sort((a, b) => b.profiled.heat.costs.samples - a.profiled.heat.costs.samples);
  if (best === undefined) throw new Refusal("usage", "Nothing was run.", "Name the sizes with --n.");
  return best.profiled;
}

function factsOf(size: number, all: readonly MeasuredRun[]): SizeFacts {
  const runs = all.filter((run) => run.size === size);
  const cpus = runs.map(({ profiled }) => profiled.observation.run.cpu);
  return {
    size,
    runs: runs.length,
    wall: seconds(median(runs.map(({ wall }) => wall))),
    cpu: seconds(median(cpus)),
    samples: runs.reduce((sum, { profiled }) => sum + profiled.observation.profile.truth.samples, 0),
  };
}
