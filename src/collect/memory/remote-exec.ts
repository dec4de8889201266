import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";

/** Only an interpreter of the same version may ask; the process's own is one. -I and -S keep the user's files out of it. */
const ASK = "import sys; sys.remote_exec(int(sys.argv[1]), sys.argv[2])";

/** Asks a running Python (3.14 and newer) to run a script in its main thread, when that comes to it. */
export async function remoteExec(pid: number, script: string, world: World): Promise<void> {
  const python = `/proc/${pid}/exe`;
  try {
    await promisify(execFile)(python, ["-I", "-S", "-c", ASK, String(pid), script], {
      env: world.env,
      timeout: 20_000,
    });
  } catch (error) {
    throw refuse(pid, error);
  }
}

function refuse(pid: number, error: unknown): Refusal {
  const told = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : "";
  const last = told.trim().split("\n").at(-1) ?? "";
  const hint =
    "It has to belong to you, and ptrace has to be allowed (`hasten doctor`); PYTHON_DISABLE_REMOTE_DEBUG and -X disable-remote-debug forbid it.";
  return new Refusal(
    "no-permission",
    `Process ${pid} cannot be asked to run a script${last === "" ? "" : `: ${last}`}.`,
    hint,
  );
}
