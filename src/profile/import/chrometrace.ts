import * as v from "valibot";
import { markedFrame } from "./frame-words.ts";
import { readHeading } from "./headings.ts";
import type { Imported, Importer } from "./importer.ts";
import { check, headText, parseJson, textOf } from "./json.ts";
import { OpenCalls } from "./open-calls.ts";
import { StackCollector } from "./stack-collector.ts";

/** Chrome's trace events, of which those that open and close calls (`B`, `E`) are read. */
export const chrometrace: Importer = {
  id: "chrometrace",
  writtenBy: "py-spy (--format chrometrace)",
  looksLikeMine: (_name, head) => /^(?:\[\s*\{|\{\s*"traceEvents"\s*:)[^]*"ph"\s*:\s*"/.test(headText(head)),
  read: (bytes) => readTrace(parseJson(textOf(bytes), "The trace")),
};

const eventSchema = v.object({
  ph: v.string(),
  name: v.optional(v.string(), ""),
  ts: v.optional(v.number(), 0),
  pid: v.optional(v.union([v.number(), v.string()]), 0),
  tid: v.optional(v.union([v.number(), v.string()]), 0),
  args: v.optional(
    v.object({
      filename: v.optional(v.nullable(v.string())),
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
  return { profile: collector.build(known), known };
}

function startThread(collector: StackCollector, event: TraceEvent, stated: string | undefined): OpenCalls {
  const name = stated ?? readHeading(event.name)?.name ?? "MainThread";
  const thread = collector.thread(keyOf(event), () => ({ pid: Number(event.pid) || 0, name }));
  return new OpenCalls(collector, thread, tick, event.ts);
}

const isThreadName = ({ ph, name }: TraceEvent): boolean => ph === "M" && name === "thread_name";

const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;

function frameOf(collector: StackCollector, { name, args }: TraceEvent): number {
  return collector.frame(markedFrame({ name, file: args?.filename ?? "", line: args?.line ?? undefined }));
}
