import * as v from "valibot";
import { frameOfWords, markedFrame } from "./frame-words.ts";
import { readHeading } from "./headings.ts";
import type { Imported, Importer } from "./importer.ts";
import { check, headText, parseJson, textOf } from "./json.ts";
import { OpenCalls } from "./open-calls.ts";
import { StackCollector } from "./stack-collector.ts";
import { weightOf } from "./unreadable.ts";

/** Chrome's trace events, of which calls are read: their beginnings and ends (`B`, `E`) or both at once (`X`). */
export const chrometrace: Importer = {
  id: "chrometrace",
  writtenBy: "py-spy (--format chrometrace), VizTracer",
  looksLikeMine: (_name, head) => {
    const text = headText(head);
    return /^\{[^]*"traceEvents"\s*:/.test(text) || /^\[\s*\{[^]*"ph"\s*:\s*"/.test(text);
  },
  read: (bytes) => readTrace(parseJson(textOf(bytes), "The trace")),
};

const eventSchema = v.object({
  ph: v.string(),
  name: v.optional(v.string(), ""),
  ts: v.optional(v.number(), 0),
  dur: v.optional(v.number(), 0),
  pid: v.optional(v.union([v.number(), v.string()]), 0),
  tid: v.optional(v.union([v.number(), v.string()]), 0),
  args: v.optional(
    v.object({
      filename: v.optional(v.nullable(v.string())),
      file: v.optional(v.nullable(v.string())),
      line: v.optional(v.nullable(v.number())),
      name: v.optional(v.string()),
    }),
  ),
});
const traceSchema = v.union([v.array(eventSchema), v.object({ traceEvents: v.array(eventSchema) })]);
type TraceEvent = v.InferOutput<typeof eventSchema>;

/** Trace clocks tick in microseconds. */
const tick = 1e-6;

const known = {
  clock: "unknown",
  stacks: "whole",
  lines: "running",
  seconds: "stated",
  observed: "intervals",
  paths: "as-written",
} as const;

function readTrace(value: unknown): Imported {
  const trace = check(traceSchema, value, "The trace");
  const events = Array.isArray(trace) ? trace : trace.traceEvents;
  const collector = new StackCollector();
  const names = new Map(events.filter(isThreadName).map((event) => [keyOf(event), event.args?.name ?? ""]));
  const threads = new Map<string, OpenCalls>();
  for (const event of events) {
    if (event.ph !== "B" && event.ph !== "E") continue;
    const key = keyOf(event);
    const calls = threads.get(key) ?? startThread(collector, event, names.get(key));
    threads.set(key, calls);
    if (readHeading(event.name) !== undefined) continue;
    if (event.ph === "B") calls.open(frameOf(collector, event), event.ts);
    else calls.close(event.name === "" ? undefined : frameOf(collector, event), event.ts);
  }
  for (const [key, calls] of wholeCalls(events)) addWhole(collector, calls, names.get(key));
  return { profile: collector.build(known), known };
}

/** By thread: calls that are told by one event each, callers before what they called. */
function wholeCalls(events: readonly TraceEvent[]): ReadonlyMap<string, readonly TraceEvent[]> {
  const threads = new Map<string, TraceEvent[]>();
  for (const event of events) {
    if (event.ph !== "X") continue;
    const own = threads.get(keyOf(event)) ?? [];
    threads.set(keyOf(event), own);
    own.push(event);
  }
  for (const own of threads.values()) own.sort((left, right) => left.ts - right.ts || right.dur - left.dur);
  return threads;
}

/** A clock's grain can let a call outlive its caller: it then ends with it. */
function addWhole(collector: StackCollector, events: readonly TraceEvent[], name: string | undefined): void {
  const [first] = events;
  if (first === undefined) return;
  const calls = startThread(collector, first, name);
  const ends: number[] = [];
  const closeUntil = (at: number): void => {
    for (let end = ends.at(-1); end !== undefined && end <= at; end = ends.at(-1)) {
      ends.pop();
      calls.close(undefined, end);
    }
  };
  for (const event of events) {
    closeUntil(event.ts);
    calls.open(frameOf(collector, event), event.ts);
    ends.push(Math.min(event.ts + weightOf(event.dur, "a duration"), ends.at(-1) ?? Infinity));
  }
  closeUntil(Infinity);
}

function startThread(collector: StackCollector, event: TraceEvent, stated: string | undefined): OpenCalls {
  const name = stated ?? readHeading(event.name)?.name ?? "MainThread";
  const thread = collector.thread(keyOf(event), () => ({ pid: Number(event.pid) || 0, name }));
  return new OpenCalls(collector, thread, tick, event.ts);
}

const isThreadName = ({ ph, name }: TraceEvent): boolean => ph === "M" && name === "thread_name";

const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;

function frameOf(collector: StackCollector, { name, args }: TraceEvent): number {
  const file = args?.filename ?? args?.file ?? "";
  if (file === "") return collector.frame(frameOfWords(name));
  return collector.frame(markedFrame({ name, file, line: args?.line ?? undefined }));
}
