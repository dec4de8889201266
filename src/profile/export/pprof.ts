import { gzipSync } from "node:zlib";
import {
  emptyTableToken,
  Function as ProfFunction,
  Location,
  Mapping,
  Profile as ProfProfile,
  Sample,
  StringTable,
} from "pprof-format";
import type { Profile, StackWeight } from "../profile.ts";
import { WEIGHT_MODES, type ExportContext, type Exporter, type WeightMode } from "./exporter.ts";
import { nameOf } from "./frame-words.ts";
import { commandOf, threadsOf } from "./threads.ts";
import { ticksIn } from "./weigh.ts";

/** Google's pprof, gzipped. It holds all modes at once; the chosen one is what a reader shows first. */
export const pprof: Exporter = {
  id: "pprof",
  extension: ".pb.gz",
  mediaType: "application/gzip",
  isBinary: true,
  keepsThreads: true,
  opensIn: "go tool pprof, Grafana Pyroscope, speedscope",
  write: (profile, mode, context) => {
    const strings = new StringTable();
    const samples = encodeSamples(profile, strings);
    const tables = encodeTables(profile, mode, context, strings);
    const zipped = gzipSync(Buffer.concat([...samples, tables]));
    // The header names the system that zipped (RFC 1952): 255 is "unknown", so that the bytes are the same on all.
    zipped[9] = 255;
    return zipped;
  },
};

/**
 * Messages of protobuf that are joined are one message with the lists of both: samples are encoded by the thousand,
 * because a million of the library's objects at once would fill the memory.
 */
function encodeSamples(profile: Profile, strings: StringTable): readonly Uint8Array[] {
  const encoded: Uint8Array[] = [];
  const [threadKey, processKey] = [strings.dedup("thread"), strings.dedup("pid")];
  const measures = modesIn(profile).map(ticksIn);
  for (const thread of threadsOf(profile)) {
    const label = [
      { key: threadKey, str: strings.dedup(thread.name) },
      { key: processKey, num: thread.pid },
    ];
    for (let from = 0; from < thread.weights.length; from += samplesAtOnce) {
      const sample = thread.weights.slice(from, from + samplesAtOnce).map((weight) => {
        return new Sample({
          locationId: locationsOf(profile, weight),
          value: measures.map((measure) => measure(weight)),
          label,
        });
      });
      encoded.push(new ProfProfile({ sample, stringTable: new StringTable(emptyTableToken) }).encode());
    }
  }
  return encoded;
}

const samplesAtOnce = 4096;

const UNITS: Readonly<Record<WeightMode, string>> = {
  wall: "nanoseconds",
  cpu: "nanoseconds",
  gil: "nanoseconds",
  samples: "count",
  bytes: "bytes",
};

/** A recording of time has no bytes. */
function modesIn({ weights }: Profile): readonly WeightMode[] {
  const hasBytes = weights.some(({ bytes }) => bytes !== undefined);
  return WEIGHT_MODES.filter((mode) => mode !== "bytes" || hasBytes);
}

/** Innermost first. A location is a frame; ids begin at 1. */
function locationsOf({ stacks }: Profile, { stack }: StackWeight): number[] {
  const ids: number[] = [];
  for (let node = stacks[stack]; node !== undefined; node = stacks[node.parent]) ids.push(node.frame + 1);
  return ids;
}

function encodeTables(profile: Profile, mode: WeightMode, context: ExportContext, strings: StringTable): Uint8Array {
  const sampleType = modesIn(profile).map((each) => ({ type: strings.dedup(each), unit: strings.dedup(UNITS[each]) }));
  const functions = profile.functions.map((profiled, index) => {
    const name = strings.dedup(nameOf(profiled));
    const filename = strings.dedup(profiled.file);
    const systemName = strings.dedup(profiled.qualname);
    return new ProfFunction({ id: index + 1, name, systemName, filename, startLine: profiled.firstLine });
  });
  const location = profile.frames.map(({ function: index, position: { line, column } }, frame) => {
    // Columns count from 1 here; 0 is "not known".
    const place = column === undefined ? { line } : { line, column: column + 1 };
    return new Location({ id: frame + 1, mappingId: 1, line: [{ functionId: index + 1, ...place }] });
  });
  // One mapping that has everything keeps a reader from looking for symbols in the interpreter.
  const known = { hasFunctions: true, hasFilenames: true, hasLineNumbers: true };
  const filename = strings.dedup(profile.processes[0]?.executable ?? "");
  const wall = Math.max(0, ...profile.processes.map((process) => process.wall));
  return new ProfProfile({
    sampleType,
    mapping: [new Mapping({ id: 1, filename, ...known })],
    location,
    function: functions,
    durationNanos: Math.round(wall * 1e9),
    comment: commentsOf(profile, context).map((comment) => strings.dedup(comment)),
    defaultSampleType: strings.dedup(mode),
    stringTable: strings,
  }).encode();
}

function commentsOf(profile: Profile, { title }: ExportContext): readonly string[] {
  const { samples, missed, errors, impossible } = profile.truth;
  return [
    `hasten: ${title}`,
    ...profile.processes.map(({ pid, version }, index) => `${pid}: Python ${version}: ${commandOf(profile, index)}`),
    `samples ${samples}, missed ${missed}, errors ${errors}, impossible ${impossible}`,
  ];
}
