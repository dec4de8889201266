import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { Refusal } from "../../base/refusal.ts";
import type { World } from "../../base/world.ts";
import type { Program } from "../../collect/program.ts";
import { isInside } from "../../fix/project.ts";
import { defaultLimits, surveyTree } from "../../fix/survey-tree.ts";

/** What the user named. */
export interface VersionsRequest {
  readonly old: string;
  readonly new: string;
  /** The project's file or folder that both stand for, where neither of them is in the project. */
  readonly at: string | undefined;
}

/** A file in its two versions; undefined where a version does not have it. */
export interface VersionedFile {
  /** Where it lies in the user's project (absolute), or would. */
  readonly file: string;
  readonly old: Uint8Array | undefined;
  readonly new: Uint8Array | undefined;
}

/** Two versions of a part of the project. */
export interface Versions {
  /** The file or folder of the project that both stand for (absolute). */
  readonly place: string;
  readonly kind: "file" | "folder";
  /** Every file of code in either. */
  readonly code: readonly VersionedFile[];
  /** Other files that only one of them has, and the project does not: both sides get them. */
  readonly data: readonly { readonly file: string; readonly content: Uint8Array }[];
  readonly notes: readonly string[];
}

/** What Python loads as code. */
const CODE = /\.(?:py|pyi|pyw|pyx|so|pyd)$/u;

/** Reads the two versions; refuses what is none, or where it is not clear what they are versions of. */
export async function findVersions(
  request: VersionsRequest,
  program: Program,
  root: string,
  world: World,
): Promise<Versions> {
  const [old, now] = [existing(request.old, world), existing(request.new, world)];
  const isFolder = statSync(old).isDirectory();
  if (isFolder !== statSync(now).isDirectory()) {
    throw new Refusal("usage", "OLD and NEW are a file and a folder.", "Name two files, or two folders.");
  }
  if (old === now) throw new Refusal("usage", "OLD and NEW are the same.", "Name two versions of it.");
  const place = request.at === undefined ? placeOf([old, now], program, root) : existing(request.at, world);
  if (!isInside(place, root)) {
    throw new Refusal(
      "usage",
      `${place} is not part of the program's project ${root}.`,
      "Name a place in it with --at.",
    );
  }
  const versions = isFolder ? await compareFolders({ old, now, place }, world) : compareFiles(old, now, place);
  if (versions.code.every((file) => isSame(file.old, file.new))) {
    throw new Refusal("usage", "OLD and NEW hold the same code.", "Name two versions that differ.");
  }
  return versions;
}

function existing(named: string, world: World): string {
  const absolute = path.resolve(world.cwd, named);
  if (existsSync(absolute)) return realpathSync(absolute);
  throw new Refusal("no-such-file", `There is no ${named}.`, "Name two versions: hasten verify OLD NEW -- program.");
}

/** The one that the program names, or runs in; else the old one, else the new one, whichever lies in the project. */
function placeOf(both: readonly [string, string], program: Program, root: string): string {
  const words = program.request.kind === "script" ? [program.request.script] : program.argv.slice(1);
  const places = [...words.map((word) => path.resolve(program.cwd, word)), program.cwd].filter((one) =>
    existsSync(one),
  );
  for (const place of places.map((one) => realpathSync(one))) {
    // The innermost, where one folder lies in the other.
    const [named] = both.filter((one) => isInside(place, one)).toSorted((a, b) => b.length - a.length);
    if (named !== undefined) return named;
  }
  const inside = both.find((one) => isInside(one, root));
  if (inside !== undefined) return inside;
  const hint = "Name the file or folder of the project that they are versions of with --at.";
  throw new Refusal("usage", `Neither OLD nor NEW lies in the program's project ${root}.`, hint);
}

function compareFiles(old: string, now: string, place: string): Versions {
  const code = [{ file: place, old: readFileSync(old), new: readFileSync(now) }];
  return { place, kind: "file", code, data: [], notes: [] };
}

interface Folders {
  readonly old: string;
  readonly now: string;
  readonly place: string;
}

async function compareFolders({ old, now, place }: Folders, world: World): Promise<Versions> {
  const [olds, news] = [await listFiles(old, world), await listFiles(now, world)];
  const names = [...new Set([...olds, ...news])].sort();
  const code: VersionedFile[] = [];
  const data: { file: string; content: Uint8Array }[] = [];
  const notes: string[] = [];
  for (const name of names) {
    const file = path.join(place, name);
    if (CODE.test(name)) {
      code.push({ file, old: read(old, olds, name), new: read(now, news, name) });
    } else if (!existsSync(file)) {
      data.push({ file, content: readFileSync(path.join(olds.has(name) ? old : now, name)) });
    } else if (olds.has(name) && news.has(name) && !isSame(read(old, olds, name), read(now, news, name))) {
      notes.push(`${name} differs between the folders and is no code: both versions ran with the one in ${place}`);
    }
  }
  return { place, kind: "folder", code, data, notes };
}

function read(folder: string, files: ReadonlySet<string>, name: string): Uint8Array | undefined {
  return files.has(name) ? readFileSync(path.join(folder, name)) : undefined;
}

async function listFiles(folder: string, world: World): Promise<ReadonlySet<string>> {
  const { entries } = await surveyTree(folder, defaultLimits, world.signal, () => false);
  return new Set(entries.flatMap((entry) => (entry.state.kind === "file" ? [entry.path] : [])));
}

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(one, other) === 0;
}
