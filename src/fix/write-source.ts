import { accessSync, constants, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { World } from "../base/world.ts";
import { Refusal, systemCode } from "../base/refusal.ts";
import { ownerOf } from "./owner.ts";
import { clearPending, readPending, recordPending, recoverPending, type PendingFile } from "./pending.ts";
import { hashBytes, hashIfThere, replaceFile, writeSynced } from "./replace-file.ts";

/** A file of the user's that kept fixes change. */
export interface SourceChange {
  /** Absolute path, as the program knows it; a link is followed. */
  readonly path: string;
  /** SHA-256 (hexadecimal) of the bytes that the fixes were made for. */
  readonly hash: string;
  readonly content: Uint8Array;
}

interface StagedChange extends PendingFile {
  readonly old: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * Writes kept fixes to the user's files: each file old or new and whole at any instant, all of them or none.
 * `journalFolder` (`.hasten`) holds the record by which the next start finishes a write that was killed. A file with
 * several names (hard links) is refused: replacing it would part them, writing into it could leave half of it.
 */
export function writeSources(changes: readonly SourceChange[], journalFolder: string, world: World): void {
  if (changes.length === 0) return;
  const staged = changes.map((change) => prepare(change, world));
  claimRecord(journalFolder, world);
  try {
    record(journalFolder, "staging", staged, world);
    for (const { staged: file, content, file: like } of staged) writeSynced(file, content, like);
    for (const change of staged) checkUnchanged(change.file, change.before);
    record(journalFolder, "ready", staged, world);
  } catch (error) {
    undo(staged, journalFolder);
    throw explain(error, journalFolder);
  }
  replaceAll(staged, journalFolder);
}

/** Refuses what `writeSources` would refuse, before any work is put into a fix: read-only, installed, hard-linked. */
export function checkEditable(file: string): void {
  const target = realpathSync(file);
  if (isInstalled(target)) {
    const hint = "Make a copy of the package in your project, or send the fix to its authors.";
    throw new Refusal("not-editable", `${file} is an installed package, not your source.`, hint);
  }
  const stats = statSync(target);
  if (stats.nlink > 1) {
    const hint = "Give the file a single name (cp it and move the copy over it), then run hasten again.";
    throw new Refusal("not-editable", `${file} has ${stats.nlink} names (hard links).`, hint);
  }
  const isReadOnly = (stats.mode & 0o222) === 0;
  if (isReadOnly || !isWritable(target) || !isWritable(path.dirname(target))) {
    const hint = "Give yourself the right to write it and its folder, or take the patch that --dry-run prints.";
    throw new Refusal("not-writable", `${file} or its folder is read-only.`, hint);
  }
}

function prepare(change: SourceChange, world: World): StagedChange {
  const isThere = hashIfThere(change.path) !== undefined;
  if (!isThere) throw changedSince(change.path);
  checkEditable(change.path);
  const file = realpathSync(change.path);
  const old = readFileSync(file);
  if (hashBytes(old) !== change.hash) throw changedSince(change.path);
  const unique = Math.floor(world.random() * 36 ** 6).toString(36);
  const staged = path.join(path.dirname(file), `.hasten-${world.pid}-${unique}`);
  return { file, staged, before: change.hash, after: hashBytes(change.content), old, content: change.content };
}

/** Another hasten may be writing at this moment; one that was killed is finished first. */
function claimRecord(journalFolder: string, world: World): void {
  recoverPending(journalFolder, world);
  if (readPending(journalFolder) === undefined) return;
  throw new Refusal(
    "source-changed",
    "Another hasten is writing fixes at this moment.",
    "Wait for it, then run again.",
  );
}

function record(
  journalFolder: string,
  state: "staging" | "ready",
  staged: readonly StagedChange[],
  world: World,
): void {
  const files = staged.map((change) => ({
    file: change.file,
    staged: change.staged,
    before: change.before,
    after: change.after,
  }));
  recordPending(journalFolder, { schema: "hasten.pending/1", owner: ownerOf(world), state, files });
}

function replaceAll(staged: readonly StagedChange[], journalFolder: string): void {
  const replaced: StagedChange[] = [];
  try {
    for (const change of staged) {
      replaced.push(change);
      replaceFile(change.staged, change.file);
    }
  } catch (error) {
    for (const change of replaced) {
      rmSync(change.staged, { force: true });
      writeSynced(change.staged, change.old, change.file);
      replaceFile(change.staged, change.file);
    }
    undo(staged, journalFolder);
    throw explain(error, journalFolder);
  }
  clearPending(journalFolder);
}

function undo(staged: readonly StagedChange[], journalFolder: string): void {
  for (const change of staged) rmSync(change.staged, { force: true });
  clearPending(journalFolder);
}

function checkUnchanged(file: string, hash: string): void {
  if (hashIfThere(file) !== hash) throw changedSince(file);
}

function changedSince(file: string): Refusal {
  return new Refusal(
    "source-changed",
    `${file} changed while hasten was working on it.`,
    "Nothing was written; run hasten again on the file as it is now.",
  );
}

function isInstalled(file: string): boolean {
  return /\/(site-packages|dist-packages)\//.test(file) || /\/lib(64)?\/python\d[^/]*\//.test(file);
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function explain(error: unknown, journalFolder: string): unknown {
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    const fact = "The disk is full: the fixes could not be written, and every file is as it was.";
    return new Refusal("no-space", fact, "Free some space and run hasten again.", error);
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    const fact = "The system does not let the fixes be written; every file is as it was.";
    const hint = `Check the rights on the files and on ${journalFolder}, or take the patch that --dry-run prints.`;
    return new Refusal("not-writable", fact, hint, error);
  }
  return error;
}
