import type { World } from "../base/world.ts";
import { Refusal } from "../base/refusal.ts";
import { worldOf } from "../collect/program.ts";
import { checkSyntax } from "../collect/program/check-syntax.ts";
import { compileFiles } from "../collect/program/compile-files.ts";
import { defaultBenchmark } from "./benchmark.ts";
import { compareDoubting, decideOnDifferences, decideOnTime, patienceFor } from "./compare-behaviour.ts";
import type { Finding } from "../diagnose/finding.ts";
import { judgeMeasurement, type Saving } from "./judge.ts";
import { measureTrial } from "./measure-trial.ts";
import { observeRun } from "./observe-run.ts";
import { compareOutputs } from "./outputs.ts";
import { composeVerdict, type Decision, type Proof, type VerifyInput } from "./proof.ts";
import { compareTests } from "./run-tests.ts";
import { changedFiles, establishReference } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** Tries a fix on a copy: same behaviour first, then faster. The copy is as before when this returns. */
export async function verifyAttempt(input: VerifyInput, world: World): Promise<Verdict> {
  const proof: Proof = { tests: "not-asked" };
  try {
    const decision = await decide(input, proof, world);
    return composeVerdict(input, proof, decision);
  } finally {
    await proof.candidate?.dispose();
    await restoreAttempt(input, world);
  }
}

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
  await establishReference(input.trial, world);
  const unfit = decideOnReferences(input);
  if (unfit !== undefined) return unfit;
  try {
    return await proveAndMeasure(input, proof, world);
  } catch (error) {
    // The new version printed without end, or filled the disk: it is the attempt that fails, not the round.
    const isItsOwn = error instanceof Refusal && (error.code === "too-large" || error.code === "no-space");
    if (!isItsOwn) throw error;
    return { kind: "cannot-tell", reason: `The new version could not be run to its end: ${error.message}` };
  }
}

async function proveAndMeasure(input: VerifyInput, proof: Proof, world: World): Promise<Decision> {
  return (
    (await compareRuns(input, proof, world)) ??
    (await compareCalls(input, proof, world)) ??
    (await compareUserTests(input, proof, world)) ??
    decideOnEvidence(proof) ??
    (await measure(input, proof, world))
  );
}

function decideOnReferences({ trial, expectedExit }: VerifyInput): Decision | undefined {
  const [first] = trial.references;
  if (first?.ended.timedOut === true) {
    return { kind: "cannot-tell", reason: "The unchanged program did not end in the copy before its --timeout." };
  }
  const isAsExpected = trial.references.some(({ ended }) => ended.exitCode === expectedExit);
  if (expectedExit === undefined || isAsExpected) return undefined;
  const reason =
    `The unchanged program ended with status ${first?.ended.exitCode} in a copy of the project and with ` +
    `${expectedExit} in its own folder: what it does cannot be compared.`;
  return { kind: "cannot-tell", reason };
}

async function compareRuns({ trial, finding }: VerifyInput, proof: Proof, world: World): Promise<Decision | undefined> {
  world.report({ stage: "attempt", detail: "new version" });
  const run = await observeRun(trial.new, { ...trial.conditions, timeoutSeconds: patienceFor(trial) }, world);
  proof.candidate = run;
  const tooLong = decideOnTime(run, trial);
  if (tooLong !== undefined) return tooLong;
  proof.comparison = await compareDoubting(trial, run, changedFiles(trial, finding.file), world);
  return decideOnDifferences(proof.comparison.differences);
}

async function compareCalls(input: VerifyInput, proof: Proof, world: World): Promise<Decision | undefined> {
  const { trial, replay, fix, finding } = input;
  const file = trial.old.locate(finding.file);
  if (replay === undefined || file === undefined) return undefined;
  if (fix.changes === undefined) {
    const sentence = fix.lasts
      ? "calls: what the fix keeps lasts from call to call, which one call replayed alone does not show"
      : "calls: the fix changes several functions together, so that none can be replayed alone";
    proof.replay = { calls: 0, harderCalls: 0, differences: [], notCompared: [sentence] };
    return undefined;
  }
  world.report({ stage: "attempt", detail: "replaying calls" });
  const { oldSource, newSource, python } = input;
  const { conditions } = trial;
  const replayInput = { workspace: trial.old, conditions, file, oldSource, newSource, changes: fix.changes, python };
  proof.replay = await replay(replayInput, world);
  return decideOnDifferences(proof.replay.differences);
}

async function compareUserTests(input: VerifyInput, proof: Proof, world: World): Promise<Decision | undefined> {
  if (input.tests === undefined) return undefined;
  proof.tests = await compareTests(input.trial, input.tests, world);
  if (proof.tests !== "failed") return undefined;
  return { kind: "changed-behaviour", reason: "Your tests pass with the old version and fail with the new one." };
}

function decideOnEvidence({ comparison, replay }: Proof): Decision | undefined {
  if (comparison?.says === true || (replay?.calls ?? 0) > 0) return undefined;
  const reason =
    "Nothing that shows the changed code's results could be compared: " +
    "no call was replayed, and the program puts out nothing that stays the same between two runs.";
  return { kind: "cannot-tell", reason };
}

async function measure(input: VerifyInput, proof: Proof, world: World): Promise<Decision> {
  const { trial, finding } = input;
  const options = { ...defaultBenchmark, ...input.benchmark };
  await compileOld(input, world);
  const outcome = await measureTrial(trial, changedFiles(trial, finding.file), options, world);
  if (outcome.kind === "decided") return outcome.decision;
  proof.measurement = outcome.measurement;
  // The timed runs may have shown more that differs between runs of the unchanged program.
  if (proof.candidate !== undefined) {
    proof.comparison = compareOutputs(trial.references, proof.candidate, changedFiles(trial, finding.file));
  }
  return decideOnEvidence(proof) ?? judgeMeasurement(outcome.measurement, options, savingOf(finding));
}

const savingOf = ({ rung }: Finding): Saving => (rung === "concurrency" ? "waiting" : "processor");

/** The replay put the old text back, and with it the bytecode went: no timed run of the old side should compile it. */
async function compileOld({ trial, finding, python }: VerifyInput, world: World): Promise<void> {
  const file = trial.old.locate(finding.file);
  if (file !== undefined) await compileFiles(python, [file], worldOf(trial.old.program, world));
}

async function restoreAttempt({ trial, finding, oldSource }: VerifyInput, world: World): Promise<void> {
  const file = trial.new.locate(finding.file);
  if (file === undefined || world.signal.aborted) return;
  await trial.new.write(file, oldSource);
}
