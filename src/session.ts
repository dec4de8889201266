import { Refusal } from "./base/refusal.ts";
import { attachProcess } from "./attach.ts";
import { compileProgram, type CompileOptions } from "./compile.ts";
import { compileRust, type RustOptions } from "./compile-rust.ts";
import type { World } from "./base/world.ts";
import type { AttachOptions } from "./collect/attach.ts";
import type { LiveOptions } from "./collect/live.ts";
import { dump, type Dump, type DumpOptions } from "./collect/dump.ts";
import { describeMachine } from "./collect/doctor/describe-machine.ts";
import type { MachineFacts } from "./collect/doctor/machine-facts.ts";
import { requestAtSize, requireSize } from "./collect/program/at-size.ts";
import type { ImportRequest } from "./collect/imported/import-profile.ts";
import { resolveProgram } from "./collect/program/resolve-program.ts";
import type { ProgramRequest } from "./collect/program.ts";
import type { CompileRecord } from "./journal/compile-record.ts";
import type { JournalEntry } from "./journal/entry.ts";
import type { FixRecord } from "./journal/fix-record.ts";
import { summarise, type RecordSummary } from "./journal/record-summary.ts";
import type { RunRecord } from "./journal/run-record.ts";
import { openStore, type Store, type StoredRecord } from "./journal/store.ts";
import { fixProgram, importRun, runProgram, type FixOptions, type RunOptions } from "./pipeline.ts";
import type { Tools } from "./tools.ts";
import type { Profile } from "./profile/profile.ts";
import type { PageContent } from "./present/html/page-content.ts";
import { packProfiles } from "./pack-profiles.ts";
import { gatherPage, gatherStory, idOf } from "./report.ts";
import { undoFix, type Undone } from "./journal/undo.ts";
import type { VerifyRecord } from "./journal/verify-record.ts";
import type { ScaleRecord } from "./journal/scale-record.ts";
import { scaleProgram, type ScaleOptions } from "./scale.ts";
import { proveVersions, type VerifyOptions } from "./prove-versions.ts";
import type { AttachMemoryOptions } from "./collect/memory/attach-memory.ts";
import { measureAttached, measureMemory, type MemoryOptions } from "./memory.ts";
import { checkBudgets, type Checked, type CheckOptions } from "./check.ts";
import type { MemoryRecord } from "./journal/memory-record.ts";
import { startTop, type Top } from "./top.ts";
import { createParser } from "./source/python-parser.ts";

/** What a request may say about its program. */
export interface ProgramOptions {
  readonly python: string | undefined;
}

/** What `top` watches. */
export type TopTarget =
  | { readonly kind: "process"; readonly pid: number; readonly followsChildren: boolean }
  | ({ readonly kind: "program"; readonly request: ProgramRequest } & ProgramOptions);

/** The profile of a past run. */
export interface StoredProfile {
  readonly run: RunRecord["run"];
  readonly profile: Profile;
}

/** A page in the order in which its parts are there. */
export interface ServedContent {
  readonly story: PageContent;
  readonly profiles: Promise<Uint8Array>;
}

/** One working directory with its journal: what the command line holds. */
export interface Session {
  readonly run: (request: ProgramRequest, options: RunOptions & ProgramOptions) => Promise<RunRecord>;
  readonly fix: (request: ProgramRequest, options: FixOptions & ProgramOptions) => Promise<FixRecord>;
  /** Runs the program at several sizes: its words hold `{n}`, or a variable tells it. */
  readonly scale: (request: ProgramRequest, options: ScaleOptions & ProgramOptions) => Promise<ScaleRecord>;
  /** Compares two versions of the program: same behaviour, and faster? */
  readonly verify: (request: ProgramRequest, options: VerifyOptions & ProgramOptions) => Promise<VerifyRecord>;
  /** Compiles the program's hot module on a copy, proves and measures it. */
  readonly compile: (request: ProgramRequest, options: CompileOptions & ProgramOptions) => Promise<CompileRecord>;
  /** Has a hot function in Rust: makes the project, or builds, proves and measures it. */
  readonly compileRust: (request: ProgramRequest, options: RustOptions & ProgramOptions) => Promise<CompileRecord>;
  /** Runs the program under tracemalloc, and beside it as it is. */
  readonly memory: (request: ProgramRequest, options: MemoryOptions & ProgramOptions) => Promise<MemoryRecord>;
  /** Follows the memory of a process that runs already. */
  readonly attachMemory: (options: AttachMemoryOptions) => Promise<MemoryRecord>;
  /** Runs the program against what it may take; nothing is kept. */
  readonly check: (request: ProgramRequest, options: CheckOptions & ProgramOptions) => Promise<Checked>;
  /** Restores what a fix changed; the last one that still stands where none is named. */
  readonly undo: (id: string | undefined) => Promise<Undone>;
  /** Watches a process that runs already. */
  readonly attach: (options: AttachOptions) => Promise<RunRecord>;
  /** Watches a running process, or a program that is started for it, live. */
  readonly top: (target: TopTarget, options: Omit<LiveOptions, "target">) => Promise<Top>;
  /** Looks once at every thread of a running process. */
  readonly dump: (options: DumpOptions) => Promise<Dump>;
  /** Reads and ranks a profile that another tool wrote, and keeps it as a run. */
  readonly importProfile: (request: ImportRequest) => Promise<RunRecord>;
  /** The newest run, fix, scale or verify; undefined where there is none. */
  readonly last: () => Promise<StoredRecord | undefined>;
  readonly record: (id: string) => Promise<StoredRecord>;
  readonly records: () => Promise<readonly RecordSummary[]>;
  /** The profile of a run, or of the last one that has one; refuses when there is none. */
  readonly profile: (id: string | undefined) => Promise<StoredProfile>;
  /** All that a page shows of a run or fix, the last one without an id; with another one, the two are compared. */
  readonly page: (id: string | undefined, other?: string) => Promise<PageContent>;
  /** The same for a server: the story at once, the profiles in packed columns when they are read. */
  readonly servedPage: (id: string | undefined, other?: string) => Promise<ServedContent>;
  readonly journal: () => Promise<readonly JournalEntry[]>;
  readonly doctor: () => Promise<MachineFacts>;
}

