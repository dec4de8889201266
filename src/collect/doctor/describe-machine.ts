import { accessSync, constants, statfsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { bytes } from "../../base/units.ts";
import type { World } from "../../base/world.ts";
import { sampler } from "../sampler/collector.ts";
import { describeAttaching } from "./describe-attaching.ts";
import { findPythons } from "./find-pythons.ts";
import type { FolderFacts, MachineFacts } from "./machine-facts.ts";

/** Looks at the machine; starts every Python that it finds for a moment, and changes nothing. */
export async function describeMachine(world: World): Promise<MachineFacts> {
  const pythons = await findPythons(world);
  const usable = pythons.find((python) => python.objection === undefined);
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  const isAvailable = usable !== undefined && world.platform !== "win32";
  return {
    platform: world.platform,
    cores: availableParallelism(),
    load: [one, five, fifteen],
    pythons,
    collectors: (["sampler", "in-process", "cprofile", "probe"] as const).map((id) => ({
      id,
      isAvailable: isAvailable && (id !== "sampler" || sampler.objection(world) === undefined),
    })),
    attaching: await describeAttaching(usable?.path, world),
    cwd: describeFolder(world.cwd),
    temp: describeFolder(world.env["TMPDIR"] ?? "/tmp"),
  };
}

function describeFolder(path: string): FolderFacts {
  const free = freeSpace(path);
  return { path, isWritable: isWritable(path), ...(free !== undefined && { free: bytes(free) }) };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freeSpace(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
