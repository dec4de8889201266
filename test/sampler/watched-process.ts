import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Starts a program and waits until it has printed a line. The caller kills it. */
export async function startProgram(command: string, ...programArguments: string[]): Promise<StartedProgram> {
  const child = spawn(command, programArguments, { stdio: ["ignore", "pipe", "inherit"] });
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  return { child, pid: child.pid ?? 0, stop: () => stop(child) };
}

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly pid: number;
  stop(): Promise<void>;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
