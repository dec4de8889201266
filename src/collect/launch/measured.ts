import { constants } from "node:os";
import type { Socket } from "node:net";
import { assert } from "../../base/refusal.ts";

/** The program has started. */
interface Started {
  readonly pid: number;
}

/** The program has ended; times in seconds, memory in the unit of the platform's `getrusage`. */
export interface Report {
  readonly wall: number;
  /** As `wait(2)` gives it. */
  readonly status: number;
  readonly cpu_user: number;
  readonly cpu_system: number;
  readonly max_rss: number;
  readonly stdin: number;
  readonly stdin_complete: boolean;
}

/** The program could not be started. */
interface StartError {
  readonly errno: number;
}

/** What came through the channel from `python/measure.py`. */
export type Line = Started | Report | StartError;

/** Calls back with every line of JSON that arrives. */
export function readLines(channel: Socket, onLine: (line: Line) => void): void {
  let buffer = "";
  channel.setEncoding("latin1");
  channel.on("data", (part: string) => {
    buffer += part;
    const lines = buffer.split("\n");
    buffer = lines.pop() ?? "";
    for (const line of lines) onLine(JSON.parse(line) as Line);
  });
}

/** The exit status as shells give it, and the signal's name if there was one. */
export function decodeStatus(status: number): { exitCode: number; signal?: string } {
  const number = status & 0x7f;
  if (number === 0) return { exitCode: (status >> 8) & 0xff };
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return { exitCode: 128 + number, signal: name ?? `signal ${number}` };
}

/** A signal's number on this platform. */
export function signalNumber(name: string): number {
  const number = Object.entries(constants.signals).find(([one]) => one === name)?.[1];
  assert(number !== undefined, `There is no signal ${name}.`);
  return number;
}
