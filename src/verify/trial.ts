import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "../base/world.ts";
import type { Program } from "../collect/program.ts";
import type { Project } from "../fix/project.ts";
import { createWorkspace, type Workspace } from "../fix/workspace.ts";
import type { Timing } from "./benchmark.ts";
import { observeRun, takeOutputs, type EndedRun, type RunConditions, type RunOutputs } from "./observe-run.ts";
import type { TestsEnd } from "./run-tests.ts";
import type { Tolerance } from "./tolerance.ts";

/** Two copies of the program and what is known of the unchanged one; serves all attempts of all rounds. */
export interface Trial {
  /** Runs the program as it was kept last. */
  readonly old: Workspace;
  /** Runs the attempt. */
  readonly new: Workspace;
  readonly conditions: RunConditions;
  /** What the program did before any fix: every attempt is compared with this. */
  readonly references: RunOutputs[];
  /** Files of the user's (absolute) that kept fixes changed, with their bytes now. */
  readonly kept: Map<string, Uint8Array>;
  /** Warm timed runs of the old side's code; when an attempt is kept, its runs are those of the next old side. */
  readonly oldTimings: Timing[];
  /** Timed runs of the new side in the last measurement. */
  readonly newTimings: Timing[];
  /** Timed runs of the program as it was before any fix. */
  readonly firstTimings: Timing[];
  /** Outcome of the user's tests on the old side, once they ran. */
  testsBefore: TestsEnd | undefined;
  /** Python has compiled the old side's files since they were last written. */
  isWarm: boolean;
  /** How far floats in outputs may lie from the program's as it was before any fix: for the attempt, or for a kept one before it. */
  tolerance: Tolerance | undefined;
  readonly dispose: () => Promise<void>;
}

/** How many runs of the unchanged program are compared at most to find what differs between them. */
export const MOST_REFERENCES = 5;
/** Time stamps in files may be as coarse as two seconds (ZIP): runs this far apart show them. */
const STAMP_MS = 2100;

/** Makes the two copies. The caller disposes of the trial, whatever happens. */
export async function openTrial(
  program: Program,
  project: Project,
  conditions: RunConditions,
  world: World,
): Promise<Trial> {
  // Side by side: much of it is a Python that looks for the user's bytecode.
  const opening = [createWorkspace(program, project, world), createWorkspace(program, project, world)] as const;
  const dispose = async (): Promise<void> => {
    for (const each of await Promise.allSettled(opening)) if (each.status === "fulfilled") await each.value.dispose();
  };
  try {
    const [old, attempt] = await Promise.all(opening);
    const timings = { oldTimings: [], newTimings: [], firstTimings: [] };
    const facts = { references: [], kept: new Map(), testsBefore: undefined, isWarm: false, tolerance: undefined };
    return { old, new: attempt, conditions, ...facts, ...timings, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * Sees to it that one run of the unchanged program is known. More are made where a comparison finds a difference, and
 * the timed ones are compared as well: nothing is kept before three runs of the old side have been seen.
 */
export async function establishReference(trial: Trial, world: World): Promise<void> {
  if (trial.references.length > 0) return;
  world.report({ stage: "attempt", detail: "unchanged program" });
  await addReference(trial, world);
}

/**
 * A run of the old side under the sampler. Watched from outside, where nothing is added to the program, the first one
 * shows what the unchanged program does; none is ever timed.
 */
export async function takeProfiled(trial: Trial, run: EndedRun, isFromOutside: boolean): Promise<void> {
  trial.isWarm = true;
  const isReference = isFromOutside && trial.references.length === 0 && run.ended.stdout !== undefined;
  if (!isReference) return trial.old.reset();
  trial.references.push(await takeOutputs(trial.old, run));
}

/** Runs the unchanged program (with the fixes kept so far) once more, late enough for time stamps to differ; false when enough is known. */
export async function doubtReferences(trial: Trial, world: World): Promise<boolean> {
  if (trial.references.length >= MOST_REFERENCES) return false;
  const first = trial.references[0]?.startedAt ?? 0;
  const wait = first + STAMP_MS - world.now();
  if (wait > 0) await sleep(wait);
  await addReference(trial, world);
  return true;
}

/** One timed run of the old side. */
export async function runOld(trial: Trial, world: World): Promise<RunOutputs> {
  const run = await observeRun(trial.old, trial.conditions, world);
  if (trial.isWarm) trial.oldTimings.push(timingOf(run));
  trial.isWarm = true;
  return run;
}

/** Makes a kept fix part of both sides. */
export async function acceptEdit(trial: Trial, absolute: string, content: Uint8Array): Promise<void> {
  for (const side of [trial.old, trial.new]) {
    const file = side.locate(absolute);
    if (file !== undefined) await side.write(file, content);
  }
  trial.kept.set(absolute, content);
  if (trial.firstTimings.length === 0) trial.firstTimings.push(...trial.oldTimings);
  trial.oldTimings.splice(0, trial.oldTimings.length, ...trial.newTimings);
  trial.newTimings.length = 0;
  trial.testsBefore = undefined;
  trial.isWarm = false;
}

/** The files in which the code of an attempt differs from the unchanged program's. */
export function changedFiles(trial: Trial, attempted: string): string[] {
  return [...new Set([...trial.kept.keys(), attempted])];
}

/** What a run took. */
export function timingOf({ ended }: RunOutputs): Timing {
  return { wall: ended.wall, cpu: ended.cpu, peakRss: ended.peakRss };
}

async function addReference(trial: Trial, world: World): Promise<void> {
  trial.references.push(await runOld(trial, world));
}
