import type { Profile, StackWeight } from "../profile.ts";
import { buildCallTree } from "./call-tree.ts";
import { LAYOUT_NOTE, type ExportContext, type Exporter, type FrameKind, type WeightMode } from "./exporter.ts";
import { fileOf, nameOf } from "./frame-words.ts";
import { layOut } from "./lay-out.ts";
import { StringIndexes } from "./string-indexes.ts";
import { TextWriter } from "./text-writer.ts";
import { commandOf, threadsOf, type ThreadWeights } from "./threads.ts";
import { nanosecondsIn, ticksIn } from "./weigh.ts";

/**
 * The Firefox Profiler's processed format, version 60: the first in which all threads share the tables of stacks, frames
 * and functions, as ours do. Its readers upgrade older versions by themselves.
 */
export const gecko: Exporter = {
  id: "gecko",
  extension: ".gecko.json",
  mediaType: "application/json",
  isBinary: false,
  keepsThreads: true,
  opensIn: "Firefox Profiler (https://profiler.firefox.com)",
  write: (profile, mode, context) => {
    const writer = new TextWriter();
    writer.write('{"meta":', JSON.stringify(metaOf(profile, mode, context)), ',"libs":[],"shared":{');
    const strings = new StringIndexes();
    writer.write('"funcTable":', JSON.stringify(functionTable(profile, strings)));
    writer.write(',"frameTable":', JSON.stringify(frameTable(profile, context)));
    writeStackTable(writer, profile);
    writer.write(',"sources":', JSON.stringify(sourceTable(profile, strings)));
    writer.write(',"resourceTable":', JSON.stringify({ length: 0, type: [], lib: [], name: [], host: [] }));
    writer.write(
      ',"nativeSymbols":',
      JSON.stringify({ length: 0, libIndex: [], address: [], name: [], functionSize: [] }),
    );
    writer.write(',"stringArray":', JSON.stringify(strings.list), '},"threads":[\n');
    writer.writeList(threadsOf(profile), (thread) => JSON.stringify(threadOf(profile, thread, mode)));
    writer.write("]}\n");
    return writer.finish();
  },
};

/** By name and by one of the colours that the format knows; the first grey one is the default. */
const categories: readonly { readonly kind: FrameKind; readonly name: string; readonly color: string }[] = [
  { kind: "project", name: "Project", color: "orange" },
  { kind: "library", name: "Library", color: "yellow" },
  { kind: "standard-library", name: "Standard library", color: "blue" },
  { kind: "native", name: "Native", color: "green" },
  { kind: "gc", name: "Garbage collector", color: "red" },
  { kind: "task", name: "Other", color: "grey" },
  { kind: "thread", name: "Thread", color: "darkgrey" },
];

function metaOf(profile: Profile, mode: WeightMode, { title }: ExportContext): object {
  const { samples, missed, errors, impossible } = profile.truth;
  const entries = [
    entry("Weight", mode === "samples" ? "samples, drawn as 1 ms each" : `${mode} time`),
    entry("Order", LAYOUT_NOTE),
    entry("Samples", `${samples}, missed ${missed}, errors ${errors}, impossible ${impossible}`),
  ];
  return {
    // Milliseconds. Weights are durations, so no interval is the right one; a reader draws gaps above it.
    interval: 1,
    startTime: 0,
    processType: 0,
    product: title,
    importedFrom: "hasten",
    stackwalk: 0,
    version: 36,
    preprocessedProfileVersion: 60,
    symbolicated: true,
    symbolicationNotSupported: true,
    usesOnlyOneStackType: true,
    sourceCodeIsNotOnSearchfox: true,
    keepProfileThreadOrder: true,
    sampleUnits: { time: "ms", eventDelay: "ms", threadCPUDelta: "ns" },
    categories: categories.map(({ name, color }) => ({ name, color, subcategories: ["Other"] })),
    markerSchema: [],
    extra: [{ label: "hasten", entries }],
  };
}

const entry = (label: string, value: string): object => ({ label, format: "string", value });

