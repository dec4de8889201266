import * as v from "valibot";
import { markedFrame } from "./frame-words.ts";
import { readHeading } from "./headings.ts";
import { assumedSampleSeconds, type Imported, type Importer } from "./importer.ts";
import { check, headText, parseJson, textOf } from "./json.ts";
import { OpenCalls } from "./open-calls.ts";
import { StackCollector } from "./stack-collector.ts";
import { noTime, present, unreadable, weightOf } from "./unreadable.ts";

/** speedscope's own JSON, sampled and evented. */
export const speedscope: Importer = {
  id: "speedscope",
  writtenBy: "py-spy (--format speedscope), speedscope, pyinstrument, Austin's converter",
  looksLikeMine: (name, head) =>
    name.endsWith(".speedscope.json") ||
    /^\{[^]*(?:speedscope\.app\/file-format-schema|"profiles"\s*:)/.test(headText(head)),
  read: (bytes) =>
    readSpeedscope(check(fileSchema, parseJson(textOf(bytes), "The speedscope file"), "The speedscope file")),
};

const optionalNumber = v.nullish(v.number());
const base = { name: v.optional(v.string(), ""), unit: v.string() };
const sampledSchema = v.object({
  type: v.literal("sampled"),
  ...base,
  samples: v.array(v.array(v.number())),
  weights: v.array(v.number()),
});
const eventedSchema = v.object({
  type: v.literal("evented"),
  ...base,
  startValue: v.number(),
  endValue: v.number(),
  events: v.array(v.object({ type: v.picklist(["O", "C"]), frame: v.number(), at: v.number() })),
});
const frameSchema = v.object({
  name: v.string(),
  file: v.nullish(v.string()),
  line: optionalNumber,
  col: optionalNumber,
});
const fileSchema = v.object({
  shared: v.object({ frames: v.array(frameSchema) }),
  profiles: v.array(v.variant("type", [sampledSchema, eventedSchema])),
});

type SpeedscopeFile = v.InferOutput<typeof fileSchema>;
type SpeedscopeProfile = SpeedscopeFile["profiles"][number];

const unitSeconds: Readonly<Record<string, number>> = {
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
};

function readSpeedscope({ shared, profiles }: SpeedscopeFile): Imported {
  const usable = timedOf(profiles);
  const areStated = usable.every(({ unit }) => unit in unitSeconds);
  const collector = new StackCollector();
  // py-spy can write the thread as the outermost frame of its stacks.
  const frames = shared.frames.map(({ name, file, line }) =>
    readHeading(name) === undefined
      ? collector.frame(markedFrame({ name, file: file ?? "", line: line ?? undefined }))
      : noFrame,
  );
  for (const [index, profile] of usable.entries()) {
    const thread = collector.thread(String(index), () => ({ pid: 0, name: threadName(profile, shared, index) }));
    const scale = unitSeconds[profile.unit] ?? assumedSampleSeconds;
    if (profile.type === "sampled") addSamples(collector, frames, profile, { thread, scale });
    else addEvents(collector, frames, profile, { thread, scale });
  }
  const known = {
    clock: "unknown",
    stacks: "whole",
    lines: shared.frames.some(({ line }) => (line ?? 0) > 0) ? "running" : "none",
    seconds: areStated ? "stated" : "assumed",
    observed: usable.every(({ type }) => type === "evented") ? "intervals" : "samples",
    paths: "as-written",
  } as const;
  return { profile: collector.build(known), known };
}

/** A file may hold the same recording as time and as something else. */
function timedOf(profiles: readonly SpeedscopeProfile[]): readonly SpeedscopeProfile[] {
  const timed = profiles.filter(({ unit }) => unit in unitSeconds);
  if (timed.length > 0) return timed;
  const counted = profiles.filter(({ unit }) => unit === "none");
  const [other] = profiles;
  if (counted.length === 0 && other !== undefined) throw noTime(other.unit);
  return counted;
}

interface Row {
  readonly thread: number;
  /** Seconds a unit. */
  readonly scale: number;
}

function addSamples(
  collector: StackCollector,
  frames: readonly number[],
  { samples, weights }: v.InferOutput<typeof sampledSchema>,
  { thread, scale }: Row,
): void {
  if (samples.length !== weights.length) {
    throw unreadable(`The file is damaged: it has ${samples.length} samples and ${weights.length} weights`);
  }
  for (const [index, sample] of samples.entries()) {
    const stack = sample.reduce((parent, at) => {
      const frame = present(frames[at], "a frame");
      return frame === noFrame ? parent : collector.push(parent, frame);
    }, -1);
    const weight = weightOf(weights[index] ?? 0, "a weight");
    collector.add(stack, thread, weight * scale, scale === assumedSampleSeconds ? weight : 1);
  }
}

function addEvents(
  collector: StackCollector,
  frames: readonly number[],
  { events, startValue, endValue }: v.InferOutput<typeof eventedSchema>,
  { thread, scale }: Row,
): void {
  const calls = new OpenCalls(collector, thread, scale, startValue);
  for (const { type, frame, at } of events) {
    const known = present(frames[frame], "a frame");
    if (known === noFrame) continue;
    if (type === "O") calls.open(known, at);
    else calls.close(known, at);
  }
  calls.end(endValue);
}

/** py-spy: `Thread 4711 "name"`, or as the first frame. */
function threadName(profile: SpeedscopeProfile, { frames }: SpeedscopeFile["shared"], index: number): string {
  const first = profile.type === "sampled" ? profile.samples[0]?.[0] : undefined;
  const heading = readHeading(frames[first ?? -1]?.name ?? "");
  if (heading?.name !== undefined) return heading.name;
  return /^Thread \d+ "(.+)"$/.exec(profile.name)?.[1] ?? (profile.name === "" ? `thread ${index + 1}` : profile.name);
}

const noFrame = -1;
