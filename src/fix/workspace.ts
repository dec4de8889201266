import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { World } from "../base/world.ts";
import type { Program } from "../collect/program.ts";
import { assert, Refusal, systemCode } from "../base/refusal.ts";
import { copyTree, refuseFullDisk } from "./copy-tree.ts";
import { mapExisting, mapProgram, type PathMap } from "./map-program.ts";
import { isInside, temporaryFolder, type Project } from "./project.ts";
import { redirectImports } from "./redirect-imports.ts";
import { removeTree } from "./remove-tree.ts";
import { seedBytecode } from "./seed-bytecode.ts";
import { dropBytecode, restoreEntry, restoreTree, type CopiedTree } from "./restore-tree.ts";
import { isWorkspaceName, recordOwner, WORKSPACE_PREFIX } from "./stale-workspaces.ts";
import { defaultLimits, stateOf, surveyTree, type TreeLimits, type TreeSurvey } from "./survey-tree.ts";
import { findChanges, keepContents, type FileChange } from "./tree-changes.ts";

/** A private copy of the project in which the program can be run without touching the user's files. */
export interface Workspace {
  /** The user's project folder. */
  readonly root: string;
  /** Its copy; all workspaces of a machine have paths of one length. */
  readonly copy: string;
  /** The program as the user runs it. */
  readonly original: Program;
  /** The program, to be run in the copy. */
  readonly program: Program;
  /** Maps another program of the user's, such as a test command, into the copy. */
  readonly adapt: (other: Program) => Promise<Program>;
  /** A folder beside the copy for what is captured of runs; goes with the workspace. */
  readonly scratch: string;
  /** Sentences on what could not be copied or is run differently than in the user's folder. */
  readonly notes: readonly string[];
  /** Where a file of the project lies in the copy; undefined when it is not part of it. */
  readonly locate: (absolute: string) => string | undefined;
  /** Writes a file of the copy (absolute path in the copy); it stays so over resets. */
  readonly write: (file: string, content: Uint8Array) => Promise<void>;
  /** Removes a file of the copy (absolute path in the copy) for good. */
  readonly remove: (file: string) => Promise<void>;
  /** Takes all edits back. */
  readonly discardEdits: () => Promise<void>;
  /** Moves what a run wrote into `folder`, restores the copy, and says what the run had done to it. */
  readonly takeChanges: (folder: string) => Promise<readonly FileChange[]>;
  /** Restores the copy to what it was before the run, edits included. */
  readonly reset: () => Promise<void>;
  /** Removes the copy and everything beside it. */
  readonly dispose: () => Promise<void>;
}

/** Copies the project and maps the program into the copy. The caller disposes of it, whatever happens. */
export async function createWorkspace(
  program: Program,
  project: Project,
  world: World,
  limits: TreeLimits = defaultLimits,
): Promise<Workspace> {
  const { root, survey } = await surveyProject(project, limits, world);
  const base = realpathSync(temporaryFolder(world));
  const home = makeHome(base, world);
  try {
    const copy = path.join(home, "p", path.basename(root));
    mkdirSync(path.dirname(copy));
    const outcome = await copyTree({ root, copy }, survey, world.signal);
    const tree: CopiedTree = { root, copy, entries: outcome.entries, edits: new Map(), added: new Set() };
    const notes = [...survey.notes, ...outcome.notes];
    return await assemble({ home, tree, notes, program, world });
  } catch (error) {
    await removeTree(home);
    throw error;
  }
}

interface Parts {
  readonly home: string;
  readonly tree: CopiedTree;
  readonly notes: readonly string[];
  readonly program: Program;
  readonly world: World;
}

async function assemble({ home, tree, notes, program, world }: Parts): Promise<Workspace> {
  const cache = path.join(home, "bytecode");
  const scratch = path.join(home, "runs");
  mkdirSync(cache);
  mkdirSync(scratch);
  const environments = [...tree.entries.values()].filter((entry) => entry.isEnvironment).map((entry) => entry.path);
  const map: PathMap = { roots: [...new Set([tree.root, realpathSync(tree.root)])], copy: tree.copy, environments };
  const seed = program.env["PYTHONHASHSEED"] ?? world.env["PYTHONHASHSEED"];
  const env = { PYTHONPYCACHEPREFIX: cache, UV_NO_SYNC: "1", PYTHONHASHSEED: seed ?? "0" };
  const adapt = async (other: Program): Promise<Program> => {
    const mapped = mapProgram(other, map, world);
    return redirectImports(other, { ...mapped, env: { ...mapped.env, ...env } }, map, world);
  };
  const mapped = await adapt(program);
  await seedBytecode({ original: program, mapped }, cache, map, world);
  const takeChanges = async (folder: string): Promise<readonly FileChange[]> => {
    mkdirSync(folder, { recursive: true });
    const changes = await findChanges(tree.copy, tree.entries, world.signal);
    const kept = await keepContents(tree.copy, changes, folder);
    await restore(tree, cache, changes);
    return kept;
  };
  return {
    root: tree.root,
    copy: tree.copy,
    original: program,
    program: mapped,
    adapt,
    scratch,
    notes: [...notes, ...runNotes(program, map, seed)],
    locate: (absolute) => locate(absolute, map, tree),
    write: async (file, content) => writeInto(tree, cache, file, content),
    remove: async (file) => removeFrom(tree, cache, file),
    discardEdits: async () => discardEdits(tree, cache),
    takeChanges,
    reset: async () => restore(tree, cache, await findChanges(tree.copy, tree.entries, world.signal)),
    dispose: async () => removeTree(home),
  };
}