type Resolve = (request: ProgramRequest, options: ProgramOptions) => ReturnType<typeof resolveProgram>;

function resolverOf(world: World): Resolve {
  return async (request, { python }) => resolveProgram(request, python === undefined ? {} : { python }, world);
}

/** Opens a session in the world's working directory. Nothing is written before something has to be kept. */
export function createSession(world: World): Session {
  const store = openStore(world.cwd);
  const tools = async (): Promise<Tools> => ({ store, parser: await createParser(world.packageFolder) });
  const resolve = resolverOf(world);
  return {
    run: async (request, options) => runProgram(await resolve(request, options), options, await tools(), world),
    fix: async (request, options) => fixProgram(await resolve(request, options), options, await tools(), world),
    scale: async (request, options) => {
      requireSize(request, options.variable);
      const atSize = async (size: number): ReturnType<typeof resolveProgram> => {
        const program = await resolve(requestAtSize(request, size), options);
        if (options.variable === undefined) return program;
        return { ...program, env: { ...program.env, [options.variable]: String(size) } };
      };
      return scaleProgram({ request, atSize }, options, await tools(), world);
    },
    verify: async (request, options) => proveVersions(await resolve(request, options), options, await tools(), world),
    compile: async (request, options) => compileProgram(await resolve(request, options), options, await tools(), world),
    compileRust: async (request, options) =>
      compileRust(await resolve(request, options), options, await tools(), world),
    memory: async (request, options) => measureMemory(await resolve(request, options), options, await tools(), world),
    attachMemory: async (options) => measureAttached(options, await tools(), world),
    check: async (request, options) => checkBudgets(await resolve(request, options), options, world),
    undo: async (id) => undoFix(id, store, world),
    attach: async (options) => attachProcess(options, await tools(), world),
    top: async (target, options) => {
      if (target.kind === "process") return startTop({ ...options, target }, world);
      return startTop({ ...options, target: { program: await resolve(target.request, target) } }, world);
    },
    dump: (options) => dump(options, world),
    importProfile: async (request) => importRun(request, store, world),
    ...keptParts(store, world),
    journal: store.readJournal,
    doctor: async () => describeMachine(world),
  };
}

/** What is asked of runs and fixes that are kept. */
function keptParts(
  store: Store,
  world: World,
): Pick<Session, "last" | "record" | "records" | "profile" | "page" | "servedPage"> {
  return {
    last: async () => findLast(store),
    record: store.read,
    records: async () => {
      const records = await Promise.all((await store.list()).map(async (id) => store.read(id)));
      return records.map(summarise);
    },
    profile: async (id) => (id === undefined ? lastProfile(store) : profileOf(store, id)),
    page: async (id, other) => {
      const record = id === undefined ? await lastWithPage(store) : await store.read(id);
      return gatherPage(store, record, other === undefined ? undefined : await store.read(other));
    },
    servedPage: async (id, other) => {
      const record = id === undefined ? await lastWithPage(store) : await store.read(id);
      const story = await gatherStory(store, record);
      if (other !== undefined) await gatherStory(store, await store.read(other));
      return { story, profiles: packProfiles({ cwd: world.cwd, id: idOf(record), other }, world.signal) };
    },
  };
}

async function findLast(store: Store): Promise<StoredRecord | undefined> {
  const [newest] = await store.list();
  return newest === undefined ? undefined : store.read(newest);
}

async function lastWithPage(store: Store): Promise<StoredRecord> {
  const last = await findLast(store);
  if (last !== undefined) return last;
  throw new Refusal("no-run", "Nothing has been run or fixed in this folder yet.", "Start with: hasten run app.py");
}

async function profileOf(store: Store, id: string): Promise<StoredProfile> {
  const stored = await findProfile(store, id);
  if (stored !== undefined) return stored;
  throw new Refusal("no-run", `${id} keeps no profile.`, "Profile the program with: hasten run");
}

async function lastProfile(store: Store): Promise<StoredProfile> {
  for (const id of await store.list()) {
    const stored = await findProfile(store, id);
    if (stored !== undefined) return stored;
  }
  throw new Refusal("no-run", "Nothing has been profiled in this folder yet.", "Start with: hasten run app.py");
}

async function findProfile(store: Store, id: string): Promise<StoredProfile | undefined> {
  const record = await store.read(id);
  if (record.schema !== "hasten.run-record/1" && record.schema !== "hasten.memory-record/1") return undefined;
  const profile = await store.readProfile(id);
  return profile === undefined ? undefined : { run: record.run, profile };
}
