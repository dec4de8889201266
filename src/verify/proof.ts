import type { Finding } from "../diagnose/finding.ts";
import type { Fix } from "../fix/fix.ts";
import type { BenchmarkOptions, Measurement } from "./benchmark.ts";
import type { RunOutputs } from "./observe-run.ts";
import type { OutputsComparison } from "./outputs.ts";
import type { Replay, ReplayOutcome } from "./replay.ts";
import type { Trial } from "./trial.ts";
import type { Compared, Verdict, VerdictKind } from "./verdict.ts";

/** A fix to be judged. */
export interface VerifyInput {
  readonly trial: Trial;
  readonly finding: Finding;
  readonly fix: Fix;
  /** The finding's file as it is kept now, and as the fix would have it. */
  readonly oldSource: Uint8Array;
  readonly newSource: Uint8Array;
  /** The interpreter that runs the program. */
  readonly python: string;
  /** The status that the program ended with in the user's folder. */
  readonly expectedExit?: number;
  /** The user's own test command, for a shell. */
  readonly tests?: string;
  readonly replay?: Replay;
  readonly benchmark?: Partial<BenchmarkOptions>;
}

/** How an attempt ends, and why. */
export interface Decision {
  readonly kind: VerdictKind;
  readonly reason: string;
}

/** What is known of an attempt so far; filled step by step. */
export interface Proof {
  candidate?: RunOutputs;
  comparison?: OutputsComparison;
  replay?: ReplayOutcome;
  tests: Compared["tests"];
  measurement?: Measurement;
}

/** The verdict with everything that was compared and measured for it. */
export function composeVerdict(input: VerifyInput, proof: Proof, decision: Decision): Verdict {
  const { measurement } = proof;
  const facts = { ...decision, predicted: input.finding.ceiling, compared: describeCompared(input, proof) };
  if (measurement === undefined) return facts;
  const { value, low, high } = measurement.speedup;
  const speedup = { ratio: value, low, high, pairs: measurement.olds.length };
  const times = { old: measurement.olds.map(({ wall }) => wall), new: measurement.news.map(({ wall }) => wall) };
  return { ...facts, speedup, times, ...(measurement.noise && { noise: measurement.noise }) };
}

function describeCompared({ trial }: VerifyInput, { comparison, replay, tests }: Proof): Compared {
  return {
    calls: replay?.calls ?? 0,
    harderCalls: replay?.harderCalls ?? 0,
    outputs: comparison?.compared ?? [],
    tests,
    notCompared: [...(comparison?.notCompared ?? []), ...(replay?.notCompared ?? []), ...trial.new.notes],
  };
}
