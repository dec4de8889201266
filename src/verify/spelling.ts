import path from "node:path";
import type { Workspace } from "../fix/workspace.ts";
import { asBytesText } from "./read-lines.ts";

/** Rewrites what a run in a workspace printed as if it had run in the user's folder. */
export type Spelling = (line: string) => string;

/** The spelling of a workspace: its paths become those of the user's project. */
export function spellingOf(workspace: Workspace): Spelling {
  const copy = asBytesText(workspace.copy);
  const root = asBytesText(workspace.root);
  // The folder around the copy, e.g. /tmp/hasten-AbCdEf: its name shows in the path of the bytecode cache.
  const home = asBytesText(path.dirname(workspace.scratch));
  return (line) => (line.includes(home) ? line.replaceAll(copy, root).replaceAll(home, "/tmp/hasten-copies") : line);
}

/** Lines of a text in which Python points into changed files, made independent of where and what the code is there. */
export function* withoutCodePointers(lines: Iterable<string>, changedFiles: readonly string[]): Generator<string> {
  const names = changedFiles.map((file) =>
    asBytesText(path.basename(file)).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
  );
  const name = `(?:${names.join("|")})`;
  const inTraceback = new RegExp(String.raw`^([ |]*File "(?:[^"]*/)?${name}", line )\d+(?=, in |$)`);
  const inWarning = new RegExp(String.raw`^((?:.*/)?${name}:)\d+(?=: \w*Warning: )`);
  let sourceIndent = 0;
  for (const line of lines) {
    // The quoted source line and its markers stand deeper than the line that points to them.
    if (sourceIndent > 0 && /^[ |]*/.exec(line)?.[0] !== line && indentOf(line) >= sourceIndent) continue;
    sourceIndent = 0;
    const traced = line.replace(inTraceback, "$1?");
    const warned = line.replace(inWarning, "$1?");
    if (traced !== line) sourceIndent = indentOf(line) + 2;
    if (warned !== line) sourceIndent = indentOf(line) + 2;
    yield traced === line ? warned : traced;
  }
}

function indentOf(line: string): number {
  return /^[ |]*/.exec(line)?.[0].length ?? 0;
}
