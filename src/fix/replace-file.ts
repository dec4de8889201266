import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { systemCode } from "../base/refusal.ts";

/** SHA-256, hexadecimal. */
export function hashBytes(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** SHA-256 of a file's bytes; undefined when there is no such file. */
export function hashIfThere(file: string): string | undefined {
  try {
    return hashBytes(readFileSync(file));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a new file down to the disk, with the mode and the owner of `like`. */
export function writeSynced(file: string, content: Uint8Array, like?: string): void {
  const descriptor = openSync(file, "wx", 0o600);
  try {
    for (let done = 0; done < content.length;) done += writeSync(descriptor, content, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (like !== undefined) copyAttributes(like, file);
}

/** Puts `source` in the place of `file`, so that every reader sees the one or the other, and a crash too. */
export function replaceFile(source: string, file: string): void {
  renameSync(source, file);
  syncFolder(path.dirname(file));
}

/** Makes names in a folder survive a crash of the machine. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // Some file systems (network, FUSE) cannot sync a folder; the rename is atomic all the same.
    if (systemCode(error) !== "EINVAL" && systemCode(error) !== "ENOTSUP") throw error;
  } finally {
    closeSync(descriptor);
  }
}

function copyAttributes(from: string, to: string): void {
  const wanted = statSync(from);
  const made = statSync(to);
  if (wanted.uid !== made.uid || wanted.gid !== made.gid) chownSync(to, wanted.uid, wanted.gid);
  // After chown, which clears some bits.
  chmodSync(to, wanted.mode & 0o7777);
}
