import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import type { World } from "../../base/world.ts";
import { refuseInterrupted } from "../refuse-interrupted.ts";
import type { Attaching } from "./machine-facts.ts";

/** capabilities(7): the bit of CAP_SYS_PTRACE. */
const CAP_SYS_PTRACE = 19n;

/** Finds out whether another process's memory can be read, by trying it on a child. */
export async function describeAttaching(python: string | undefined, world: World): Promise<Attaching> {
  if (world.platform !== "linux") return { attachable: "unknown", reason: "platform" };
  const setting = readQuietly("/proc/sys/kernel/yama/ptrace_scope").trim();
  const ptraceScope = setting === "" ? undefined : Number(setting);
  const scope = ptraceScope === undefined ? {} : { ptraceScope };
  if (python === undefined) return { attachable: "unknown", reason: "no-python", ...scope };
  if (!(await canReadChild(python, world))) return { attachable: "no", reason: "memory-closed", ...scope };
  // 3 shuts everybody out, so the child could not have been read.
  if (mayReadAll(world)) return { attachable: "yes", reason: "capability", ...scope };
  return { attachable: (ptraceScope ?? 0) === 0 ? "yes" : "no", reason: "ptrace-scope", ...scope };
}

async function canReadChild(python: string, world: World): Promise<boolean> {
  const child = spawn(python, ["-I", "-S", "-c", "print(flush=True); input()"], {
    env: { ...world.env },
    stdio: ["pipe", "pipe", "ignore"],
    signal: world.signal,
  });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  const closed = once(child, "close");
  try {
    await Promise.race([once(child.stdout, "data"), closed]);
    return child.pid !== undefined && canReadMemory(child.pid);
  } catch (error) {
    if (world.signal.aborted) throw refuseInterrupted(error);
    return false;
  } finally {
    child.stdin.end("\n");
    await closed.catch(() => undefined);
  }
}

function canReadMemory(pid: number): boolean {
  const start = /^([\da-f]+)-/u.exec(readQuietly(`/proc/${pid}/maps`))?.[1];
  if (start === undefined) return false;
  try {
    const memory = openSync(`/proc/${pid}/mem`, "r");
    try {
      return readSync(memory, Buffer.alloc(8), 0, 8, BigInt(`0x${start}`)) === 8;
    } finally {
      closeSync(memory);
    }
  } catch {
    return false;
  }
}

function mayReadAll(world: World): boolean {
  const mask = /^CapEff:\s*([\da-f]+)/mu.exec(readQuietly(`/proc/${world.pid}/status`))?.[1] ?? "0";
  return ((BigInt(`0x${mask}`) >> CAP_SYS_PTRACE) & 1n) === 1n;
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
