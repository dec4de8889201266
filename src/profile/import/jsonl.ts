import * as v from "valibot";
import { markedFrame } from "./frame-words.ts";
import type { Imported, Importer, ImportKnowledge } from "./importer.ts";
import { check, headText, parseJson, textOf } from "./json.ts";
import { StackCollector } from "./stack-collector.ts";
import { present, unreadable } from "./unreadable.ts";

/** Tachyon's records, a line each. They have no stacks: each place's own and cumulative samples alone. */
export const jsonl: Importer = {
  id: "tachyon-jsonl",
  writtenBy: "Tachyon (python -m profiling.sampling run --jsonl)",
  looksLikeMine: (_name, head) => /^\{"type":"meta","v":\d+,"run_id":/.test(headText(head)),
  read: (bytes) => readRecords(textOf(bytes)),
};

const metaSchema = v.object({ v: v.literal(0), sample_interval_usec: v.number(), mode: v.optional(v.string()) });
const stringsSchema = v.object({ strings: v.array(v.object({ str_id: v.number(), value: v.string() })) });
const framesSchema = v.object({
  frames: v.array(
    v.object({
      frame_id: v.number(),
      path_str_id: v.number(),
      func_str_id: v.number(),
      line: v.number(),
      end_line: v.optional(v.number()),
      col: v.optional(v.number()),
      end_col: v.optional(v.number()),
    }),
  ),
});
const ownSchema = v.object({
  kind: v.string(),
  entries: v.array(v.object({ frame_id: v.number(), self: v.number() })),
});

/** The tables of one run. */
interface Records {
  meta?: v.InferOutput<typeof metaSchema>;
  readonly strings: Map<number, string>;
  readonly frames: v.InferOutput<typeof framesSchema>["frames"];
  readonly own: { readonly frame_id: number; readonly self: number }[];
  isComplete: boolean;
}

function readRecords(text: string): Imported {
  const records: Records = { strings: new Map(), frames: [], own: [], isComplete: false };
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() !== "") readRecord(records, parseJson(line, `Line ${index + 1}`), `Line ${index + 1}`);
  }
  const { meta } = records;
  if (meta === undefined || !records.isComplete) throw unreadable("The file has no `end` record: it was cut off");
  const collector = new StackCollector();
  const thread = collector.thread("", () => ({ pid: 0, name: "all threads", isMain: true }));
  const frames = new Map(records.frames.map((frame) => [frame.frame_id, frameOf(collector, records, frame)]));
  const interval = meta.sample_interval_usec / 1e6;
  for (const { frame_id: id, self } of records.own) {
    collector.add(collector.push(-1, present(frames.get(id), "a frame")), thread, self * interval, self);
  }
  const known: ImportKnowledge = {
    clock: meta.mode === "wall" || meta.mode === "cpu" ? meta.mode : "unknown",
    stacks: "none",
    lines: "running",
    seconds: "stated",
    observed: "samples",
    paths: "as-written",
  };
  return { profile: collector.build(known), known };
}

const recordSchema = v.object({ type: v.string() });

/** Records and fields of unknown names are passed over, as the format's page asks. */
function readRecord(records: Records, value: unknown, what: string): void {
  switch (check(recordSchema, value, what).type) {
    case "meta":
      if (records.meta !== undefined) throw unreadable("The file holds several runs", "Import them one by one.");
      records.meta = check(metaSchema, value, what);
      break;
    case "string_table":
      for (const { str_id: id, value: text } of check(stringsSchema, value, what).strings)
        records.strings.set(id, text);
      break;
    case "frame_table":
      for (const frame of check(framesSchema, value, what).frames) records.frames.push(frame);
      break;
    case "agg": {
      const { kind, entries } = check(ownSchema, value, what);
      if (kind === "frame") for (const entry of entries) records.own.push(entry);
      break;
    }
    case "end":
      records.isComplete = true;
      break;
    default:
  }
}

function frameOf(collector: StackCollector, { strings }: Records, frame: Records["frames"][number]): number {
  return collector.frame(
    markedFrame({
      name: present(strings.get(frame.func_str_id), "a name"),
      file: present(strings.get(frame.path_str_id), "a path"),
      line: frame.line,
      column: frame.col,
      endLine: frame.end_line,
      endColumn: frame.end_col,
    }),
  );
}
