import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import type { World } from "../base/world.ts";
import { isGone, isOwner, ownerOf, type Owner } from "./owner.ts";
import { temporaryFolder } from "./project.ts";
import { removeTree } from "./remove-tree.ts";

/** How the folders of our workspaces begin; six characters follow, so that all are equally long. */
export const WORKSPACE_PREFIX = "hasten-";

const OWNER_FILE = "owner.json";
/** A folder without an owner's record is one that was killed while it was made; this old, nobody is making it. */
const MAKING_TIME_MS = 3_600_000;

/** Says whose a workspace is, so that it can be removed when its owner was killed. */
export function recordOwner(folder: string, world: World): void {
  writeFileSync(path.join(folder, OWNER_FILE), JSON.stringify(ownerOf(world)));
}

/** Removes the workspaces of runs that were killed before they could. */
export async function removeStaleWorkspaces(world: World): Promise<void> {
  const base = temporaryFolder(world);
  for (const name of readdirSync(base)) {
    if (!isWorkspaceName(name)) continue;
    const folder = path.join(base, name);
    if (isStale(folder, world)) await removeTree(folder).catch(() => undefined);
  }
}

/** Is this a name that `createWorkspace` gives? */
export function isWorkspaceName(name: string): boolean {
  return /^hasten-[A-Za-z0-9]{6}$/.test(name);
}

function isStale(folder: string, world: World): boolean {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory() || stats.uid !== userInfo().uid) return false;
    const owner = readOwner(folder);
    if (owner !== undefined) return isGone(owner);
    return readdirSync(folder).length === 0 && world.now() - stats.mtimeMs > MAKING_TIME_MS;
  } catch {
    return false; // gone meanwhile, or not ours to judge
  }
}

function readOwner(folder: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(path.join(folder, OWNER_FILE), "utf8"));
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}
