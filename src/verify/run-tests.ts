import path from "node:path";
import type { World } from "../base/world.ts";
import { launch } from "../collect/launch/launch.ts";
import { removeTree } from "../fix/remove-tree.ts";
import type { Workspace } from "../fix/workspace.ts";
import type { Program } from "../collect/program.ts";
import type { Compared } from "./verdict.ts";
import type { Trial } from "./trial.ts";

/** How the user's test command ended. */
export type TestOutcome = "passed" | "failed";

/** The user's tests may take longer than the program; a test run that hangs must still end. */
const LONGEST_TEST_S = 1800;

/** Runs the user's test command on the old side (once a trial) and, where it passes there, on the new one. */
export async function compareTests(trial: Trial, command: string, world: World): Promise<Compared["tests"]> {
  world.report({ stage: "tests", detail: "before" });
  trial.testsBefore ??= await runTests(trial.old, command, world);
  if (trial.testsBefore === "failed") return "failed-before";
  world.report({ stage: "tests", detail: "after" });
  const after = await runTests(trial.new, command, world);
  if (after === "passed") return "passed";
  // Tests that fail now and then say nothing of the fix.
  const again = await runTests(trial.old, command, world);
  if (again === "failed") trial.testsBefore = "failed";
  return again === "failed" ? "failed-before" : "failed";
}

async function runTests(workspace: Workspace, command: string, world: World): Promise<TestOutcome> {
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
    return ended.exitCode === 0 && !ended.timedOut ? "passed" : "failed";
  } finally {
    await workspace.reset();
    await removeTree(folder);
  }
}
