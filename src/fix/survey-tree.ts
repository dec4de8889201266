import { existsSync, lstatSync, readdirSync, readlinkSync, type Stats } from "node:fs";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Refusal, systemCode } from "../base/refusal.ts";

/** What a path was when it was last looked at; two equal states mean an untouched file. */
export interface FileState {
  readonly kind: "file" | "directory" | "link" | "other";
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  readonly inode: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number;
  readonly changed: number;
  readonly accessed: number;
}

/** An entry of a folder that is to be copied. */
export interface TreeEntry {
  /** Relative to the folder, with `/`; "" is the folder itself. */
  readonly path: string;
  readonly state: FileState;
  /** A link's target as it is written. */
  readonly target?: string;
  /** A virtual environment: linked, not copied. */
  readonly isEnvironment: boolean;
}

/** A folder's content before it is copied, parents before children. */
export interface TreeSurvey {
  readonly entries: readonly TreeEntry[];
  readonly totalSize: number;
  /** Sentences on what cannot be copied. */
  readonly notes: readonly string[];
}

/** How much is copied at most. */
export interface TreeLimits {
  readonly bytes: number;
  readonly files: number;
}

/** Copying more than this for every attempt would take longer than most programs run. */
export const defaultLimits: TreeLimits = { bytes: 2 * 1024 ** 3, files: 200_000 };

/** Version control, other tools' caches, and our own journal: not part of what a program does. */
export const skippedNames: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  ".hasten",
  "node_modules",
  "__pycache__",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".pytype",
  ".pyre",
  ".tox",
  ".nox",
]);

/** Entries looked at between two turns of the event loop, so that Ctrl-C is heard. */
const TURN = 2000;

interface Walk {
  readonly root: string;
  readonly limits: TreeLimits;
  readonly signal: AbortSignal;
  readonly entries: TreeEntry[];
  readonly notes: string[];
  readonly avoid: (absolute: string) => boolean;
  bytes: number;
}

/** Lists a folder for copying; refuses one that is too large. `avoid` names absolute folders that are left out. */
export async function surveyTree(
  root: string,
  limits: TreeLimits,
  signal: AbortSignal,
  avoid: (absolute: string) => boolean,
): Promise<TreeSurvey> {
  const walk: Walk = { root, limits, signal, entries: [], notes: [], avoid, bytes: 0 };
  addEntry(walk, "");
  // `entries` grows while it is walked: folders append their content.
  for (let index = 0; index < walk.entries.length; index++) {
    const entry = walk.entries[index];
    if (entry?.state.kind === "directory" && !entry.isEnvironment) addFolder(walk, entry.path);
    if (index % TURN === 0) await breathe(signal);
  }
  return { entries: walk.entries, totalSize: walk.bytes, notes: walk.notes };
}

/** Lets the event loop turn once, and stops where the user asked to. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await nextTurn();
  if (signal.aborted) throw new Refusal("interrupted", "Interrupted.", "Nothing was changed; run it again.");
}

/** The state of a path, links not followed. */
export function stateOf(absolute: string): FileState {
  const stats = lstatSync(absolute);
  return {
    kind: kindOf(stats),
    size: stats.size,
    mode: stats.mode & 0o7777,
    inode: stats.ino,
    modified: stats.mtimeMs,
    changed: stats.ctimeMs,
    accessed: stats.atimeMs,
  };
}

function kindOf(stats: Stats): FileState["kind"] {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  return stats.isSymbolicLink() ? "link" : "other";
}

function addFolder(walk: Walk, folder: string): void {
  let names: string[];
  try {
    names = readdirSync(path.join(walk.root, folder));
  } catch (error) {
    walk.notes.push(`${folder || "the project folder"} could not be read (${systemCode(error)}) and was not copied`);
    return;
  }
  for (const name of names) {
    if (!skippedNames.has(name)) addEntry(walk, folder === "" ? name : `${folder}/${name}`);
  }
}

function addEntry(walk: Walk, relative: string): void {
  const absolute = path.join(walk.root, relative);
  const state = stateIfThere(absolute);
  if (state === undefined || state.kind === "other" || walk.avoid(absolute)) return;
  const isEnvironment = relative !== "" && state.kind === "directory" && isVirtualEnvironment(absolute);
  const base = { path: relative, state, isEnvironment };
  walk.entries.push(state.kind === "link" ? { ...base, target: readlinkSync(absolute) } : base);
  if (state.kind === "file") walk.bytes += state.size;
  checkLimits(walk);
}

function stateIfThere(absolute: string): FileState | undefined {
  try {
    return stateOf(absolute);
  } catch (error) {
    // Gone since it was listed, or a name that is not UTF-8.
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isVirtualEnvironment(folder: string): boolean {
  return existsSync(path.join(folder, "pyvenv.cfg")) || existsSync(path.join(folder, "conda-meta"));
}

function checkLimits({ bytes, entries, limits, root }: Walk): void {
  if (bytes <= limits.bytes && entries.length <= limits.files) return;
  const what = bytes > limits.bytes ? `${limits.bytes / 1024 ** 3} GiB` : `${limits.files} files`;
  throw new Refusal(
    "too-large",
    `The project folder ${root} holds more than ${what}, too much to copy for trying a fix.`,
    "Move its data elsewhere, or put a pyproject.toml beside the program's own code so that only that folder is copied.",
  );
}