function makeHome(base: string, world: World): string {
  try {
    const home = mkdtempSync(path.join(base, WORKSPACE_PREFIX));
    recordOwner(home, world);
    return home;
  } catch (error) {
    throw refuseFullDisk(error, base);
  }
}

async function surveyProject(
  { root, orElse }: Project,
  limits: TreeLimits,
  world: World,
): Promise<{ root: string; survey: TreeSurvey }> {
  if (path.dirname(root) === root) {
    const hint = "Run it from the folder that holds the program, or put the program into a folder of its own.";
    throw new Refusal("too-large", `The program's folder is ${root}, the whole file system.`, hint);
  }
  const temporary = realpathSync(temporaryFolder(world));
  const avoid = (absolute: string): boolean =>
    path.dirname(absolute) === temporary && isWorkspaceName(path.basename(absolute));
  try {
    return { root, survey: await surveyTree(root, limits, world.signal, avoid) };
  } catch (error) {
    if (orElse === undefined || !(error instanceof Refusal) || error.code !== "too-large") throw error;
    return { root: orElse, survey: await surveyTree(orElse, limits, world.signal, avoid) };
  }
}

function runNotes({ cwd }: Program, map: PathMap, seed: string | undefined): string[] {
  const notes: string[] = [];
  if (mapExisting(cwd, map) === undefined) {
    notes.push(
      `the working directory ${cwd} lies outside the project ${map.roots[0]}: files written there were not compared`,
    );
  }
  if (seed === undefined) notes.push("hash randomisation: all runs used PYTHONHASHSEED=0");
  return notes;
}

/** The copy of a file, where links inside the project lead to it; nothing that a link leads out of the copy to. */
function locate(absolute: string, map: PathMap, tree: CopiedTree): string | undefined {
  const place = mapExisting(absolute, map);
  if (place === undefined) return undefined;
  try {
    const real = realpathSync(place);
    return tree.entries.has(path.relative(tree.copy, real)) ? real : undefined;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function writeInto(tree: CopiedTree, cache: string, file: string, content: Uint8Array): Promise<void> {
  const relative = path.relative(tree.copy, file);
  assert(isInside(file, tree.copy) && relative !== "", "an edit lies in the copy");
  tree.edits.set(relative, content);
  try {
    if (tree.entries.has(relative)) await restoreEntry(tree, relative);
    else addFile(tree, relative, content);
  } catch (error) {
    throw refuseFullDisk(error, path.dirname(tree.copy));
  }
  dropBytecode(cache, relative);
}

async function removeFrom(tree: CopiedTree, cache: string, file: string): Promise<void> {
  const relative = path.relative(tree.copy, file);
  assert(isInside(file, tree.copy) && relative !== "", "what is removed lies in the copy");
  for (const kept of [tree.edits, tree.added, tree.entries]) kept.delete(relative);
  await removeTree(file);
  dropBytecode(cache, relative);
}

function addFile(tree: CopiedTree, relative: string, content: Uint8Array): void {
  const absolute = path.join(tree.copy, relative);
  addFolders(tree, path.posix.dirname(relative));
  writeFileSync(absolute, content);
  const state = stateOf(absolute);
  tree.added.add(relative);
  tree.entries.set(relative, { path: relative, state, copied: state, isEnvironment: false });
}

function addFolders(tree: CopiedTree, folder: string): void {
  if (folder === "." || tree.entries.has(folder)) return;
  addFolders(tree, path.posix.dirname(folder));
  const absolute = path.join(tree.copy, folder);
  mkdirSync(absolute, { recursive: true });
  const state = stateOf(absolute);
  tree.entries.set(folder, { path: folder, state, copied: state, isEnvironment: false });
}

async function discardEdits(tree: CopiedTree, cache: string): Promise<void> {
  const edited = [...tree.edits.keys()];
  tree.edits.clear();
  for (const relative of edited) {
    if (tree.added.delete(relative)) {
      tree.entries.delete(relative);
      await removeTree(path.join(tree.copy, relative));
    } else {
      await restoreEntry(tree, relative);
    }
    dropBytecode(cache, relative);
  }
}

async function restore(tree: CopiedTree, cache: string, changes: readonly FileChange[]): Promise<void> {
  try {
    await restoreTree(tree, changes);
  } catch (error) {
    throw refuseFullDisk(error, path.dirname(tree.copy));
  }
  for (const change of changes) dropBytecode(cache, change.path);
}
