import { chmodSync, readdirSync, type Dirent } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { systemCode } from "../base/refusal.ts";

/** Removes a file or a whole folder, read-only folders inside included; links are removed, never followed. */
export async function removeTree(target: string): Promise<void> {
  try {
    await rm(target, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    const code = systemCode(error);
    if (code !== "EACCES" && code !== "EPERM" && code !== "ENOTEMPTY") throw error;
    openFolders(target);
    await rm(target, { recursive: true, force: true, maxRetries: 3 });
  }
}

function openFolders(folder: string): void {
  let entries: Dirent[];
  try {
    chmodSync(folder, 0o700);
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return; // a file, gone, or not ours: the second removal says what is wrong
  }
  for (const entry of entries) {
    if (entry.isDirectory()) openFolders(path.join(folder, entry.name));
  }
}
