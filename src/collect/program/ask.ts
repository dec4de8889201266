import { execFile } from "node:child_process";
import type { ExecFileException } from "node:child_process";
import { messageOf, systemCode } from "../../base/refusal.ts";
import { refuseInterrupted } from "../refuse-interrupted.ts";
import type { World } from "../../base/world.ts";

/** What a short command said. */
export interface Answer {
  readonly ok: boolean;
  readonly stdout: string;
  /** The line of stderr that says most, or why it could not be started: enough for one sentence. */
  readonly complaint: string;
}

/** How to ask: input for stdin, a folder to ask in. */
export interface AskOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly timeoutSeconds?: number;
}

/** Runs a command that only answers a question: short output, no terminal, an end after some seconds. */
export function ask(command: readonly [string, ...string[]], world: World, options: AskOptions = {}): Promise<Answer> {
  const [file, ...rest] = command;
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      rest,
      {
        cwd: options.cwd ?? world.cwd,
        env: { ...world.env },
        timeout: (options.timeoutSeconds ?? 20) * 1000,
        killSignal: "SIGKILL",
        maxBuffer: 64 << 20,
        signal: world.signal,
      },
      (error, stdout, stderr) => {
        if (world.signal.aborted) reject(refuseInterrupted(error));
        else resolve({ ok: error === null, stdout, complaint: complaintOf(error, stderr) });
      },
    );
    // The command may end without reading what it is given.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input ?? "");
  });
}

function complaintOf(error: ExecFileException | null, stderr: string): string {
  if (error === null) return "";
  const lines = stderr.split("\n").map((line) => line.trim());
  // A traceback says what is wrong at its end, CPython's fatal errors in the middle, most tools at the start.
  const said = lines.find((line) => /\berror\b|Error:/iu.test(line)) ?? lines.find((line) => line !== "") ?? "";
  if (said !== "") return said;
  if (error.killed === true) return "it did not answer in time";
  return systemCode(error) ?? messageOf(error).split("\n")[0] ?? "";
}
