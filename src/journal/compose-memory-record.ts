import { bytes, seconds } from "../base/units.ts";
import type { Ended } from "../collect/launch/ended.ts";
import type { ChurnFile, RunningFrame } from "../collect/memory/memory-files.ts";
import type { MemoryRecords } from "../collect/memory/read-memory.ts";
import type { RunFacts } from "../collect/observation.ts";
import type { Sources } from "../diagnose/sources.ts";
import type { MemoryRecord } from "./memory-record.ts";
import type { Profile } from "../profile/profile.ts";
import { growingLines } from "../memory/growing-lines.ts";
import { userFiles } from "../memory/held-at-peak.ts";
import { heldLines } from "../memory/held-lines.ts";
import { heldProfile, type NamePlace } from "../memory/held-profile.ts";
import type { Churn, MemoryPlace, Peak } from "../memory/memory-facts.ts";
import { namePlaces } from "../memory/name-places.ts";

/** What the runs left behind. */
export interface MemoryRuns {
  readonly id: string;
  readonly startedAt: string;
  readonly frames: number;
  readonly records: MemoryRecords;
  readonly ended: Ended;
  /** The process that ran already. */
  readonly attached?: { readonly pid: number };
  readonly bare?: Ended;
  readonly churn?: ChurnFile;
}

/** Lines that are told of each list. */
const TOP = 10;
/** A run that tracemalloc slows by more gets a word on it. */
const SLOW = 10;
/** A snapshot with so much of the exact peak shows it. */
const ENOUGH = 0.97;

/** Makes the record and the profile in bytes of what the runs left behind. */
export async function composeMemoryRecord(
  runs: MemoryRuns,
  { command, cwd }: Pick<RunFacts, "command" | "cwd">,
  sources: Sources,
): Promise<{ readonly record: MemoryRecord; readonly profile: Profile }> {
  const { records, bare, churn } = runs;
  const { memory, stock, moments, samples, processes } = records;
  const isUser = userFiles(memory);
  const name = await namePlaces(filesOf(runs), sources);
  const place = (file: string, line: number): MemoryPlace => placeWithout(name(file, line));
  const run = runFacts(runs, command, cwd);
  const record: MemoryRecord = {
    schema: "hasten.memory-record/1",
    run,
    frames: runs.frames,
    processes,
    ...(bare && { bareWall: bare.wall }),
    peak: peakOf(runs, place),
    end: bytes(memory.end),
    resident: {
      ...(bare && { peak: bare.peakRss }),
      start: bytes(memory.base_rss),
      traced: bytes(memory.seen.rss),
      tracing: bytes(memory.seen.tracing),
    },
    held: heldOf(stock, isUser, place),
    ...(churn && { churn: churnOf(churn, isUser) }),
    collections: collectionsOf(memory),
    tracked: stock?.tracked ?? [],
    growing: growingLines(moments, samples)
      .slice(0, TOP)
      .map((row) => ({ ...row, ...place(row.file, row.line) })),
    moments: moments.length,
    classes: (stock?.classes ?? []).slice(0, TOP),
    ...(stock && shapesOf(stock, isUser)),
    course: memory.course,
    notes: run.notes,
  };
  return { record, profile: heldProfile(memory, stock, name) };
}

/** What other containers would hold in less; of the program's own lines. */
function shapesOf(
  { numbers, records }: NonNullable<MemoryRecords["stock"]>,
  isUser: (file: string) => boolean,
): Pick<MemoryRecord, "numbers" | "records"> {
  return { numbers: numbers.filter(({ file }) => isUser(file)), records };
}

type Place = (file: string, line: number) => MemoryPlace;

function runFacts(runs: MemoryRuns, command: RunFacts["command"], cwd: string): RunFacts {
  const { records, ended, bare } = runs;
  const { version, executable, gil, wall } = records.memory;
  return {
    id: runs.id,
    command,
    cwd,
    startedAt: runs.startedAt,
    python: { version, executable, gil },
    exitCode: ended.exitCode,
    wall: seconds(wall),
    cpu: ended.cpu,
    peakRss: bare?.peakRss ?? ended.peakRss,
    collector: "tracemalloc",
    notes: notesOf(runs),
    ...(runs.attached && { attached: runs.attached }),
  };
}

