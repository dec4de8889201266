import type { World } from "../base/world.ts";
import { benchmark, defaultBenchmark, type BenchmarkOptions, type Measurement, type Timing } from "./benchmark.ts";
import { compareDoubting, decideOnDifferences, decideOnTime, patienceFor } from "./compare-behaviour.ts";
import { observeRun } from "./observe-run.ts";
import { compareOutputs } from "./outputs.ts";
import type { Decision } from "./proof.ts";
import { runOld, timingOf, type Trial } from "./trial.ts";

/** Timed pairs, or the decision that a run among them forced. */
export type TrialMeasurement =
  | { readonly kind: "measured"; readonly measurement: Measurement }
  | { readonly kind: "decided"; readonly decision: Decision };

/** A ratio of one pair says nothing. */
const FEWEST_PAIRS = 2;

/** No more pairs than there may be runs for. */
function withinRuns(options: BenchmarkOptions, { conditions }: Trial): BenchmarkOptions {
  const pairs = Math.floor((conditions.runs?.left ?? Number.POSITIVE_INFINITY) / 2);
  const maxPairs = Math.min(options.maxPairs, pairs);
  return { ...options, maxPairs, minPairs: Math.min(options.minPairs, maxPairs) };
}

/** Times old against new as they stand in the trial's copies; every timed run's outputs are compared too. */
export async function measureTrial(
  trial: Trial,
  changedFiles: readonly string[],
  options: Partial<BenchmarkOptions>,
  world: World,
): Promise<TrialMeasurement> {
  let decision: Decision | undefined;
  const timeOld = async (): Promise<Timing | undefined> => {
    const run = await runOld(trial, world);
    if (run.ended.timedOut) {
      decision = { kind: "cannot-tell", reason: "The unchanged program was ended by --timeout." };
      return undefined;
    }
    const { differences } = compareOutputs(trial.references, run, changedFiles, trial.tolerance);
    const isAsBefore = differences.length === 0;
    // What only now shows that it differs between runs of the unchanged program is set aside from here on.
    if (isAsBefore) await run.dispose();
    else trial.references.push(run);
    return timingOf(run);
  };
  const timeNew = async (): Promise<Timing | undefined> => {
    const run = await observeRun(trial.new, { ...trial.conditions, timeoutSeconds: patienceFor(trial) }, world);
    decision = decideOnTime(run, trial);
    if (decision === undefined) {
      const comparison = await compareDoubting(trial, run, changedFiles, world);
      decision = decideOnDifferences(comparison.differences);
    }
    await run.dispose();
    if (decision !== undefined) return undefined;
    const timing = timingOf(run);
    trial.newTimings.push(timing);
    return timing;
  };
  if (!trial.isWarm) await timeOld();
  trial.newTimings.length = 0;
  const unchanged = [...trial.oldTimings];
  const complete = withinRuns({ ...defaultBenchmark, ...options }, trial);
  if (complete.maxPairs < FEWEST_PAIRS) {
    const reason = `Too few of the ${trial.conditions.runs?.most} runs that were allowed (--max-runs) are left to time it.`;
    return { kind: "decided", decision: { kind: "cannot-tell", reason } };
  }
  const measurement = await benchmark({ runOld: timeOld, runNew: timeNew, unchanged }, complete, world);
  if (measurement !== undefined) return { kind: "measured", measurement };
  return { kind: "decided", decision: decision ?? { kind: "cannot-tell", reason: "The measurement was stopped." } };
}
