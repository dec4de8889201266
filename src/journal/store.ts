import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal, messageOf, systemCode } from "../base/refusal.ts";
import type { Profile } from "../profile/profile.ts";
import type { CompileRecord } from "./compile-record.ts";
import type { JournalEntry } from "./entry.ts";
import { appendLine, readOr, saveJson } from "./files.ts";
import type { FixRecord } from "./fix-record.ts";
import type { MemoryRecord } from "./memory-record.ts";
import type { RunRecord } from "./run-record.ts";
import type { ScaleRecord } from "./scale-record.ts";
import type { KeptSources, Snapshot } from "./snapshot.ts";
import type { VerifyRecord } from "./verify-record.ts";

/** What `show` can show: the record of one of the verbs that keep one. */
export type StoredRecord = RunRecord | FixRecord | ScaleRecord | VerifyRecord | CompileRecord | MemoryRecord;

const SCHEMAS: readonly StoredRecord["schema"][] = [
  "hasten.run-record/1",
  "hasten.fix-record/1",
  "hasten.scale-record/1",
  "hasten.verify-record/1",
  "hasten.compile-record/1",
  "hasten.memory-record/1",
];

/** The folder `.hasten/` of one working directory: runs, fixes and the journal. */
export interface Store {
  readonly folder: string;
  /** Makes and returns the folder of a new run. Refuses with `not-writable` or `no-space` where that cannot be. */
  readonly openRun: (id: string) => Promise<string>;
  readonly saveRun: (record: RunRecord, seen: Snapshot) => Promise<void>;
  /** Keeps what the program was before the first fix, and after the last kept one. */
  readonly saveRound: (id: string, round: FixRound, seen: Snapshot) => Promise<void>;
  readonly saveFix: (record: FixRecord) => Promise<void>;
  readonly saveScale: (record: ScaleRecord) => Promise<void>;
  readonly saveVerify: (record: VerifyRecord) => Promise<void>;
  readonly saveCompile: (record: CompileRecord) => Promise<void>;
  readonly saveMemory: (record: MemoryRecord, seen: Snapshot) => Promise<void>;
  readonly append: (entry: JournalEntry) => Promise<void>;
  readonly readJournal: () => Promise<readonly JournalEntry[]>;
  /** The records' ids, newest first. */
  readonly list: () => Promise<readonly string[]>;
  /** Refuses with `no-run` when there is none of that id. */
  readonly read: (id: string) => Promise<StoredRecord>;
  /** The profile of a run; undefined where none was kept, as with a fix. */
  readonly readProfile: (id: string) => Promise<Profile | undefined>;
  /** The texts that were kept with a run, or with the first or last round of a fix. */
  readonly readSources: (id: string, round?: FixRound) => Promise<KeptSources | undefined>;
  /** What a run, or the first or last round of a fix, was made of; undefined where it was not kept. */
  readonly readSnapshot: (id: string, round?: FixRound) => Promise<Snapshot | undefined>;
}

/** The profiles that a fix keeps. */
export type FixRound = "first" | "last";

/** The store of a working directory; `.hasten/` is made with the first run. */
export function openStore(cwd: string): Store {
  const folder = join(cwd, ".hasten");
  const runFolder = (id: string): string => join(folder, "runs", id);
  const journal = join(folder, "journal.jsonl");
  return {
    folder,
    openRun: async (id) => {
      await makeFolder(folder);
      await mkdir(runFolder(id), { recursive: true });
      return runFolder(id);
    },
    saveRun: async (record, seen) => {
      const target = runFolder(record.run.id);
      await mkdir(target, { recursive: true });
      await saveSnapshot(target, "", seen);
      await saveRecord(target, record);
    },
    saveRound: async (id, round, seen) => {
      await mkdir(runFolder(id), { recursive: true });
      await saveSnapshot(runFolder(id), `${round}-`, seen);
    },
    saveFix: async (record) => {
      const target = runFolder(record.id);
      await mkdir(target, { recursive: true });
      await writeFile(join(target, "fix.patch"), record.patch);
      await saveRecord(target, record);
    },
    saveScale: async (record) => saveRecord(runFolder(record.id), record),
    saveVerify: async (record) => saveRecord(runFolder(record.id), record),
    saveCompile: async (record) => saveRecord(runFolder(record.id), record),
    saveMemory: async (record, seen) => {
      const target = runFolder(record.run.id);
      await mkdir(target, { recursive: true });
      await saveSnapshot(target, "", seen);
      await saveRecord(target, record);
    },
    append: async (entry) => appendLine(journal, JSON.stringify(entry)),
    readJournal: async () => readJournalFile(journal),
    list: async () => listRecords(join(folder, "runs")),
    read: async (id) => readRecord(runFolder(id), id),
    readProfile: async (id) => readKept(join(runFolder(id), "profile.json"), "hasten.profile/1"),
    readSources: async (id, round) => readSourcesFile(runFolder(id), prefixOf(round)),
    readSnapshot: async (id, round) => readSnapshotFiles(runFolder(id), prefixOf(round)),
  };
}

