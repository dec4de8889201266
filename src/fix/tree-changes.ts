import { createHash } from "node:crypto";
import { chmodSync, createReadStream, readdirSync, readlinkSync, renameSync } from "node:fs";
import path from "node:path";
import { assert, systemCode } from "../base/refusal.ts";
import type { CopiedEntry } from "./copy-tree.ts";
import { breathe, skippedNames, stateOf, type FileState } from "./survey-tree.ts";

/** Something that a run did to the project's files. */
export interface FileChange {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
  readonly kind: FileState["kind"];
  /** Permission bits; 0 for what was removed. */
  readonly mode: number;
  readonly size: number;
  /** SHA-256 of a file's bytes, hexadecimal. */
  readonly sha256?: string;
  /** A link's target. */
  readonly target?: string;
  /** Where the file's bytes are kept now. */
  readonly content?: string;
}

/** Entries looked at between two turns of the event loop. */
const TURN = 2000;

/** Everything in `copy` that is not as `entries` says; parents before children. Reads no file. */
export async function findChanges(
  copy: string,
  entries: ReadonlyMap<string, CopiedEntry>,
  signal: AbortSignal,
): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  const seen = new Set<string>();
  const folders = [""];
  let looked = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const relative of listFolder(copy, folder)) {
      if (looked++ % TURN === 0) await breathe(signal);
      seen.add(relative);
      const state = stateOf(path.join(copy, relative));
      const change = compareState(relative, state, entries.get(relative));
      if (change !== undefined) changes.push(change);
      if (state.kind === "directory") folders.push(relative);
    }
  }
  for (const [relative, entry] of entries) {
    if (relative !== "" && !seen.has(relative)) changes.push(removal(relative, entry));
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Moves the bytes of new and changed files into `folder`, with their hash; other changes stay as they are. */
export async function keepContents(
  copy: string,
  changes: readonly FileChange[],
  folder: string,
): Promise<FileChange[]> {
  const kept: FileChange[] = [];
  for (const [index, change] of changes.entries()) {
    kept.push(await keepContent(copy, change, path.join(folder, String(index))));
  }
  return kept;
}

/** SHA-256 of a file's bytes, hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file, { highWaterMark: 1024 ** 2 })) {
    assert(part instanceof Uint8Array, "a stream without encoding yields bytes");
    hash.update(part);
  }
  return hash.digest("hex");
}

function listFolder(copy: string, folder: string): string[] {
  const absolute = path.join(copy, folder);
  let names: string[];
  try {
    names = readdirSync(absolute);
  } catch (error) {
    if (systemCode(error) !== "EACCES") throw error;
    // The program took our right to look into its own folder.
    chmodSync(absolute, 0o700);
    names = readdirSync(absolute);
  }
  return names.filter((name) => !skippedNames.has(name)).map((name) => (folder === "" ? name : `${folder}/${name}`));
}

function compareState(relative: string, state: FileState, entry: CopiedEntry | undefined): FileChange | undefined {
  const { kind, mode, size } = state;
  const found = { path: relative, kind, mode, size: kind === "file" ? size : 0 };
  if (entry === undefined) return { ...found, change: "added" };
  return isUntouched(state, entry.copied) ? undefined : { ...found, change: "changed" };
}

function isUntouched(now: FileState, rest: FileState): boolean {
  if (now.kind !== rest.kind || now.mode !== rest.mode) return false;
  // A folder's times tell that its content changed, which the content itself tells better.
  if (now.kind === "directory") return true;
  return (
    now.inode === rest.inode && now.size === rest.size && now.modified === rest.modified && now.changed === rest.changed
  );
}

function removal(relative: string, entry: CopiedEntry): FileChange {
  return { path: relative, change: "removed", kind: entry.copied.kind, mode: 0, size: 0 };
}

async function keepContent(copy: string, change: FileChange, keptAt: string): Promise<FileChange> {
  if (change.change === "removed") return change;
  const absolute = path.join(copy, change.path);
  if (change.kind === "link") return { ...change, target: readlinkSync(absolute) };
  if (change.kind !== "file") return change;
  moveAway(absolute, keptAt);
  chmodSync(keptAt, 0o600);
  return { ...change, content: keptAt, sha256: await hashFile(keptAt) };
}

function moveAway(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemCode(error) !== "EACCES") throw error;
    chmodSync(path.dirname(from), 0o700);
    renameSync(from, to);
  }
}
