import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { World } from "../base/world.ts";
import { messageOf, Refusal, systemCode } from "../base/refusal.ts";
import { isGone, isOwner, type Owner } from "./owner.ts";
import { hashIfThere, replaceFile, writeSynced } from "./replace-file.ts";

/** One file that is about to be replaced. */
export interface PendingFile {
  /** Absolute path, links resolved. */
  readonly file: string;
  /** The new content, beside it. */
  readonly staged: string;
  /** SHA-256 of the bytes before and after. */
  readonly before: string;
  readonly after: string;
}

/** What is being written to the user's files, on disk before they are touched. */
export interface PendingWrite {
  readonly schema: "hasten.pending/1";
  readonly owner: Owner;
  /** `staging`: no file was touched yet; `ready`: all new contents are on the disk, and replacing has begun. */
  readonly state: "staging" | "ready";
  readonly files: readonly PendingFile[];
}

/** What became of an interrupted write. */
export interface Recovery {
  /** Files that now have their new content. */
  readonly completed: readonly string[];
  /** Files left as they are: not begun, or changed by somebody since. */
  readonly left: readonly string[];
}

const RECORD = "pending.json";
/** Nobody writes a few files for longer; the owner of a container that has ended can only be judged by this. */
const LONGEST_WRITE_MS = 60_000;

/** Writes the record; it is on the disk when this returns. */
export function recordPending(journalFolder: string, pending: PendingWrite): void {
  mkdirSync(journalFolder, { recursive: true });
  const next = path.join(journalFolder, `.${RECORD}.${pending.owner.pid}`);
  rmSync(next, { force: true });
  writeSynced(next, Buffer.from(JSON.stringify(pending)));
  replaceFile(next, path.join(journalFolder, RECORD));
}

/** Forgets the record: everything in it is done or undone. */
export function clearPending(journalFolder: string): void {
  rmSync(path.join(journalFolder, RECORD), { force: true });
}

/** Completes a write that a kill interrupted, or takes it back when no file was touched yet. Call at every start. */
export function recoverPending(journalFolder: string, world: World): Recovery {
  const pending = readPending(journalFolder);
  if (pending === undefined || !isAbandoned(pending, journalFolder, world)) return { completed: [], left: [] };
  const completed: string[] = [];
  const left: string[] = [];
  for (const file of pending.files) {
    if (pending.state === "ready" && complete(file)) completed.push(file.file);
    else left.push(file.file);
    rmSync(file.staged, { force: true });
  }
  clearPending(journalFolder);
  return { completed, left };
}

/** The record of a write under way; undefined when there is none. */
export function readPending(journalFolder: string): PendingWrite | undefined {
  const record = path.join(journalFolder, RECORD);
  try {
    const value: unknown = JSON.parse(readFileSync(record, "utf8"));
    return isPendingWrite(value) ? value : undefined;
  } catch (error) {
    if (systemCode(error) === "ENOENT" || error instanceof SyntaxError) return undefined;
    // Nothing is known of a write that was begun: nothing may be written over it.
    const hint = "Give yourself the right to read it: it tells how to finish a write that was interrupted.";
    throw new Refusal("unreadable-data", `${record} cannot be read (${messageOf(error)}).`, hint, error);
  }
}

function isAbandoned(pending: PendingWrite, journalFolder: string, world: World): boolean {
  const age = world.now() - statSync(path.join(journalFolder, RECORD)).mtimeMs;
  return isGone(pending.owner) || age > LONGEST_WRITE_MS;
}

/** True when the file has its new content now. */
function complete({ file, staged, before, after }: PendingFile): boolean {
  const now = hashIfThere(file);
  if (now === after) return true;
  if (now !== before || hashIfThere(staged) !== after) return false;
  replaceFile(staged, file);
  return true;
}

function isPendingWrite(value: unknown): value is PendingWrite {
  if (typeof value !== "object" || value === null) return false;
  if (!("schema" in value) || value.schema !== "hasten.pending/1") return false;
  return "files" in value && Array.isArray(value.files) && "owner" in value && isOwner(value.owner);
}