function heldOf(stock: MemoryRecords["stock"], isUser: (file: string) => boolean, place: Place): MemoryRecord["held"] {
  const held = heldLines(stock ?? { stacks: [], rest: 0 }, isUser).slice(0, TOP);
  return held.map(({ inside, ...row }) => ({
    ...row,
    ...place(row.file, row.line),
    ...(inside && { inside: place(inside[0], inside[1]) }),
  }));
}

function collectionsOf({ collections }: MemoryRecords["memory"]): MemoryRecord["collections"] {
  return collections.map(([generation, times, took, freed]) => ({ generation, times, seconds: seconds(took), freed }));
}

function placeWithout({ file, line, function: name }: ReturnType<NamePlace>): MemoryPlace {
  return { file, line, function: name };
}

function filesOf({ records, churn }: MemoryRuns): readonly string[] {
  const held = (records.stock?.stacks ?? []).flatMap(([, , frames]) => frames.map(([file]) => file));
  const grown = records.moments.flatMap(({ lines }) => lines.map(([, , file]) => file));
  const peak = (churn?.stack ?? []).map(([file]) => file);
  return [...held, ...grown, ...peak];
}

function stackOf(stack: readonly RunningFrame[]): readonly MemoryPlace[] {
  return stack.map(([file, line, name]) => ({ file, line, function: name }));
}

function peakOf({ records, churn }: MemoryRuns, place: Place): Peak {
  const { peak, seen } = records.memory;
  const at = churn?.place ?? undefined;
  return {
    bytes: bytes(peak),
    seen: bytes(seen.bytes),
    at: seconds(seen.at),
    stack: stackOf(seen.stack),
    // The lines are worth telling where they saw the peak: the whole of it, and what tracing itself holds is little.
    ...(churn &&
      at &&
      churn.peak >= ENOUGH * peak && {
        exact: {
          bytes: bytes(churn.peak),
          left: bytes(churn.held),
          place: place(at[0], at[1]),
          stack: stackOf(churn.stack),
        },
      }),
  };
}

function churnOf(churn: ChurnFile, isUser: (file: string) => boolean): Churn {
  const rows = churn.lines.filter(([, , , file]) => isUser(file));
  const shown = rows.length === 0 ? churn.lines : rows;
  return {
    lines: shown.slice(0, TOP).map(([size, times, kept, file, line, name]) => ({
      file,
      line,
      function: name,
      bytes: bytes(size),
      kept: bytes(kept),
      times,
    })),
    allocated: bytes(churn.allocated),
    isPart: churn.stopped,
    seesWithin: churn.exact,
  };
}

function notesOf({ records, ended, bare, churn, attached }: MemoryRuns): readonly string[] {
  const { processes, stock, memory } = records;
  const notes: string[] = [];
  if (attached)
    notes.push("Lines are told of what was allocated since hasten came; instances are all that there were.");
  if (processes > 1) notes.push(`${processes} processes were counted; this is the one that held most (${memory.pid}).`);
  if (stock === undefined) notes.push("No child could stand still at the peak: what was held there is not known.");
  if (bare && bare.exitCode !== ended.exitCode) {
    notes.push(`The bare run ended with status ${bare.exitCode}, the traced one with ${ended.exitCode}.`);
  }
  if (bare && memory.frames > 1 && memory.wall > SLOW * bare.wall)
    notes.push("tracemalloc asks for the line of each frame of each block that is made; --frames 1 takes less time.");
  if (ended.timedOut) notes.push("The program was ended by --timeout; this is what was seen until then.");
  if (churn?.stopped === true) notes.push("Lines were followed for the first part of the run only (--line-seconds).");
  return notes;
}
