import type { CallGraph, GraphCall } from "./call-graph.ts";
import { markedFrame } from "./frame-words.ts";
import type { Imported, Importer, ImportKnowledge } from "./importer.ts";
import { MarshalledDict, unmarshal, type Marshalled } from "./marshal.ts";
import { StackCollector, type RawFrame } from "./stack-collector.ts";
import { unfoldCalls } from "./unfold-calls.ts";
import { unreadable } from "./unreadable.ts";

/** Python's own statistics, marshalled: of cProfile, profile, profiling.tracing, and of Tachyon. */
export const pstats: Importer = {
  id: "pstats",
  writtenBy: "cProfile (-o), profile, profiling.tracing, Tachyon (--pstats)",
  looksLikeMine: (_name, [first = 0, second = 0]) =>
    (first & withoutFlag) === codeOf("{") && ["(", ")", "0"].some((type) => (second & withoutFlag) === codeOf(type)),
  read: (bytes) => readStatistics(statisticsOf(unmarshal(bytes), bytes.length)),
};

const codeOf = (type: string): number => type.charCodeAt(0);
/** Marshal's mark of what is pointed at later. */
const withoutFlag = 0x7f;

/** The file's dict, checked. */
interface Statistics {
  readonly frames: readonly RawFrame[];
  readonly graph: CallGraph;
  /** By function: times that it was the innermost one. */
  readonly samples: readonly number[];
  /** Tachyon's: keys are places in functions, and callers have a number of samples alone. */
  readonly areSampled: boolean;
}

function readStatistics({ frames, graph, samples, areSampled }: Statistics): Imported {
  const known: ImportKnowledge = {
    clock: areSampled ? "unknown" : "wall",
    stacks: "reconstructed",
    lines: areSampled ? "running" : "first",
    seconds: "stated",
    observed: areSampled ? "samples" : "every-call",
    paths: "as-written",
  };
  const collector = new StackCollector();
  const thread = collector.thread("", () => ({
    pid: 0,
    name: areSampled ? "all threads" : "MainThread",
    isMain: true,
  }));
  const indexes = frames.map((frame) => collector.frame(frame));
  const stacks: number[] = [];
  for (const { parent, function: of, own } of unfoldCalls(graph)) {
    const stack = collector.push(parent < 0 ? -1 : (stacks[parent] ?? -1), indexes[of] ?? 0);
    stacks.push(stack);
    const share = own / (graph.functions[of]?.own ?? 1);
    collector.add(stack, thread, own, Math.round((samples[of] ?? 0) * share));
  }
  return { profile: collector.build(known), known };
}

function statisticsOf(value: Marshalled, size: number): Statistics {
  if (!(value instanceof MarshalledDict)) throw noStatistics();
  const keys = new Map<string, number>();
  const frames: RawFrame[] = [];
  const areSampled = value.pairs.some(([key]) => isMarker(key));
  const indexOf = (key: Marshalled): number => {
    const name = keyName(key);
    const known = keys.get(name);
    if (known !== undefined) return known;
    keys.set(name, frames.length);
    return frames.push(frameOf(key, areSampled)) - 1;
  };
  const stated = value.pairs.filter(([key]) => !isMarker(key)).map(([key, row]) => [indexOf(key), rowOf(row)] as const);
  const calls: GraphCall[] = [];
  let seconds = 0;
  let sampled = 0;
  for (const [, { calls: count, own }] of stated) [seconds, sampled] = [seconds + own, sampled + count];
  const interval = sampled > 0 ? seconds / sampled : 0;
  for (const [callee, { callers, inclusive }] of stated) {
    const unit = areSampled ? interval : inclusive / countOf(callers);
    for (const [key, caller] of callers.pairs) {
      calls.push({ caller: indexOf(key), callee, ...callOf(caller, unit) });
      // A caller takes more bytes than this; only a file that points at one dict again and again could have more.
      if (calls.length > size) throw unreadable("The file is damaged: it names more callers than it has room for");
    }
  }
  const functions = frames.map(() => ({ own: 0, inclusive: 0 }));
  const samples = frames.map(() => 0);
  for (const [index, { own, inclusive, calls: count }] of stated) {
    functions[index] = { own, inclusive: Math.max(own, inclusive) };
    samples[index] = count;
  }
  return { frames, graph: { functions, calls }, samples, areSampled };
}

const isMarker = (key: Marshalled): boolean => Array.isArray(key) && key.length === 1 && key[0] === "__sampled__";

function keyName(key: Marshalled): string {
  if (!Array.isArray(key)) throw noStatistics();
  return key.join("\0");
}

/** `(file, line, name)`; of cProfile the function's first line, of Tachyon the line that ran. */
function frameOf(key: Marshalled, areSampled: boolean): RawFrame {
  const [file, line, name] = Array.isArray(key) ? (key as readonly Marshalled[]) : [];
  if (typeof file !== "string" || typeof line !== "number" || typeof name !== "string") throw noStatistics();
  const at = line > 0 ? (areSampled ? { line } : { firstLine: line }) : {};
  return markedFrame({ name, file, ...at });
}

interface StatisticsRow {
  readonly calls: number;
  readonly own: number;
  readonly inclusive: number;
  readonly callers: MarshalledDict;
}

/** `(primitive calls, calls, own seconds, inclusive seconds, callers)`; Tachyon's: own and inclusive samples first. */
function rowOf(row: Marshalled): StatisticsRow {
  const [primitive, calls, own, inclusive, callers] = Array.isArray(row) ? (row as readonly Marshalled[]) : [];
  if (typeof calls !== "number" || !(callers instanceof MarshalledDict)) throw noStatistics();
  return { calls: timeOf(primitive), own: timeOf(own), inclusive: timeOf(inclusive), callers };
}

const countOf = ({ pairs }: MarshalledDict): number =>
  pairs.reduce((sum, [, caller]) => sum + (typeof caller === "number" ? caller : 0), 0);

/** cProfile's callers have a row of four each; Tachyon's a number of samples, `profile`'s a number of calls. */
function callOf(caller: Marshalled, unit: number): Pick<GraphCall, "inclusive" | "own"> {
  if (!Array.isArray(caller)) return { inclusive: timeOf(caller) * (Number.isFinite(unit) ? unit : 0) };
  const [, , own, inclusive] = caller as readonly Marshalled[];
  return { own: timeOf(own), inclusive: timeOf(inclusive) };
}

/** Clocks that were set back leave times below 0: nothing was spent then. */
function timeOf(value: Marshalled | undefined): number {
  if (typeof value === "number" && Number.isFinite(value)) return Math.max(0, value);
  throw noStatistics();
}

function noStatistics(): ReturnType<typeof unreadable> {
  return unreadable(
    "The file is Python's marshal data, but no statistics of a profiler",
    "Statistics come from: python -m cProfile -o FILE program.py",
  );
}
