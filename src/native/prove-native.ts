import type { World } from "../base/world.ts";
import type { BenchmarkOptions } from "../verify/benchmark.ts";
import { composeOutcome, type Outcome, type Proof, type Subject } from "../verify/proof.ts";
import { prove } from "../verify/prove.ts";
import type { ReplayOutcome } from "../verify/replay.ts";
import type { Trial } from "../verify/trial.ts";

/** What a compiled module came to: same behaviour or not, faster or not. */
export type NativeProof = Outcome;

/** How it is proven. */
export interface ProveOptions {
  readonly trial: Trial;
  /** The user's files of which the new side runs something else. */
  readonly changed: readonly string[];
  readonly tests: string | undefined;
  readonly benchmark: Partial<BenchmarkOptions>;
  /** The interpreter that runs the program. */
  readonly python: string;
}

const NOT_REPLAYED: ReplayOutcome = {
  calls: 0,
  harderCalls: 0,
  differences: [],
  notCompared: [
    "calls: those of compiled functions cannot be replayed alone; the whole program's outputs were compared",
  ],
};

/** The compiled module is in place in the trial's new side: proves it as any other new side, without replaying calls. */
export async function proveNative(
  { trial, changed, tests, benchmark, python }: ProveOptions,
  world: World,
): Promise<NativeProof> {
  const subject: Subject = {
    trial,
    changed,
    benchmark,
    python,
    ...(tests !== undefined && { tests }),
    compareCalls: async () => NOT_REPLAYED,
    decideOnCalls: () => undefined,
  };
  const proof: Proof = { tests: "not-asked" };
  try {
    return composeOutcome(subject, proof, await prove(subject, proof, world));
  } finally {
    await proof.candidate?.dispose();
  }
}
