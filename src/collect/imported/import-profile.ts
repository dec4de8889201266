import { resolve } from "node:path";
import type { World } from "../../base/world.ts";
import { bytes, seconds } from "../../base/units.ts";
import type { RunFacts } from "../observation.ts";
import type { Profile } from "../../profile/profile.ts";
import { placeFiles } from "./place-files.ts";
import { readProfileFile } from "./read-profile-file.ts";

/** What to import, as the user named it. */
export interface ImportRequest {
  readonly file: string;
  /** One of `importFormats()`; told by the file itself when left out. */
  readonly format: string | undefined;
  /** Where the program ran, for the paths in the file; the working directory when left out. */
  readonly cwd: string | undefined;
}

/** An imported profile as a run: what is known of it, which is less than of one that was observed. */
export async function importProfile(
  request: ImportRequest,
  id: string,
  world: World,
): Promise<{ readonly run: RunFacts; readonly profile: Profile }> {
  const { profile: read, known, format } = await readProfileFile(request.file, request.format, world.cwd);
  const cwd = resolve(world.cwd, request.cwd ?? ".");
  const profile = placeFiles(read, cwd);
  const wall = profile.processes.reduce((most, process) => Math.max(most, process.wall), 0);
  const run: RunFacts = {
    id,
    command: ["hasten", "import", request.file],
    cwd,
    startedAt: new Date(world.now()).toISOString(),
    python: { version: "unknown", executable: "", gil: "on" },
    exitCode: 0,
    wall: seconds(wall),
    cpu: seconds(0),
    peakRss: bytes(0),
    collector: `import:${format}`,
    notes: [],
    imported: { format, file: resolve(world.cwd, request.file), parked: 0, ...known },
  };
  return { run, profile };
}
