import type { Tally } from "./process-sampler.ts";
import type { RecordedProcess, RecordedWeight, Recording } from "./recording.ts";

/** What of a recording is needed to tell later what has been added to it. */
export type RecordedMark = ReadonlyMap<string, { readonly weights: WeightsByPlace; readonly tally: Tally }>;

type WeightsByPlace = ReadonlyMap<number, RecordedWeight>;

/** Marks what has been seen so far. */
export function markOf({ processes }: Recording): RecordedMark {
  return new Map(processes.map((one) => [keyOf(one), { weights: byPlace(one.weights), tally: one.tally }]));
}

/** What was seen since the mark: nodes, threads and functions keep their numbers. */
export function recordingSince({ processes, notes }: Recording, mark: RecordedMark): Recording {
  return { notes, processes: processes.flatMap((one) => processSince(one, mark)) };
}

function processSince(process: RecordedProcess, mark: RecordedMark): readonly RecordedProcess[] {
  const before = mark.get(keyOf(process));
  if (before === undefined) return [process];
  // It has ended before, or waits for its turn: no time has passed for it.
  if (process.tally.wall <= before.tally.wall) return [];
  const weights = process.weights.flatMap((weight) => weightSince(weight, before.weights.get(placeOf(weight))));
  return [{ ...process, weights, tally: lessOf(process.tally, before.tally) }];
}

/** Threads and nodes are counted from 0; there are fewer than 2²⁰ nodes. */
const placeOf = ({ thread, node }: RecordedWeight): number => thread * 0x100000 + node;
const byPlace = (weights: readonly RecordedWeight[]): WeightsByPlace =>
  new Map(weights.map((weight) => [placeOf(weight), weight]));

/** A process that executes another program keeps its id. */
const keyOf = ({ pid, executable, argv }: RecordedProcess): string => JSON.stringify([pid, executable, argv]);

function weightSince(weight: RecordedWeight, before: RecordedWeight | undefined): readonly RecordedWeight[] {
  if (before === undefined) return [weight];
  const { thread, node, waits, ...sums } = weight;
  const waited = waits.map((time, kind) => Math.max(0, time - (before.waits[kind] ?? 0)));
  // What was found impossible later has been taken away.
  return weight.samples <= before.samples ? [] : [{ thread, node, waits: waited, ...lessOf(sums, before) }];
}

function lessOf<Sums extends { readonly [Name in keyof Sums]: number }>(sums: Sums, before: Sums): Sums {
  const names = Object.keys(sums) as (keyof Sums)[];
  return Object.fromEntries(names.map((name) => [name, Math.max(0, sums[name] - before[name])])) as Sums;
}
