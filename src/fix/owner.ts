import { readFileSync, readlinkSync } from "node:fs";
import { kill } from "node:process";
import type { World } from "../base/world.ts";
import { systemCode } from "../base/refusal.ts";

/** The hasten process that something on disk belongs to. */
export interface Owner {
  readonly pid: number;
  /** Clock ticks from the boot to its start: tells a reused process id apart. */
  readonly started: string | null;
  /** Process ids mean nothing in another container that shares the folder. */
  readonly namespace: string | null;
}

/** This process as an owner. */
export function ownerOf(world: World): Owner {
  return { pid: world.pid, started: processStart(world.pid), namespace: pidNamespace() };
}

/** Is a value read from disk an owner? */
export function isOwner(value: unknown): value is Owner {
  return typeof value === "object" && value !== null && "pid" in value && typeof value.pid === "number";
}

/** Has the owner certainly ended? False where it cannot be seen from here. */
export function isGone(owner: Owner): boolean {
  if (owner.namespace !== pidNamespace()) return false;
  try {
    kill(owner.pid, 0);
  } catch (error) {
    return systemCode(error) === "ESRCH";
  }
  return owner.started !== processStart(owner.pid);
}

/** proc(5), field 22 of stat; null where there is no /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the command's name in brackets and may hold blanks.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function pidNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
