import type { World } from "../base/world.ts";
import type { BenchmarkOptions, Measurement } from "./benchmark.ts";
import type { RunOutputs } from "./observe-run.ts";
import type { OutputsComparison } from "./outputs.ts";
import type { ReplayOutcome } from "./replay.ts";
import { resourcesOf } from "./resources.ts";
import type { Trial } from "./trial.ts";
import type { Compared, Verdict, VerdictKind } from "./verdict.ts";

/** What is proven, whatever made the new side of the trial different from the old one. */
export interface Subject {
  readonly trial: Trial;
  /** The user's files in which the sides differ. */
  readonly changed: readonly string[];
  /** The interpreter that runs the program, where it is known. */
  readonly python?: string;
  /** The status that the program ended with in the user's folder. */
  readonly expectedExit?: number;
  /** The user's own test command, for a shell. */
  readonly tests?: string;
  readonly benchmark?: Partial<BenchmarkOptions>;
  /** Replays the changed functions' calls; undefined where nothing is replayed at all. */
  readonly compareCalls: (world: World) => Promise<ReplayOutcome | undefined>;
  /** What the replayed calls mean; undefined where they agree. */
  readonly decideOnCalls: (replay: ReplayOutcome) => Decision | undefined;
  /** The calls alone are compared: the program is run for them, and not timed. */
  readonly isReplayOnly?: boolean;
  /** With `isReplayOnly`: kept only where the replayed calls are clearly faster. */
  readonly needsFasterCalls?: boolean;
}

/** How an attempt ends, and why. */
export interface Decision {
  readonly kind: VerdictKind;
  readonly reason: string;
}

/** What is known of an attempt so far; filled step by step. */
export interface Proof {
  candidate?: RunOutputs;
  /** The unchanged program is known: what goes wrong from here on is the new version's. */
  isNewRunning?: boolean;
  comparison?: OutputsComparison;
  replay?: ReplayOutcome;
  tests: Compared["tests"];
  measurement?: Measurement;
}

/** A verdict before anything is said of what was expected. */
export type Outcome = Omit<Verdict, "predicted">;

/** The outcome with everything that was compared and measured for it. */
export function composeOutcome({ trial }: Pick<Subject, "trial">, proof: Proof, decision: Decision): Outcome {
  const { measurement } = proof;
  const facts = { ...decision, compared: describeCompared(trial, proof) };
  if (measurement === undefined) return facts;
  const { value, low, high } = measurement.speedup;
  const speedup = { ratio: value, low, high, pairs: measurement.olds.length };
  const times = { old: measurement.olds.map(({ wall }) => wall), new: measurement.news.map(({ wall }) => wall) };
  const resources = resourcesOf(measurement);
  return { ...facts, speedup, times, resources, ...(measurement.noise && { noise: measurement.noise }) };
}

function describeCompared(trial: Trial, { comparison, replay, tests }: Proof): Compared {
  return {
    calls: replay?.calls ?? 0,
    harderCalls: replay?.harderCalls ?? 0,
    outputs: comparison?.compared ?? [],
    tests,
    notCompared: [...(comparison?.notCompared ?? []), ...(replay?.notCompared ?? []), ...trial.new.notes],
    ...(trial.tolerance && { tolerance: { ...trial.tolerance } }),
  };
}
