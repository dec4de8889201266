import { Profile as PprofProfile } from "pprof-format";
import { markedFrame } from "./frame-words.ts";
import { assumedSampleSeconds, type Imported, type Importer, type ImportKnowledge } from "./importer.ts";
import { checkMessage, fieldsAtHead, type MessageShape } from "./protobuf-shape.ts";
import { StackCollector } from "./stack-collector.ts";
import { noTime, present, unreadable } from "./unreadable.ts";

/** pprof's protobuf, which whoever reads files has unpacked already. */
export const pprof: Importer = {
  id: "pprof",
  writtenBy: "Go, gperftools, Pyroscope, Parca, Datadog",
  looksLikeMine: (name, head) => {
    const start = head.subarray(0, headSize);
    const fields = fieldsAtHead(start);
    const isMessage = fields.length > 0 && fields.every((field) => field > 0 && field < 16);
    // No text has such bytes.
    return (isMessage && start.some((byte) => byte < 9)) || /\.(?:pprof|pb)(?:\.gz)?$/.test(name);
  },
  read: (bytes) => {
    checkMessage(bytes, profileShape);
    return readPprof(decode(bytes));
  },
};

const headSize = 64;

/** Of profile.proto: what is nested in what. Samples (2) and locations (4) have labels (3) and lines (4). */
const profileShape: MessageShape = { 1: {}, 2: { 3: {} }, 3: {}, 4: { 4: {} }, 5: {}, 11: {} };

function decode(bytes: Uint8Array): PprofProfile {
  try {
    return PprofProfile.decode(bytes);
  } catch (error) {
    throw unreadable("The file is damaged, or no pprof profile", undefined, error);
  }
}

type Sample = PprofProfile["sample"][number];

function readPprof(profile: PprofProfile): Imported {
  const text = (index: number | bigint): string => profile.stringTable.strings[Number(index)] ?? "";
  const measure = chooseMeasure(profile, text);
  const collector = new StackCollector();
  const locations = locationsOf(profile, collector, text);
  for (const sample of profile.sample) {
    let stack = -1;
    for (const id of [...sample.locationId].reverse()) {
      for (const frame of present(locations.get(String(id)), "a location")) stack = collector.push(stack, frame);
    }
    const value = signed(sample.value[measure.index] ?? 0);
    const count = measure.counted === undefined ? 1 : signed(sample.value[measure.counted] ?? 0);
    collector.add(stack, threadOf(collector, sample, text), value * measure.scale, count);
  }
  const known: ImportKnowledge = {
    clock: measure.clock,
    stacks: "whole",
    lines: profile.location.some(({ line }) => line.some((at) => Number(at.line) > 0)) ? "running" : "none",
    seconds: measure.isStated ? "stated" : "assumed",
    observed: "samples",
    paths: "as-written",
  };
  const wall = Number(profile.durationNanos) / 1e9;
  return { profile: collector.build(known, wall > 0 ? { wall } : {}), known };
}

/** Which of a sample's values tells the time, and how. */
interface Measure {
  readonly index: number;
  /** Seconds a unit. */
  readonly scale: number;
  readonly clock: ImportKnowledge["clock"];
  readonly isStated: boolean;
  /** Which of a sample's values tells how many samples it stands for. */
  readonly counted: number | undefined;
}

const unitSeconds: Readonly<Record<string, number>> = {
  nanoseconds: 1e-9,
  microseconds: 1e-6,
  milliseconds: 1e-3,
  seconds: 1,
};

/** Processor time is what can be made less, so it comes first, then wall time, then any other time, then samples. */
function chooseMeasure(profile: PprofProfile, text: (index: number | bigint) => string): Measure {
  const types = profile.sampleType.map(({ type, unit }) => ({ type: text(type), unit: text(unit) }));
  const counted = types.findIndex(({ type, unit }) => unit === "count" && /^samples?$|^count$/.test(type));
  const hasCount = counted < 0 ? undefined : counted;
  for (const wanted of [/cpu/, /wall/, /./]) {
    const index = types.findIndex(
      ({ type, unit }) => unit in unitSeconds && wanted.test(type) && !/contention|delay/.test(type),
    );
    const chosen = types[index];
    if (chosen === undefined) continue;
    return {
      index,
      scale: unitSeconds[chosen.unit] ?? 1,
      clock: clockOf(chosen.type),
      isStated: true,
      counted: hasCount,
    };
  }
  if (hasCount === undefined) throw noTime(types.map(({ type, unit }) => `${type} in ${unit}`).join(", ") || "nothing");
  return { ...periodOf(profile, text), index: hasCount, counted: hasCount };
}

/** Where only samples are counted, the period says what one stands for. */
function periodOf(
  { periodType, period }: PprofProfile,
  text: (index: number | bigint) => string,
): Pick<Measure, "scale" | "clock" | "isStated"> {
  const { type, unit } = periodType ?? { type: 0, unit: 0 };
  const spent = Number(period) * (unitSeconds[text(unit)] ?? 0);
  return { scale: spent > 0 ? spent : assumedSampleSeconds, clock: clockOf(text(type)), isStated: spent > 0 };
}

function clockOf(type: string): ImportKnowledge["clock"] {
  if (type.includes("cpu")) return "cpu";
  return type.includes("wall") ? "wall" : "unknown";
}

/** Values are 64-bit two's complement. */
const signed = (value: number | bigint): number => Number(BigInt.asIntN(64, BigInt(value)));

/** By location id: its frames, outermost first; the first line of a location is the innermost of what was inlined. */
function locationsOf(
  { function: functions, location, mapping }: PprofProfile,
  collector: StackCollector,
  text: (index: number | bigint) => string,
): ReadonlyMap<string, readonly number[]> {
  const named = new Map(functions.map((entry) => [String(entry.id), entry]));
  const mapped = new Map(mapping.map(({ id, filename }) => [String(id), text(filename)]));
  return new Map(
    location.map(({ id, line, address, mappingId }) => {
      const frames = [...line].reverse().map((at) => {
        const { name, filename, startLine } = present(named.get(String(at.functionId)), "a function");
        const firstLine = Number(startLine) > 0 ? Number(startLine) : undefined;
        const frame = { name: text(name), file: text(filename), line: Number(at.line), firstLine };
        return collector.frame(markedFrame(frame));
      });
      const file = mapped.get(String(mappingId)) ?? "";
      const bare = {
        name: `0x${BigInt.asUintN(64, BigInt(address)).toString(16)}`,
        file: file === "" ? "<native>" : file,
      };
      return [String(id), frames.length > 0 ? frames : [collector.frame(bare)]] as const;
    }),
  );
}

function threadOf(collector: StackCollector, { label }: Sample, text: (index: number | bigint) => string): number {
  const labels = new Map(label.map(({ key, str, num }) => [text(key), text(str) || String(num)]));
  const id = labels.get("thread id") ?? labels.get("thread_id") ?? labels.get("tid") ?? "";
  const name = labels.get("thread name") ?? labels.get("thread_name") ?? labels.get("thread") ?? "";
  const pid = Number(labels.get("pid") ?? labels.get("process id") ?? 0) || 0;
  return collector.thread(`${pid} ${id} ${name}`, () => ({ pid, name: name || id || "MainThread" }));
}
