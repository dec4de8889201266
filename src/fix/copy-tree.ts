import { chmodSync, constants, copyFileSync, lutimesSync, mkdirSync, symlinkSync, utimesSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { Refusal, systemCode } from "../base/refusal.ts";
import { isInside } from "./project.ts";
import { breathe, skippedNames, stateOf, type FileState, type TreeEntry, type TreeSurvey } from "./survey-tree.ts";

/** A path of the copy as it is at rest, with where it came from. */
export interface CopiedEntry extends TreeEntry {
  /** The copy's own state, once it was written. */
  readonly copied: FileState;
}

/** A folder and its copy. */
export interface TreePair {
  readonly root: string;
  readonly copy: string;
}

/** Larger files are copied off the main thread. */
const LARGE_FILE = 8 * 1024 ** 2;
/** Entries copied between two turns of the event loop. */
const TURN = 200;

/** Copies a surveyed folder with modes, times and links; returns what the copy is like at rest. */
export async function copyTree(pair: TreePair, survey: TreeSurvey, signal: AbortSignal): Promise<CopyOutcome> {
  const notes: string[] = [];
  const written: TreeEntry[] = [];
  for (const [index, entry] of survey.entries.entries()) {
    if (index % TURN === 0) await breathe(signal);
    const failure = await copyEntry(pair, entry);
    if (failure === undefined) written.push(entry);
    else notes.push(failure);
  }
  // Children first: a folder's mode may forbid writing, and writing into it changes its times.
  for (const entry of written.toReversed()) if (entry.state.kind === "directory") settleFolder(pair, entry);
  const entries = new Map<string, CopiedEntry>();
  for (const entry of written) entries.set(entry.path, { ...entry, copied: stateOf(path.join(pair.copy, entry.path)) });
  return { entries, notes };
}

/** What `copyTree` wrote. */
export interface CopyOutcome {
  readonly entries: Map<string, CopiedEntry>;
  readonly notes: readonly string[];
}

/** Writes one entry of the copy anew; a sentence when it cannot be read. Folders stay writable until settled. */
export async function copyEntry(pair: TreePair, entry: TreeEntry): Promise<string | undefined> {
  const from = path.join(pair.root, entry.path);
  const to = path.join(pair.copy, entry.path);
  try {
    await copyOne(pair, entry, from, to);
    return undefined;
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "EACCES" || code === "EPERM") {
      return `${entry.path} could not be read (${code}) and was not copied`;
    }
    throw refuseFullDisk(error, path.dirname(pair.copy));
  }
}

/** Gives a folder of the copy the mode and times of the original. */
export function settleFolder(pair: TreePair, entry: TreeEntry): void {
  if (entry.isEnvironment) return;
  const to = path.join(pair.copy, entry.path);
  utimesSync(to, entry.state.accessed / 1000, entry.state.modified / 1000);
  chmodSync(to, entry.state.mode);
}

/** A full disk becomes a refusal; anything else is passed through. */
export function refuseFullDisk(error: unknown, folder: string): unknown {
  const code = systemCode(error);
  if (code !== "ENOSPC" && code !== "EDQUOT") return error;
  return new Refusal("no-space", `The disk that holds ${folder} is full.`, "Free some space, or set TMPDIR.", error);
}

async function copyOne(pair: TreePair, entry: TreeEntry, from: string, to: string): Promise<void> {
  const { state, target } = entry;
  if (entry.isEnvironment) {
    symlinkSync(from, to);
  } else if (state.kind === "directory") {
    mkdirSync(to, { recursive: true, mode: 0o700 });
  } else if (target !== undefined) {
    symlinkSync(mapLink(pair, entry.path, target), to);
    lutimesSync(to, state.accessed / 1000, state.modified / 1000);
  } else {
    await copyContent(state, from, to);
    utimesSync(to, state.accessed / 1000, state.modified / 1000);
  }
}

async function copyContent(state: FileState, from: string, to: string): Promise<void> {
  if (state.size > LARGE_FILE) await copyFile(from, to, constants.COPYFILE_FICLONE);
  else copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, state.mode);
}

/** A link that stays inside the project points inside the copy; any other keeps the place it pointed to. */
function mapLink({ root, copy }: TreePair, linkPath: string, target: string): string {
  const place = path.resolve(root, path.dirname(linkPath), target);
  if (!isInside(place, root) || hasSkippedPart(path.relative(root, place))) return place;
  return path.isAbsolute(target) ? path.join(copy, path.relative(root, place)) : target;
}

function hasSkippedPart(relative: string): boolean {
  return relative.split(path.sep).some((part) => skippedNames.has(part));
}