async function saveRecord(folder: string, record: StoredRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  await saveJson(join(folder, "record.json"), record);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(join(folder, "runs"), { recursive: true });
    // Keeps the folder out of the user's commits without touching their own ignore file.
    await writeFile(join(folder, ".gitignore"), "*\n");
  } catch (error) {
    if (systemCode(error) === "ENOSPC") {
      throw new Refusal(
        "no-space",
        `There is no space left to write ${folder}.`,
        "Free some space and try again.",
        error,
      );
    }
    const hint = "Run hasten from a folder that you may write to; the program can be named by its path.";
    throw new Refusal("not-writable", `${folder} cannot be written (${messageOf(error)}).`, hint, error);
  }
}

async function readJournalFile(path: string): Promise<readonly JournalEntry[]> {
  const text = await readOr(path, "", async (file) => readFile(file, "utf8"));
  const entries: JournalEntry[] = [];
  for (const line of text.split("\n")) {
    const entry = parseEntry(line);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/** A kill in the middle of an append leaves a torn last line: it is passed over. */
function parseEntry(line: string): JournalEntry | undefined {
  try {
    const entry = JSON.parse(line) as JournalEntry;
    return entry.schema === "hasten.journal/1" ? entry : undefined;
  } catch {
    return undefined;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readOr(folder, [], async (path) => readdir(path));
}

async function listRecords(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  const complete: string[] = [];
  for (const name of names.toSorted().toReversed()) {
    const files = await namesIn(join(folder, name));
    if (files.includes("record.json")) complete.push(name);
  }
  return complete;
}

async function readRecord(folder: string, id: string): Promise<StoredRecord> {
  const path = join(folder, "record.json");
  const text = await readOr(path, undefined, async (file): Promise<string | undefined> => readFile(file, "utf8"));
  if (text === undefined) {
    const hint = "`hasten show --list` names the runs of this folder.";
    throw new Refusal("no-run", `There is no run ${id} here.`, hint);
  }
  return parseAs<StoredRecord>(text, path, SCHEMAS);
}

const prefixOf = (round: FixRound | undefined): string => (round === undefined ? "" : `${round}-`);

const readSourcesFile = async (folder: string, prefix: string): Promise<KeptSources | undefined> =>
  readKept<KeptSources>(join(folder, `${prefix}sources.json`), "hasten.sources/1");

async function saveSnapshot(folder: string, prefix: string, { profile, sources }: Snapshot): Promise<void> {
  await saveJson(join(folder, `${prefix}profile.json`), profile);
  if (sources !== undefined) await saveJson(join(folder, `${prefix}sources.json`), sources);
}

async function readSnapshotFiles(folder: string, prefix: string): Promise<Snapshot | undefined> {
  const profile = await readKept<Profile>(join(folder, `${prefix}profile.json`), "hasten.profile/1");
  if (profile === undefined) return undefined;
  const sources = await readSourcesFile(folder, prefix);
  return { profile, ...(sources && { sources }) };
}

async function readKept<Document extends { readonly schema: string }>(
  path: string,
  schema: Document["schema"],
): Promise<Document | undefined> {
  const text = await readOr(path, undefined, async (file): Promise<string | undefined> => readFile(file, "utf8"));
  return text === undefined ? undefined : parseAs<Document>(text, path, [schema]);
}

/** Reads one of our documents; refuses what is none, or of another version. */
function parseAs<Document extends { readonly schema: string }>(
  text: string,
  path: string,
  schemas: readonly Document["schema"][],
): Document {
  try {
    const document = JSON.parse(text) as Document;
    if (schemas.includes(document.schema)) return document;
  } catch {
    // Not JSON: not ours either.
  }
  throw new Refusal(
    "unreadable-data",
    `${path} was not written by this version of hasten.`,
    "Delete the folder, or show the run with the version that made it.",
  );
}
