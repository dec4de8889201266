import type { World } from "../base/world.ts";
import type { RunOutputs } from "./observe-run.ts";
import { compareOutputs, type OutputsComparison } from "./outputs.ts";
import type { Decision } from "./proof.ts";
import { doubtReferences, type Trial } from "./trial.ts";

/** Allowed to the new version: this many times the old one's time, and some seconds for its start. */
const PATIENCE = 3;
const PATIENCE_S = 5;

/** The time after which a run of the new version is ended: it is slower then. */
export function patienceFor(trial: Trial): number {
  return PATIENCE * slowestReference(trial) + PATIENCE_S;
}

/** Says so when the run of the new version did not end in its time. */
export function decideOnTime(run: RunOutputs, trial: Trial): Decision | undefined {
  if (!run.ended.timedOut) return undefined;
  const old = slowestReference(trial).toFixed(1);
  const reason = `The new version was ended after ${run.ended.wall.toFixed(1)} s; the old one takes ${old} s.`;
  return { kind: "slower", reason };
}

/**
 * Compares a run of the new version with the unchanged program. Where they differ, the unchanged program is run
 * again first: what only now shows that it differs by itself is set aside too.
 */
export async function compareDoubting(
  trial: Trial,
  run: RunOutputs,
  changedFiles: readonly string[],
  world: World,
): Promise<OutputsComparison> {
  let comparison = compareOutputs(trial.references, run, changedFiles, trial.tolerance);
  while (comparison.differences.length > 0 && (await doubtReferences(trial, world))) {
    comparison = compareOutputs(trial.references, run, changedFiles, trial.tolerance);
  }
  return comparison;
}

/** The decision that a difference in behaviour means. */
export function decideOnDifferences(differences: readonly string[]): Decision | undefined {
  const [first] = differences;
  if (first === undefined) return undefined;
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more differences)` : "";
  return { kind: "changed-behaviour", reason: `${first[0]?.toUpperCase()}${first.slice(1)}${more}.` };
}

function slowestReference(trial: Trial): number {
  return Math.max(...trial.references.map(({ ended }) => ended.wall));
}
