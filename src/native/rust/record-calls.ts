import { mkdtempSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import { collectorEnvironment } from "../../collect/in-process/environment.ts";
import { launch } from "../../collect/launch/launch.ts";
import { worldOf } from "../../collect/program.ts";
import { encodeSource } from "../../source/read-source.ts";
import type { Trial } from "../../verify/trial.ts";
import { readRecordedCalls, type RecordedCalls } from "./recorded-calls.ts";
import { afterDefinition, type Target } from "./target.ts";

/** Runs the program once more with the function's calls written down. */
export async function recordCalls(
  target: Target,
  { new: side, conditions }: Trial,
  world: World,
): Promise<RecordedCalls | undefined> {
  const file = side.locate(target.file);
  if (file === undefined) return undefined;
  const folder = mkdtempSync(path.join(side.scratch, "calls-"));
  const { name } = target;
  const text = afterDefinition(target, `${name} = __import__("_hasten_calls").recorded(${name})`);
  const env = collectorEnvironment(worldOf(side.program, world), folder, ["calls"]);
  const { stdin, timeoutSeconds } = conditions;
  const input = { ...(stdin !== undefined && { stdin: { file: stdin } }), ...(timeoutSeconds && { timeoutSeconds }) };
  world.report({ stage: "calls", detail: `recording what ${name} is given` });
  try {
    await side.write(file, encodeSource(target.source, text));
    const ended = await launch(side.program, { mode: "batch", folder, env, ...input }, world);
    if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was written; run it again.");
    return readRecordedCalls(folder);
  } finally {
    await side.discardEdits();
    await side.reset();
  }
}
