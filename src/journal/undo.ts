import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { messageOf, Refusal, systemCode } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import { recoverPending } from "../fix/pending.ts";
import { hashBytes, hashIfThere, replaceFile, writeSynced } from "../fix/replace-file.ts";
import { writeSources, type SourceChange } from "../fix/write-source.ts";
import type { Store } from "./store.ts";

/** A file that a fix was to change, with its bytes from before. */
interface Original {
  /** Absolute, as the program knows it. */
  readonly file: string;
  /** SHA-256 of its bytes before and after. */
  readonly before: string;
  readonly after: string;
  /** Name, in the run's folder, of the bytes from before. */
  readonly kept: string;
}

const originals: v.GenericSchema<unknown, readonly Original[]> = v.array(
  v.object({ file: v.string(), before: v.string(), after: v.string(), kept: v.string() }),
);

/** What an undo did. */
export interface Undone {
  readonly fix: string;
  /** Absolute; they are as they were before the fix. */
  readonly files: readonly string[];
}

const LIST = "originals.json";
/** The list's name once its files are as they were. */
const DONE = "restored.json";

/** Keeps the bytes that a fix is about to replace; they and their list are on the disk when this returns. */
export function keepOriginals(runFolder: string, changes: readonly SourceChange[]): void {
  const list = changes.map(({ path: file, hash: before, content }, index): Original => {
    const kept = `original-${index}`;
    writeAnew(join(runFolder, kept), readFileSync(file));
    return { file, before, after: hashBytes(content), kept };
  });
  const staged = join(runFolder, `${LIST}.new`);
  writeAnew(staged, Buffer.from(JSON.stringify(list)));
  replaceFile(staged, join(runFolder, LIST));
}

/** Restores what a fix changed (the last that still stands, where none is named): all of its files or none. */
export async function undoFix(id: string | undefined, store: Store, world: World): Promise<Undone> {
  recoverPending(store.folder, world);
  const fix = id ?? (await lastStanding(store));
  const folder = join(store.folder, "runs", fix);
  const list = readOriginals(folder);
  if (list === undefined) throw nothingToUndo(fix, folder);
  if (!isRestored(list)) {
    writeSources(
      list.map((original) => changeBack(original, folder)),
      store.folder,
      world,
    );
  }
  replaceFile(join(folder, LIST), join(folder, DONE));
  const files = list.map(({ file }) => file);
  const at = new Date(world.now()).toISOString();
  await store.append({ schema: "hasten.journal/1", kind: "undone", at, fix, files });
  return { fix, files };
}

async function lastStanding(store: Store): Promise<string> {
  for (const id of await store.list()) {
    const list = readOriginals(join(store.folder, "runs", id));
    // One that was killed before it wrote anything has nothing to restore.
    if (list !== undefined && !isRestored(list)) return id;
  }
  throw new Refusal("no-run", "No fix of this folder stands in the source.", "`hasten show --list` names its runs.");
}

function readOriginals(folder: string): readonly Original[] | undefined {
  const file = join(folder, LIST);
  if (!existsSync(file)) return undefined;
  try {
    return v.parse(originals, JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const hint = "The patch in the same folder can be taken back with: git apply -R";
    const isRead = systemCode(error) === undefined;
    const why = isRead ? "was not written by this version of hasten" : `cannot be read (${messageOf(error)})`;
    throw new Refusal("unreadable-data", `${file} ${why}.`, hint, error);
  }
}

function isRestored(list: readonly Original[]): boolean {
  return list.every(({ file, before }) => hashIfThere(file) === before);
}

function changeBack({ file, before, after, kept }: Original, folder: string): SourceChange {
  if (hashIfThere(file) !== after) {
    const hint = `Take the fix's part back by hand: git apply -R ${join(folder, "fix.patch")}`;
    throw new Refusal("source-changed", `${file} changed since the fix was written.`, hint);
  }
  const content = readFileSync(join(folder, kept));
  if (hashBytes(content) === before) return { path: file, hash: after, content };
  const hint = `Take the fix back with: git apply -R ${join(folder, "fix.patch")}`;
  throw new Refusal("unreadable-data", `What ${file} was before the fix is not kept whole.`, hint);
}

function nothingToUndo(fix: string, folder: string): Refusal {
  if (existsSync(join(folder, DONE))) {
    return new Refusal("no-run", `${fix} has been undone already.`, "`hasten fix` would make its fixes again.");
  }
  return new Refusal("no-run", `${fix} wrote nothing that could be undone.`, "`hasten show --list` names the runs.");
}

function writeAnew(file: string, content: Uint8Array): void {
  rmSync(file, { force: true });
  mkdirSync(join(file, ".."), { recursive: true });
  writeSynced(file, content);
}
