import type { World } from "../base/world.ts";
import { Refusal } from "../base/refusal.ts";
import { worldOf } from "../collect/program.ts";
import { compileFiles } from "../collect/program/compile-files.ts";
import { defaultBenchmark } from "./benchmark.ts";
import { compareDoubting, decideOnDifferences, decideOnTime, patienceFor } from "./compare-behaviour.ts";
import { judgeMeasurement } from "./judge.ts";
import { measureTrial } from "./measure-trial.ts";
import { observeRun } from "./observe-run.ts";
import { compareOutputs } from "./outputs.ts";
import type { Decision, Proof, Subject } from "./proof.ts";
import { compareTests, failureBefore, type TestsComparison } from "./run-tests.ts";
import { decideOnCallsAlone } from "./replay-only.ts";
import { establishReference } from "./trial.ts";

/** Same behaviour first, then faster: of the new side of a trial, as it stands there, against the old one. */
export async function prove(subject: Subject, proof: Proof, world: World): Promise<Decision> {
  try {
    return subject.isReplayOnly === true
      ? await proveByCalls(subject, proof, world)
      : await proveByRuns(subject, proof, world);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "runs-used") {
      return { kind: "cannot-tell", reason: `${error.message.slice(0, -1)}, and it is not proven yet (--max-runs).` };
    }
    // The new version printed without end, or filled the disk: it is the attempt that fails, not the round.
    if (proof.isNewRunning !== true || (error.code !== "too-large" && error.code !== "no-space")) throw error;
    return { kind: "cannot-tell", reason: `The new version could not be run to its end: ${error.message}` };
  }
}

async function proveByRuns(subject: Subject, proof: Proof, world: World): Promise<Decision> {
  await establishReference(subject.trial, world);
  const unfit = decideOnReferences(subject) ?? (await askTestsBefore(subject, proof, world));
  if (unfit !== undefined) return unfit;
  proof.isNewRunning = true;
  return (
    (await compareRuns(subject, proof, world)) ??
    (await compareCalls(subject, proof, world)) ??
    (await compareUserTests(subject, proof, world)) ??
    decideOnEvidence(proof) ??
    (await measure(subject, proof, world))
  );
}

async function proveByCalls(subject: Subject, proof: Proof, world: World): Promise<Decision> {
  const unfit = await askTestsBefore(subject, proof, world);
  if (unfit !== undefined) return unfit;
  const decision = (await compareCalls(subject, proof, world)) ?? (await compareUserTests(subject, proof, world));
  if (decision !== undefined) return decision;
  return decideOnCallsAlone(proof.replay, subject.needsFasterCalls === true);
}

function decideOnReferences({ trial, expectedExit }: Subject): Decision | undefined {
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

async function compareRuns({ trial, changed }: Subject, proof: Proof, world: World): Promise<Decision | undefined> {
  world.report({ stage: "attempt", detail: "new version" });
  const run = await observeRun(trial.new, { ...trial.conditions, timeoutSeconds: patienceFor(trial) }, world);
  proof.candidate = run;
  const tooLong = decideOnTime(run, trial);
  if (tooLong !== undefined) return tooLong;
  proof.comparison = await compareDoubting(trial, run, changed, world);
  return decideOnDifferences(proof.comparison.differences);
}

async function compareCalls(subject: Subject, proof: Proof, world: World): Promise<Decision | undefined> {
  world.report({ stage: "attempt", detail: "replaying calls" });
  const replay = await subject.compareCalls(world);
  if (replay === undefined) return undefined;
  proof.replay = replay;
  return subject.decideOnCalls(replay);
}

/** Tests that fail as it is prove nothing: that is said before anything else is run. */
async function askTestsBefore({ trial, tests }: Subject, proof: Proof, world: World): Promise<Decision | undefined> {
  const failing = tests === undefined ? undefined : await failureBefore(trial, tests, world);
  if (failing === undefined) return undefined;
  proof.tests = failing.tests;
  return decideOnTests(failing);
}

async function compareUserTests({ trial, tests }: Subject, proof: Proof, world: World): Promise<Decision | undefined> {
  if (tests === undefined) return undefined;
  const compared = await compareTests(trial, tests, world);
  proof.tests = compared.tests;
  return decideOnTests(compared);
}

function decideOnTests({ tests, lastWords }: TestsComparison): Decision | undefined {
  if (tests === "passed") return undefined;
  const said = lastWords === "" ? "" : ` (their last words: “${lastWords}”)`;
  if (tests === "failed") {
    const reason = `Your tests pass with the old version and fail with the new one${said}.`;
    return { kind: "changed-behaviour", reason };
  }
  const reason =
    `Your tests fail with the unchanged version, run in a copy of the project's folder${said}: they prove nothing. ` +
    "Mend the command, or leave out --test.";
  return { kind: "cannot-tell", reason };
}

function decideOnEvidence({ comparison, replay }: Proof): Decision | undefined {
  if (comparison?.says === true || (replay?.calls ?? 0) > 0) return undefined;
  const reason =
    "Nothing that shows the changed code's results could be compared: " +
    "no call was replayed, and the program puts out nothing that stays the same between two runs.";
  return { kind: "cannot-tell", reason };
}

async function measure(subject: Subject, proof: Proof, world: World): Promise<Decision> {
  const { trial, changed } = subject;
  const options = { ...defaultBenchmark, ...subject.benchmark };
  await compileOld(subject, world);
  const outcome = await measureTrial(trial, changed, options, world);
  if (outcome.kind === "decided") return outcome.decision;
  proof.measurement = outcome.measurement;
  // The timed runs may have shown more that differs between runs of the unchanged program.
  if (proof.candidate !== undefined)
    proof.comparison = compareOutputs(trial.references, proof.candidate, changed, trial.tolerance);
  return decideOnEvidence(proof) ?? judgeMeasurement(outcome.measurement, options);
}

/** The replay put the old text back, and with it the bytecode went: no timed run of the old side should compile it. */
async function compileOld({ trial, changed, python }: Subject, world: World): Promise<void> {
  const files = changed.flatMap((file) => trial.old.locate(file) ?? []).filter((file) => file.endsWith(".py"));
  if (python === undefined) trial.isWarm = false;
  else await compileFiles(python, files, worldOf(trial.old.program, world));
}
