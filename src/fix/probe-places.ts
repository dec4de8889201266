import { mkdtempSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { collectorEnvironment } from "../collect/in-process/environment.ts";
import type { BatchOptions } from "../collect/launch/launch-options.ts";
import { launch } from "../collect/launch/launch.ts";
import { worldOf } from "../collect/program.ts";
import { readProbe } from "../collect/probe/read-probe.ts";
import type { Evidence } from "../diagnose/evidence.ts";
import type { Place } from "../diagnose/place.ts";
import { instrument } from "../diagnose/probe/instrument.ts";
import { probeEvidence } from "../diagnose/probe/probe-evidence.ts";
import { encodeSource } from "../source/read-source.ts";
import type { Workspace } from "./workspace.ts";

type RunOptions = Pick<BatchOptions, "stdin" | "timeoutSeconds">;

/**
 * Runs the program once in the workspace with a watch at each place, and gives what was measured there. The workspace
 * is as before when this returns. Places outside the workspace are not watched.
 */
export async function probePlaces(
  places: readonly Place[],
  workspace: Workspace,
  options: RunOptions,
  world: World,
): Promise<ReadonlyMap<Place, readonly Evidence[]>> {
  const watched = new Map<number, Place>();
  const restore: (() => Promise<void>)[] = [];
  const folder = mkdtempSync(path.join(workspace.scratch, "probe-"));
  try {
    for (const [file, inFile] of groupByFile(places)) {
      const target = workspace.locate(file);
      const source = inFile[0]?.context.source;
      if (target === undefined || source === undefined) continue;
      const candidates = inFile.map(({ candidate }) => candidate);
      const { text, watches } = instrument(source, candidates, watched.size + 1);
      for (const [number, candidate] of watches) {
        const place = inFile.find((known) => known.candidate === candidate);
        if (place !== undefined) watched.set(number, place);
      }
      restore.push(async () => workspace.write(target, encodeSource(source, source.text)));
      await workspace.write(target, encodeSource(source, text));
    }
    if (watched.size === 0) return new Map();
    const env = collectorEnvironment(worldOf(workspace.program, world), folder, ["probe"]);
    const ended = await launch(workspace.program, { ...options, mode: "batch", folder, env }, world);
    if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was written.");
    return await readEvidence(folder, watched, ended.wall);
  } finally {
    for (const put of restore) await put();
    await workspace.reset();
  }
}

async function readEvidence(
  folder: string,
  watched: ReadonlyMap<number, Place>,
  wall: Parameters<typeof probeEvidence>[3],
): Promise<ReadonlyMap<Place, readonly Evidence[]>> {
  const evidence = new Map<Place, readonly Evidence[]>();
  for (const record of await readProbe(folder)) {
    const place = watched.get(record.watch);
    if (place === undefined) continue;
    evidence.set(place, probeEvidence(record, place.candidate.watch, place.context.source, wall));
  }
  return evidence;
}

function groupByFile(places: readonly Place[]): ReadonlyMap<string, Place[]> {
  const files = new Map<string, Place[]>();
  for (const place of places) {
    const { path: file } = place.context.source;
    const known = files.get(file);
    if (known === undefined) files.set(file, [place]);
    else known.push(place);
  }
  return files;
}
