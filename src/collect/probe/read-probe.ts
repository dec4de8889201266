import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { Refusal, systemCode } from "../../base/refusal.ts";
import { mergeProbe } from "./merge-probe.ts";
import type { ProbedHashability, ProbeRecord } from "./probe-record.ts";

/** What one process wrote; times in ns. */
export interface ProbedProcess {
  readonly pid: number;
  /** From the probe's start to the last write. */
  readonly wall: number;
  /** What the probe itself cost. */
  readonly spent: number;
  readonly watches: readonly ProbedWatch[];
}

/** What one process saw at one watch. */
export interface ProbedWatch {
  readonly watch: number;
  readonly executions: number;
  readonly exact: boolean;
  readonly estimated: number;
  readonly time: number | null;
  readonly looks: number;
  readonly operand: WrittenKinds;
  readonly elements: WrittenKinds;
  readonly needle: WrittenKinds;
  readonly sizes: readonly number[];
  readonly sized: number;
  /** By half octave of the operand's size: executions that were timed, the sums of their sizes, times, squared times. */
  readonly stretches: readonly Stretch[];
  readonly least: number | null;
  readonly most: number | null;
  readonly changes: boolean;
  readonly compared: number;
  readonly same: number;
  readonly again: number;
  readonly walked: boolean;
  readonly turns: Turns;
  readonly answers: Answers | null;
  readonly repeats?: Repeats | null | undefined;
}

type Turns = readonly [looked: number, another: number];
type Answers = readonly [asked: number, held: number];
type Repeats = readonly [looked: number, plain: number, repeated: number, distinct: number, same: number];
type Stretch = readonly [executions: number, sizes: number, time: number, squares: number];

interface WrittenKinds {
  readonly types: readonly [string, number][];
  readonly hashable: ProbedHashability;
  readonly partial: boolean;
}

const kinds: v.GenericSchema<unknown, WrittenKinds> = v.object({
  types: v.array(v.tuple([v.string(), v.number()])),
  hashable: v.picklist(["builtin", "proven", "custom", "unhashable", "unknown"]),
  partial: v.boolean(),
});

const watchRecord: v.GenericSchema<unknown, ProbedWatch> = v.object({
  watch: v.number(),
  executions: v.number(),
  exact: v.boolean(),
  estimated: v.number(),
  time: v.nullable(v.number()),
  looks: v.number(),
  operand: kinds,
  elements: kinds,
  needle: kinds,
  sizes: v.array(v.number()),
  sized: v.number(),
  stretches: v.array(v.tuple([v.number(), v.number(), v.number(), v.number()])),
  least: v.nullable(v.number()),
  most: v.nullable(v.number()),
  changes: v.boolean(),
  compared: v.number(),
  same: v.number(),
  again: v.number(),
  walked: v.boolean(),
  turns: v.tuple([v.number(), v.number()]),
  answers: v.nullable(v.tuple([v.number(), v.number()])),
  repeats: v.optional(v.nullable(v.tuple([v.number(), v.number(), v.number(), v.number(), v.number()]))),
});

const processRecord: v.GenericSchema<unknown, ProbedProcess> = v.object({
  pid: v.number(),
  wall: v.number(),
  spent: v.number(),
  watches: v.array(watchRecord),
});

/** Reads what the probe left in a run's folder: one record a watch, all processes together. */
export async function readProbe(folder: string): Promise<readonly ProbeRecord[]> {
  const names = await listFiles(folder);
  const processes: ProbedProcess[] = [];
  for (const name of names.filter((file) => /^probe-.*\.json$/u.test(file)).toSorted()) {
    processes.push(await readProcess(join(folder, name)));
  }
  return mergeProbe(processes);
}

async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function readProcess(path: string): Promise<ProbedProcess> {
  try {
    return v.parse(processRecord, JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new Refusal(
      "unreadable-data",
      `The probe's record ${path} cannot be read.`,
      "Check that the disk is not full, and run it again.",
      error,
    );
  }
}
