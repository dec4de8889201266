import { chmodSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../base/refusal.ts";
import { copyEntry, settleFolder, type CopiedEntry, type TreePair } from "./copy-tree.ts";
import { removeTree } from "./remove-tree.ts";
import { stateOf, type FileState } from "./survey-tree.ts";
import type { FileChange } from "./tree-changes.ts";

/** A copy, what it is like at rest, and the edits that belong to it. */
export interface CopiedTree extends TreePair {
  readonly entries: Map<string, CopiedEntry>;
  /** Bytes that replace a file's own, by relative path. */
  readonly edits: Map<string, Uint8Array>;
  /** Files that exist in the copy alone. */
  readonly added: Set<string>;
}

/** Undoes changes in the copy: what is new goes, what was changed or removed comes back from the original. */
export async function restoreTree(tree: CopiedTree, changes: readonly FileChange[]): Promise<void> {
  const touched = new Set<string>();
  for (const change of changes) {
    openFolder(tree, parentOf(change.path), touched);
    if (change.change !== "removed" && mustGo(change, tree)) await removeTree(path.join(tree.copy, change.path));
  }
  for (const change of changes) await restoreEntry(tree, change.path);
  settleFolders(tree, touched);
}

/** Puts one entry back, as an edit or from the original. */
export async function restoreEntry(tree: CopiedTree, relative: string): Promise<void> {
  const entry = tree.entries.get(relative);
  const edit = tree.edits.get(relative);
  if (entry === undefined) return;
  if (edit === undefined) {
    await restoreFromOriginal(tree, entry);
  } else {
    writeEdit(tree, entry, edit);
  }
  tree.entries.set(relative, { ...entry, copied: stateOf(path.join(tree.copy, relative)) });
}

/** Removes what Python compiled from a source of this name: size and whole seconds would not tell two versions apart. */
export function dropBytecode(cache: string, relative: string): void {
  if (!relative.endsWith(".py")) return;
  const stem = `${path.basename(relative, ".py")}.`;
  for (const file of listBytecode(cache)) {
    if (path.basename(file).startsWith(stem)) rmSync(file, { force: true });
  }
}

function listBytecode(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name));
}

/** A file that was changed in place is removed too, so that a hard link made by the program does not live on. */
function mustGo(change: FileChange, tree: CopiedTree): boolean {
  const entry = tree.entries.get(change.path);
  return entry === undefined || change.kind !== "directory" || entry.copied.kind !== "directory";
}

async function restoreFromOriginal(tree: CopiedTree, entry: CopiedEntry): Promise<void> {
  const original = path.join(tree.root, entry.path);
  const before = entry.state.kind === "file" ? stateIfThere(original) : entry.state;
  const failure = isSame(before, entry.state) ? await copyEntry(tree, entry) : "changed";
  const after = entry.state.kind === "file" ? stateIfThere(original) : entry.state;
  if (failure === undefined && isSame(after, entry.state)) return;
  throw new Refusal(
    "source-changed",
    `${original} changed while fixes were being tried on a copy.`,
    "Leave the project's files alone while hasten works, and run it again.",
  );
}

function stateIfThere(absolute: string): FileState | undefined {
  try {
    return stateOf(absolute);
  } catch {
    return undefined;
  }
}

function isSame(now: FileState | undefined, then: FileState): boolean {
  return now !== undefined && now.size === then.size && now.modified === then.modified && now.inode === then.inode;
}

function writeEdit(tree: CopiedTree, entry: CopiedEntry, bytes: Uint8Array): void {
  const file = path.join(tree.copy, entry.path);
  if (stateIfThere(file) !== undefined) chmodSync(file, 0o600);
  writeFileSync(file, bytes);
  chmodSync(file, entry.state.mode);
  utimesSync(file, entry.state.accessed / 1000, entry.state.modified / 1000);
}

function parentOf(relative: string): string {
  const parent = path.posix.dirname(relative);
  return parent === "." ? "" : parent;
}

function openFolder(tree: CopiedTree, folder: string, touched: Set<string>): void {
  if (touched.has(folder)) return;
  touched.add(folder);
  const absolute = path.join(tree.copy, folder);
  // Where the program put a link in a folder's place, its target is none of ours; a removed one comes back by its entry.
  if (stateIfThere(absolute)?.kind === "directory") chmodSync(absolute, 0o700);
}

function settleFolders(tree: CopiedTree, touched: ReadonlySet<string>): void {
  const folders = [...tree.entries.values()].filter(({ state }) => state.kind === "directory");
  for (const entry of folders.toReversed()) {
    const isRestored = touched.has(entry.path) || touched.has(parentOf(entry.path));
    if (!isRestored || entry.isEnvironment) continue;
    settleFolder(tree, entry);
    tree.entries.set(entry.path, { ...entry, copied: stateOf(path.join(tree.copy, entry.path)) });
  }
}
