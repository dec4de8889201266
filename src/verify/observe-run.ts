import path from "node:path";
import type { World } from "../base/world.ts";
import type { Captured, Ended } from "../collect/launch/ended.ts";
import { launch } from "../collect/launch/launch.ts";
import { assert, Refusal } from "../base/refusal.ts";
import type { FileChange } from "../fix/tree-changes.ts";
import { removeTree } from "../fix/remove-tree.ts";
import type { Workspace } from "../fix/workspace.ts";
import type { RunBudget } from "./run-budget.ts";
import { spellingOf, type Spelling } from "./spelling.ts";

/** What one run of the program in a workspace did and took. */
export interface RunOutputs {
  readonly ended: Ended;
  readonly stdout: Captured;
  readonly stderr: Captured;
  /** What it did to the project's files; the bytes lie in `folder`. */
  readonly files: readonly FileChange[];
  readonly spelling: Spelling;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly dispose: () => Promise<void>;
}

/** How the program is run each time. */
export interface RunConditions {
  /** A recording of what the program read; nothing where it is absent. */
  readonly stdin?: string;
  readonly timeoutSeconds?: number;
  /** Told of every run. */
  readonly runs?: RunBudget;
}

/** Runs the program once in the workspace, takes what it wrote, and leaves the workspace as it was. */
export async function observeRun(workspace: Workspace, conditions: RunConditions, world: World): Promise<RunOutputs> {
  conditions.runs?.spend();
  // Always equally long: the size of a process's environment shifts its memory, and with it its speed.
  const runId = Math.floor(world.random() * 36 ** 8)
    .toString(36)
    .padStart(8, "0");
  const folder = path.join(workspace.scratch, runId);
  const startedAt = world.now();
  const ended = await launch(
    workspace.program,
    {
      mode: "batch",
      runId,
      folder,
      ...(conditions.stdin !== undefined && { stdin: { file: conditions.stdin } }),
      ...(conditions.timeoutSeconds !== undefined && { timeoutSeconds: conditions.timeoutSeconds }),
    },
    world,
  );
  if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was changed; run it again.");
  return takeOutputs(workspace, { ended, folder, startedAt });
}

/** A run that has ended in a workspace. */
export interface EndedRun {
  readonly ended: Ended;
  /** Where its streams were captured. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Takes what a batch run in the workspace wrote, and leaves the workspace as it was. */
export async function takeOutputs(workspace: Workspace, { ended, folder, startedAt }: EndedRun): Promise<RunOutputs> {
  const { stdout, stderr } = ended;
  assert(stdout !== undefined && stderr !== undefined, "a batch run is captured");
  const files = await workspace.takeChanges(path.join(folder, "files"));
  const dispose = async (): Promise<void> => removeTree(folder);
  return { ended, stdout, stderr, files, spelling: spellingOf(workspace), startedAt, dispose };
}
