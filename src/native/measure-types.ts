import { mkdtempSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { collectorEnvironment } from "../collect/in-process/environment.ts";
import { launch } from "../collect/launch/launch.ts";
import { worldOf } from "../collect/program.ts";
import type { Workspace } from "../fix/workspace.ts";
import type { RunConditions } from "../verify/observe-run.ts";
import { readMeasuredTypes, type MeasuredTypes } from "./signature-record.ts";

/** Runs the program once in the workspace and gives the types that the functions of these files (the user's) were called with. */
export async function measureTypes(
  files: readonly string[],
  workspace: Workspace,
  { stdin }: RunConditions,
  world: World,
): Promise<MeasuredTypes> {
  const copies = files.flatMap((file) => workspace.locate(file) ?? []);
  const folder = mkdtempSync(path.join(workspace.scratch, "types-"));
  const { program } = workspace;
  const env = {
    ...collectorEnvironment(worldOf(program, world), folder, ["signatures"]),
    HASTEN_SIGNATURES: copies.join("\n"),
  };
  const input = stdin === undefined ? {} : { stdin: { file: stdin } };
  try {
    const ended = await launch(program, { mode: "batch", folder, env, ...input }, world);
    if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was written; run it again.");
    const measured = await readMeasuredTypes(folder);
    const own = new Map(files.map((file) => [workspace.locate(file), file]));
    const signatures = measured.signatures.map((seen) => ({ ...seen, file: own.get(seen.file) ?? seen.file }));
    return { ...measured, signatures };
  } finally {
    await workspace.reset();
  }
}
