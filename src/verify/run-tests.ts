import path from "node:path";
import type { World } from "../base/world.ts";
import type { Ended } from "../collect/launch/ended.ts";
import { launch } from "../collect/launch/launch.ts";
import { removeTree } from "../fix/remove-tree.ts";
import type { Workspace } from "../fix/workspace.ts";
import type { Program } from "../collect/program.ts";
import type { Compared } from "./verdict.ts";
import type { Trial } from "./trial.ts";
import { lastLineOf } from "./watched-end.ts";

/** How the user's test command ended, and what it said last. */
export interface TestsEnd {
  readonly outcome: "passed" | "failed";
  readonly lastWords: string;
}

/** What the user's tests say of a new version. */
export interface TestsComparison {
  readonly tests: Exclude<Compared["tests"], "not-asked">;
  /** Of tests that fail. */
  readonly lastWords: string;
}

/** The user's tests may take longer than the program; a test run that hangs must still end. */
const LONGEST_TEST_S = 1800;

/** Runs the user's test command on the old side, once a trial; undefined where it passes. */
export async function failureBefore(trial: Trial, command: string, world: World): Promise<TestsComparison | undefined> {
  if (trial.testsBefore === undefined) {
    world.report({ stage: "tests", detail: "before" });
    trial.testsBefore = await runTests(trial.old, command, world);
  }
  const { outcome, lastWords } = trial.testsBefore;
  return outcome === "failed" ? { tests: "failed-before", lastWords } : undefined;
}

/** Runs the user's test command on the old side (once a trial) and, where it passes there, on the new one. */
export async function compareTests(trial: Trial, command: string, world: World): Promise<TestsComparison> {
  const failing = await failureBefore(trial, command, world);
  if (failing !== undefined) return failing;
  world.report({ stage: "tests", detail: "after" });
  const after = await runTests(trial.new, command, world);
  if (after.outcome === "passed") return { tests: "passed", lastWords: "" };
  // Tests that fail now and then say nothing of the fix.
  const again = await runTests(trial.old, command, world);
  if (again.outcome === "failed") trial.testsBefore = again;
  return { tests: again.outcome === "failed" ? "failed-before" : "failed", lastWords: after.lastWords };
}

async function runTests(workspace: Workspace, command: string, world: World): Promise<TestsEnd> {
  const shell: Program = {
    request: { kind: "command", command: ["sh", "-c", command] },
    argv: ["/bin/sh", "-c", command],
    cwd: workspace.original.cwd,
    env: workspace.original.env,
  };
  const folder = path.join(workspace.scratch, "tests");
  const program = await workspace.adapt(shell);
  try {
    const ended = await launch(program, { mode: "batch", folder, timeoutSeconds: LONGEST_TEST_S }, world);
    return { outcome: ended.exitCode === 0 && !ended.timedOut ? "passed" : "failed", lastWords: lastWordsOf(ended) };
  } finally {
    await workspace.reset();
    await removeTree(folder);
  }
}

/** A test runner tells its failures on stdout, a shell what it does not find on stderr. */
function lastWordsOf({ stdout, stderr }: Ended): string {
  return [stderr, stdout].map((stream) => lastLineOf(stream)).find((line) => line !== "") ?? "";
}