function functionTable({ functions }: Profile, strings: StringIndexes): object {
  const sources = new Map(filesOf(functions).map((file, index) => [file, index]));
  return {
    length: functions.length,
    name: functions.map((profiled) => strings.of(nameOf(profiled))),
    isJS: functions.map((profiled) => fileOf(profiled) !== undefined),
    relevantForJS: functions.map(() => false),
    resource: functions.map(() => -1),
    source: functions.map((profiled) => sources.get(fileOf(profiled)) ?? null),
    lineNumber: functions.map((profiled) => (fileOf(profiled) === undefined ? null : profiled.firstLine)),
    columnNumber: functions.map(() => null),
  };
}

function sourceTable({ functions }: Profile, strings: StringIndexes): object {
  const files = filesOf(functions);
  return { length: files.length, uuid: files.map(() => null), filename: files.map((file) => strings.of(file ?? "")) };
}

const filesOf = (functions: Profile["functions"]): readonly (string | undefined)[] => [
  ...new Set(functions.map(fileOf).filter((file) => file !== undefined)),
];

function frameTable({ frames }: Profile, { kinds }: ExportContext): object {
  const ofFunction = kinds.map((kind) => categories.findIndex((each) => each.kind === kind));
  const all = <Value>(value: Value): Value[] => frames.map(() => value);
  return {
    length: frames.length,
    address: all(-1),
    inlineDepth: all(0),
    category: frames.map((frame) => ofFunction[frame.function] ?? null),
    subcategory: all(0),
    func: frames.map((frame) => frame.function),
    nativeSymbol: all(null),
    innerWindowID: all(null),
    line: frames.map(({ position }) => (position.line > 0 ? position.line : null)),
    // Columns count from 1 there.
    column: frames.map(({ position }) => (position.column === undefined ? null : position.column + 1)),
  };
}

function writeStackTable(writer: TextWriter, { stacks }: Profile): void {
  writer.write(`,"stackTable":{"length":${stacks.length},"frame":[`);
  writer.writeList(stacks, ({ frame }) => String(frame));
  writer.write('],"prefix":[');
  writer.writeList(stacks, ({ parent }) => (parent === -1 ? "null" : String(parent)));
  writer.write("]}");
}

function threadOf(profile: Profile, thread: ThreadWeights, mode: WeightMode): object {
  return {
    name: thread.name,
    processType: "default",
    processName: commandOf(profile, profile.threads[thread.thread]?.process ?? -1),
    processStartupTime: 0,
    processShutdownTime: null,
    registerTime: 0,
    unregisterTime: null,
    pausedRanges: [],
    isMainThread: thread.isMain,
    pid: String(thread.pid),
    tid: thread.thread,
    samples: samplesOf(inLayoutOrder(profile, thread.weights, mode), mode),
    markers: { length: 0, data: [], name: [], startTime: [], endTime: [], phase: [], category: [] },
  };
}

/** A sample stands at the start of its stretch; an empty one at the end closes the last, and has no weight. */
function samplesOf(ordered: readonly StackWeight[], mode: WeightMode): object {
  const weigh = nanosecondsIn(mode);
  const milliseconds = ordered.map((weight) => weigh(weight) / 1e6);
  let at = 0;
  const starts = milliseconds.map((spent) => (at += spent) - spent);
  return {
    length: ordered.length + 1,
    stack: [...ordered.map(({ stack }) => stack), null],
    time: [...starts, at],
    weight: [...(mode === "samples" ? ordered.map(({ samples }) => samples) : milliseconds), 0],
    weightType: mode === "samples" ? "samples" : "tracing-ms",
    // The processor time since the sample before, for the graph of activity: of use where lengths are wall time.
    ...(mode === "wall" && { threadCPUDelta: [null, ...ordered.map(ticksIn("cpu"))] }),
  };
}

/** Stacks keep their lines here; those of one node of the tree follow each other as the profile has them. */
function inLayoutOrder(profile: Profile, weights: readonly StackWeight[], mode: WeightMode): readonly StackWeight[] {
  const weigh = nanosecondsIn(mode);
  const tree = buildCallTree(profile, weights, weigh);
  const place = new Float64Array(tree.parents.length);
  let next = 0;
  layOut(tree, {
    self: (node) => {
      place[node] = next;
      next += 1;
    },
  });
  const placeOf = ({ stack }: StackWeight): number => place[tree.nodeOfStack[stack] ?? -1] ?? 0;
  return weights
    .filter((weight) => weigh(weight) > 0)
    .sort((one, other) => placeOf(one) - placeOf(other) || one.stack - other.stack);
}
