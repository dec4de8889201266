import { openSync, closeSync, fstatSync, readSync } from "node:fs";
import type { Captured, Ended } from "../collect/launch/ended.ts";

/** How the run ended in which calls were recorded. */
export interface WatchedEnd {
  /** 128 + signal number where a signal ended it. */
  readonly exitCode: number;
  readonly timedOut: boolean;
  /** The last line that it wrote to stderr: of a Python program that fails, its error. */
  readonly lastWords: string;
}

/** As much of the end of stderr as its last line is looked for in. */
const TAIL = 2000;

/** Reads how a run ended, before its output goes. */
export function watchedEnd({ exitCode, timedOut, stderr }: Ended): WatchedEnd {
  return { exitCode, timedOut, lastWords: lastLineOf(stderr) };
}

/** The last line of what a run wrote, or some 200 characters of it. */
export function lastLineOf(stream: Captured | undefined): string {
  const lines =
    stream === undefined
      ? []
      : tailOf(stream.path)
          .trimEnd()
          .split(/\r\n|\r|\n/u);
  return (lines.at(-1) ?? "").trim().slice(0, 200);
}

function tailOf(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(TAIL, size));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString("utf8");
  } finally {
    closeSync(file);
  }
}

/** Why functions were never called, where the run did not come to its end by itself; undefined where it did. */
export function whyUncalled({ exitCode, timedOut, lastWords }: WatchedEnd, names: string): string | undefined {
  if (timedOut) return `The program was ended after its --timeout, and until then had not called ${names}.`;
  if (exitCode === 0) return undefined;
  const said = lastWords === "" ? "" : `, its last words being “${lastWords}”`;
  return `With the old version the program ends with status ${exitCode} and has not called ${names} before${said}.`;
}
