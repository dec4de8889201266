import * as v from "valibot";
import { framesOf } from "./gecko-frames.ts";
import type { Imported, Importer, ImportKnowledge } from "./importer.ts";
import { check, headText, parseJson, textOf } from "./json.ts";
import { pushTable } from "./stack-table.ts";
import { StackCollector } from "./stack-collector.ts";
import { noTime, present, unreadable, weightOf } from "./unreadable.ts";

/** The Firefox Profiler's processed format, tables in the threads or shared between them. */
export const gecko: Importer = {
  id: "gecko",
  writtenBy: "Tachyon (--gecko), the Firefox Profiler, samply",
  looksLikeMine: (name, head) => {
    const text = headText(head);
    return (
      text.startsWith("{") &&
      (/"preprocessedProfileVersion"|^\{\s*"meta"\s*:\s*\{/.test(text) || name.endsWith(".gecko"))
    );
  },
  read: (bytes) => readGecko(parseJson(textOf(bytes), "The profile")),
};

const numbers = v.array(v.number());
const numbersOrNulls = v.array(v.nullable(v.number()));
const tableSchemas = {
  stackTable: v.optional(v.object({ frame: numbers, prefix: numbersOrNulls })),
  frameTable: v.optional(v.object({ func: numbers, line: v.optional(numbersOrNulls) })),
  funcTable: v.optional(
    v.object({
      name: numbers,
      fileName: v.optional(numbersOrNulls),
      source: v.optional(numbersOrNulls),
      lineNumber: v.optional(numbersOrNulls),
      resource: v.optional(numbersOrNulls),
    }),
  ),
  resourceTable: v.optional(v.object({ name: numbers })),
  stringArray: v.optional(v.array(v.string())),
  sources: v.optional(v.object({ filename: numbers })),
};
const samplesSchema = v.object({
  stack: numbersOrNulls,
  weight: v.optional(v.nullable(numbersOrNulls)),
  weightType: v.optional(v.string(), "samples"),
});
const threadSchema = v.object({
  ...tableSchemas,
  name: v.optional(v.string(), ""),
  isMainThread: v.optional(v.boolean(), false),
  pid: v.optional(v.union([v.number(), v.string()]), 0),
  samples: samplesSchema,
});
const profileSchema = v.object({
  meta: v.object({
    preprocessedProfileVersion: v.optional(v.number()),
    interval: v.number(),
    importedFrom: v.optional(v.nullable(v.string())),
  }),
  shared: v.optional(v.object(tableSchemas)),
  threads: v.array(v.unknown()),
});

type GeckoThread = v.InferOutput<typeof threadSchema>;
type GeckoProfile = v.InferOutput<typeof profileSchema>;

function readGecko(value: unknown): Imported {
  const profile = check(profileSchema, value, "The profile");
  if (profile.meta.preprocessedProfileVersion === undefined) {
    throw unreadable(
      "This is the Firefox Profiler's raw format",
      "Open it at profiler.firefox.com, save it from there, and import that file.",
    );
  }
  const collector = new StackCollector();
  const interval = weightOf(profile.meta.interval / 1000, "the sampling interval");
  const hasLines = profile.threads.map((entry, index) => {
    const thread = check(threadSchema, entry, `Thread ${index + 1} of the profile`);
    return addThread({ collector, profile, interval }, thread, index);
  });
  const known: ImportKnowledge = {
    clock: "unknown",
    stacks: "whole",
    lines: hasLines.includes(true) ? "running" : "none",
    seconds: "stated",
    observed: "samples",
    paths: isTachyon(profile) ? "base-name" : "as-written",
  };
  return { profile: collector.build(known), known };
}

/** Tachyon gives the line that ran first as the function's own. */
const isTachyon = ({ meta }: GeckoProfile): boolean => /tachyon/i.test(meta.importedFrom ?? "");

interface Reading {
  readonly collector: StackCollector;
  readonly profile: GeckoProfile;
  /** Seconds. */
  readonly interval: number;
}

function addThread({ collector, profile, interval }: Reading, thread: GeckoThread, index: number): boolean {
  const tables = { ...profile.shared, ...thread };
  const stackTable = present(tables.stackTable, "a table of stacks");
  const frameTable = present(tables.frameTable, "a table of frames");
  const frames = framesOf(collector, tables, !isTachyon(profile));
  const stacks = pushTable(collector, {
    prefix: stackTable.prefix,
    frame: stackTable.frame.map((frame) => present(frames[frame], "a frame")),
  });
  const pid = Number(thread.pid) || 0;
  const of = collector.thread(String(index), () => ({ pid, name: thread.name, isMain: thread.isMainThread }));
  const { stack: sampled, weight, weightType } = thread.samples;
  if (weightType === "bytes") throw noTime("bytes");
  for (const [at, row] of sampled.entries()) {
    if (row === null) continue;
    const units = weight === undefined || weight === null ? 1 : (weight[at] ?? 0);
    const [spent, count] = weightType === "samples" ? [units * interval, units] : [units / 1000, 1];
    // A comparison of two profiles has weights below zero.
    collector.add(present(stacks[row], "a stack"), of, weightOf(spent, "a weight"), count);
  }
  return frameTable.line?.some((line) => (line ?? 0) > 0) ?? false;
}
