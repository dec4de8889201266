import { Refusal } from "../base/refusal.ts";
import { median } from "../base/statistics.ts";
import type { World } from "../base/world.ts";
import { defaultBenchmark, type BenchmarkOptions, type Measurement, type Timing } from "../verify/benchmark.ts";
import { compareDoubting, decideOnDifferences, decideOnTime, patienceFor } from "../verify/compare-behaviour.ts";
import { judgeMeasurement } from "../verify/judge.ts";
import { measureTrial } from "../verify/measure-trial.ts";
import { observeRun } from "../verify/observe-run.ts";
import type { OutputsComparison } from "../verify/outputs.ts";
import type { Decision } from "../verify/proof.ts";
import { compareTests } from "../verify/run-tests.ts";
import { establishReference, type Trial } from "../verify/trial.ts";
import type { Compared, Speedup } from "../verify/verdict.ts";

/** What a compiled module came to: same behaviour or not, faster or not. */
export interface NativeProof extends Decision {
  readonly speedup?: Speedup;
  /** Peak memory, middle of the timed runs, bytes. */
  readonly memory?: { readonly before: number; readonly after: number };
  readonly compared: Compared;
}

/** How it is proven. */
export interface ProveOptions {
  readonly trial: Trial;
  /** The user's files of which the new side runs something else. */
  readonly changed: readonly string[];
  readonly tests: string | undefined;
  readonly benchmark: Partial<BenchmarkOptions>;
}

const NOT_REPLAYED =
  "calls: those of compiled functions cannot be replayed alone; the whole program's outputs were compared";

/** The compiled module is in place in the trial's new side: runs the program there, compares all that it does, and times it. */
export async function proveNative(options: ProveOptions, world: World): Promise<NativeProof> {
  const { trial, changed, tests } = options;
  await establishReference(trial, world);
  const run = await observeRun(trial.new, { ...trial.conditions, timeoutSeconds: patienceFor(trial) }, world);
  try {
    const tooLong = decideOnTime(run, trial);
    if (tooLong !== undefined) return proof(tooLong);
    const comparison = await compareDoubting(trial, run, changed, world);
    const different = decideOnDifferences(comparison.differences);
    if (different !== undefined) return proof(different, { comparison });
    const asked = tests === undefined ? "not-asked" : await compareTests(trial, tests, world);
    if (asked === "failed") {
      const reason = "Your tests pass with the module as it is and fail with the compiled one.";
      return proof({ kind: "changed-behaviour", reason }, { comparison, tests: asked });
    }
    if (!comparison.says) {
      const reason = "The program puts out nothing that stays the same between two runs: nothing could be compared.";
      return proof({ kind: "cannot-tell", reason }, { comparison, tests: asked });
    }
    return await timed(options, { comparison, tests: asked }, world);
  } catch (error) {
    const isItsOwn = error instanceof Refusal && (error.code === "too-large" || error.code === "no-space");
    if (!isItsOwn) throw error;
    return proof({ kind: "cannot-tell", reason: `The compiled program could not be run to its end: ${error.message}` });
  } finally {
    await run.dispose();
  }
}

interface Known {
  readonly comparison?: OutputsComparison;
  readonly tests?: Compared["tests"];
}

async function timed({ trial, changed, benchmark }: ProveOptions, known: Known, world: World): Promise<NativeProof> {
  const options = { ...defaultBenchmark, ...benchmark };
  const outcome = await measureTrial(trial, changed, options, world);
  if (outcome.kind === "decided") return proof(outcome.decision, known);
  const { measurement } = outcome;
  return proof(judgeMeasurement(measurement, options), known, measurement);
}

function proof(
  decision: Decision,
  { comparison, tests = "not-asked" }: Known = {},
  measurement?: Measurement,
): NativeProof {
  const compared: Compared = {
    calls: 0,
    harderCalls: 0,
    outputs: comparison?.compared ?? [],
    tests,
    notCompared: [...(comparison?.notCompared ?? []), NOT_REPLAYED],
  };
  if (measurement === undefined) return { ...decision, compared };
  const { value, low, high } = measurement.speedup;
  return {
    ...decision,
    compared,
    speedup: { ratio: value, low, high, pairs: measurement.olds.length },
    memory: { before: peak(measurement.olds), after: peak(measurement.news) },
  };
}

function peak(timings: readonly Timing[]): number {
  return median(timings.map(({ peakRss }) => peakRss));
}
