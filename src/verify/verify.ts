import { seconds, type Seconds } from "../base/units.ts";
import type { World } from "../base/world.ts";
import { checkSyntax } from "../collect/program/check-syntax.ts";
import type { Finding, Rung } from "../diagnose/finding.ts";
import type { Fix } from "../fix/fix.ts";
import { isAssumedError } from "./assumed-errors.ts";
import type { Saving } from "./benchmark.ts";
import { decideOnDifferences } from "./compare-behaviour.ts";
import { composeOutcome, type Decision, type Proof, type Subject } from "./proof.ts";
import { prove } from "./prove.ts";
import { MOST_REPLAY_S, type Replay, type ReplayOutcome } from "./replay.ts";
import { toleranceOf } from "./tolerance.ts";
import { changedFiles, type Trial } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** A fix to be judged. */
export interface VerifyInput extends Omit<Subject, "changed" | "compareCalls" | "decideOnCalls"> {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The finding's file as it is kept now, and as the fix would have it. */
  readonly oldSource: Uint8Array;
  readonly newSource: Uint8Array;
  /** The interpreter that runs the program. */
  readonly python: string;
  readonly replay?: Replay;
  /** How far floats may lie apart where the fix adds in another order; absent: there is no such fix. */
  readonly tolerance?: number;
}

/** Tries a fix on a copy: same behaviour first, then faster. The copy is as before when this returns. */
export async function verifyAttempt(input: VerifyInput, world: World): Promise<Verdict> {
  const proof: Proof = { tests: "not-asked" };
  const { trial } = input;
  const before = trial.tolerance;
  let isKept = false;
  try {
    if (input.fix.reorders === true && input.tolerance !== undefined) trial.tolerance = toleranceOf(input.tolerance);
    const decision = await decide(input, proof, world);
    isKept = decision.kind === "kept";
    return { ...composeOutcome(input, proof, decision), predicted: input.finding.ceiling };
  } finally {
    // What later attempts put out is compared with what the program did before any fix.
    if (!isKept) trial.tolerance = before;
    await proof.candidate?.dispose();
    await restoreAttempt(input, world);
  }
}

/** What a fix of each rung has to save. */
const SAVINGS: Readonly<Record<Rung, Saving>> = {
  algorithm: "processor",
  vectorise: "processor",
  concurrency: "beside",
  native: "processor",
  memory: "memory",
};

/** Bytes that a process grows by when it imports a library: numpy 1.24 to 2.5 take 18 to 22 MB. */
const LIBRARIES: Readonly<Record<NonNullable<Fix["needs"]>, number>> = { numpy: 24e6 };

async function decide(input: VerifyInput, proof: Proof, world: World): Promise<Decision> {
  const file = input.trial.new.locate(input.finding.file);
  if (file === undefined) {
    return { kind: "not-applicable", reason: `${input.finding.file} is not part of the project that can be copied.` };
  }
  await input.trial.new.write(file, input.newSource);
  const [fault] = await checkSyntax({ executable: input.python }, [file], world);
  if (fault !== undefined) {
    return { kind: "not-applicable", reason: `The fix does not compile: ${fault.message}, line ${fault.line}.` };
  }
  const subject: Subject = {
    ...input,
    benchmark: {
      ...input.benchmark,
      saving: input.fix.savesWork === true ? "processor" : SAVINGS[input.finding.rung],
      ...(input.fix.needs && { allowedMemory: LIBRARIES[input.fix.needs] }),
    },
    changed: changedFiles(input.trial, input.finding.file),
    compareCalls: async (inner) => compareCalls(input, inner),
    decideOnCalls: ({ differences }) => decideOnDifferences(differences),
  };
  return prove(subject, proof, world);
}

async function compareCalls(input: VerifyInput, world: World): Promise<ReplayOutcome | undefined> {
  const { trial, replay, fix, finding } = input;
  const file = trial.old.locate(finding.file);
  if (replay === undefined || file === undefined) return undefined;
  if (fix.changes === undefined) {
    const sentence = `calls: ${unreplayed(fix)}`;
    return { calls: 0, harderCalls: 0, differences: [], notCompared: [sentence] };
  }
  const { oldSource, newSource } = input;
  const files = [{ file, oldSource, newSource, changes: [fix.changes] }];
  const isAssumed = (exception: string): boolean => isAssumedError(fix.assumes, exception);
  const { old: workspace, conditions } = trial;
  const own = fix.reorders === true && trial.tolerance ? { tolerance: trial.tolerance } : {};
  const limits = { triesOtherTypes: true, seconds: replaySeconds(trial), ...own };
  return replay({ workspace, conditions, files, isAssumed, ...limits }, world);
}

/**
 * Replayed calls may take this many times the program's own time: one that is most of it is made on both versions, and harder
 * ones, which are small, get half as much. And some seconds in any case.
 */
const REPLAYS_OWN = 2;
const LEAST_REPLAY_S = 4;

function replaySeconds({ oldTimings, references }: Trial): Seconds {
  const known = oldTimings.length > 0 ? oldTimings.map(({ wall }) => wall) : references.map(({ ended }) => ended.wall);
  return seconds(Math.min(MOST_REPLAY_S, Math.max(LEAST_REPLAY_S, REPLAYS_OWN * Math.max(0, ...known))));
}

function unreplayed({ lasts, startsProcesses }: Fix): string {
  if (lasts === true) return "what the fix keeps lasts from call to call, which one call replayed alone does not show";
  return startsProcesses === true
    ? "the fix starts processes, from which a replayed call is kept"
    : "the fix changes several functions together, so that none can be replayed alone";
}

async function restoreAttempt({ trial, finding, oldSource }: VerifyInput, world: World): Promise<void> {
  const file = trial.new.locate(finding.file);
  if (file === undefined || world.signal.aborted) return;
  await trial.new.write(file, oldSource);
}
