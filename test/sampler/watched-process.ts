import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";

/** Starts a program and waits until it has printed a line. The caller stops it. */
export async function startProgram(command: string, ...programArguments: string[]): Promise<StartedProgram> {
  return startWith({}, command, ...programArguments);
}

/** The same, with an environment or an identity of its own. */
export async function startWith(
  options: Pick<SpawnOptions, "env" | "cwd">,
  command: string,
  ...programArguments: string[]
): Promise<StartedProgram> {
  const child = spawn(command, programArguments, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const firstLine = await new Promise<string>((resolve) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.once("exit", () => resolve(text));
    child.once("error", () => resolve(text));
  });
  return { child, pid: child.pid ?? 0, firstLine, stop: () => stop(child) };
}

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly firstLine: string;
  stop(): Promise<void>;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
