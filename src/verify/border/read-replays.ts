import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import * as v from "valibot";
import { agrees, type Tolerance } from "../tolerance.ts";
import type { CallTimes, ReplayedFunction, IsAssumed } from "../replay.ts";
import type { ReplayDifference, ReplayOutcome } from "./replay-outcome.ts";

/** One part of a child's dump: a result, an argument, a global. */
interface DumpPart {
  readonly what: string;
  readonly digest: string;
  readonly text: string;
  readonly opaque: readonly string[];
  readonly cut: boolean;
  /** The text is all of it. */
  readonly whole: boolean;
}

interface CallRecord {
  readonly function: string;
  readonly call: number;
  readonly harder: string | null;
  readonly base: string;
  readonly outcomes: readonly string[];
  /** Seconds of the old version's call and of the new one's. */
  readonly took: readonly (number | null)[];
}

const dumpParts: v.GenericSchema<unknown, readonly DumpPart[]> = v.array(
  v.object({
    what: v.string(),
    digest: v.string(),
    text: v.string(),
    opaque: v.array(v.string()),
    cut: v.boolean(),
    whole: v.boolean(),
  }),
);

const callRecord: v.GenericSchema<unknown, CallRecord> = v.object({
  function: v.string(),
  call: v.number(),
  harder: v.nullable(v.string()),
  base: v.string(),
  outcomes: v.array(v.string()),
  took: v.array(v.nullable(v.number())),
});

/** Which call a dump is of. */
interface CallName {
  readonly function: string;
  readonly call: number;
  readonly harder: string | undefined;
  /** As a reader would call it. */
  readonly name: string;
}

/** What is being gathered over all calls of all processes. */
interface Gathered {
  calls: number;
  readonly times: CallTimes[];
  harderCalls: number;
  /** By qualified name; a definition that was reached is there. */
  readonly functions: Map<string, { called: boolean; calls: number }>;
  readonly differences: ReplayDifference[];
  readonly loud: ReplayDifference[];
  readonly notCompared: Set<string>;
  readonly isAssumed: IsAssumed;
  readonly tolerance: Tolerance | undefined;
}

/** Reads what the border left in a folder and compares the dumps, part by part. */
export async function readReplays(
  folder: string,
  isAssumed: IsAssumed = () => true,
  tolerance?: Tolerance,
): Promise<ReplayOutcome> {
  const gathered: Gathered = {
    calls: 0,
    times: [],
    harderCalls: 0,
    functions: new Map(),
    differences: [],
    loud: [],
    notCompared: new Set(),
    isAssumed,
    tolerance,
  };
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names.filter((one) => /^border-\d+\.jsonl$/.test(one)).sort()) {
    const text = await readFile(path.join(folder, name), "utf8");
    for (const line of text.split("\n")) await readLine(line, folder, gathered);
  }
  const { functions, notCompared, isAssumed: _, tolerance: _1, ...rest } = gathered;
  const seen: ReplayedFunction[] = [...functions].map(([qualname, facts]) => ({ qualname, ...facts }));
  return { ...rest, functions: seen, loaded: seen.length > 0, notCompared: [...notCompared] };
}

async function readLine(line: string, folder: string, gathered: Gathered): Promise<void> {
  const note = parseNote(line);
  if (note === undefined) return;
  const [kind, value] = note;
  if (kind === "loaded") factsOf(String(value), gathered);
  else if (kind === "called") factsOf(String(value), gathered).called = true;
  else if (kind === "call") await readCall(v.parse(callRecord, value), folder, gathered);
  else gathered.notCompared.add(String(value));
}

function factsOf(qualname: string, { functions }: Gathered): { called: boolean; calls: number } {
  const facts = functions.get(qualname) ?? { called: false, calls: 0 };
  functions.set(qualname, facts);
  return facts;
}

/** The last line is torn where a process was killed. */
function parseNote(line: string): readonly [string, unknown] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? [String(value[0]), value[1]] : undefined;
  } catch {
    return undefined;
  }
}

async function readCall(
  { function: qualname, call, harder, base, outcomes, took }: CallRecord,
  folder: string,
  gathered: Gathered,
): Promise<void> {
  const text = harder === null ? `call ${call}` : `call ${call} made harder (${harder})`;
  const name: CallName = { function: qualname, call, harder: harder ?? undefined, name: text };
  const failure = outcomes.find((outcome) => outcome !== "done");
  if (failure !== undefined) {
    const isOnlyNew = outcomes.slice(0, -1).every((outcome) => outcome === "done");
    if (isOnlyNew) gathered.differences.push({ what: "end", old: "done", new: failure, ...placeOf(name) });
    else gathered.notCompared.add(`${text}: ${failure}`);
    return;
  }
  const [before, after] = took;
  if (harder === null && typeof before === "number" && typeof after === "number") {
    gathered.times.push({ old: before, new: after });
  }
  const file = path.join(folder, base);
  const old = await readDump(`${file}-old`);
  const again = outcomes.length === 3 ? await readDump(`${file}-again`) : old;
  compareDumps({ old, again, now: await readDump(`${file}-new`) }, name, gathered);
}

async function readDump(file: string): Promise<ReadonlyMap<string, DumpPart>> {
  const parts = v.parse(dumpParts, JSON.parse(await readFile(file, "utf8")));
  return new Map(parts.map((part) => [part.what, part]));
}

/** Three dumps of one call: twice the old version, then the new one. */
interface Dumps {
  readonly old: ReadonlyMap<string, DumpPart>;
  readonly again: ReadonlyMap<string, DumpPart>;
  readonly now: ReadonlyMap<string, DumpPart>;
}

function compareDumps(dumps: Dumps, name: CallName, gathered: Gathered): void {
  const { old, now } = dumps;
  const parts = [...new Set([...old.keys(), ...now.keys()])];
  const differences = parts.flatMap((what) => comparePart(what, dumps, name, gathered));
  const isHarder = name.harder !== undefined;
  // Another exception than the old version's is as loud as a new one.
  const raised = now.get("exception");
  const isLoud =
    isHarder && raised !== undefined && isRefusal(raised) && (old.has("exception") || gathered.isAssumed(raised.text));
  (isLoud ? gathered.loud : gathered.differences).push(...differences);
  if (isHarder) gathered.harderCalls += 1;
  else {
    gathered.calls += 1;
    factsOf(name.function, gathered).calls += 1;
  }
}

/** An error that refuses data. One of a name or an attribute that is not there is the new code's own fault. */
function isRefusal(exception: DumpPart): boolean {
  return !/^\( <type builtins\.(?:Name|UnboundLocal|Attribute)Error>/u.test(exception.text);
}

function comparePart(what: string, { old, again, now }: Dumps, call: CallName, gathered: Gathered): ReplayDifference[] {
  const before = old.get(what);
  const after = now.get(what);
  noteLimits(what, call.name, before, gathered);
  if (before?.digest !== again.get(what)?.digest) {
    gathered.notCompared.add(`${what} of ${call.name}: differs between two calls of the unchanged function`);
    return [];
  }
  if (before?.digest === after?.digest || isNear(before, after, gathered)) return [];
  const [oldText, newText] = excerpts(before?.text, after?.text);
  return [{ what, old: oldText, new: newText, ...placeOf(call) }];
}

/** Both are there as a whole, and the same but for what the tolerance lets pass. */
function isNear(before: DumpPart | undefined, after: DumpPart | undefined, { tolerance }: Gathered): boolean {
  if (tolerance === undefined || before === undefined || after === undefined) return false;
  return before.whole && after.whole && agrees(before.text, after.text, tolerance);
}

function placeOf(name: CallName): Pick<ReplayDifference, "function" | "call" | "harder"> {
  const { call, harder } = name;
  return harder === undefined ? { function: name.function, call } : { function: name.function, call, harder };
}

function noteLimits(what: string, name: string, part: DumpPart | undefined, { notCompared }: Gathered): void {
  if (part?.cut === true) notCompared.add(`${what} of ${name}: too large to compare beyond its beginning`);
  for (const kind of part?.opaque ?? []) notCompared.add(`${what}: the inside of ${kind}`);
}

/** Both texts around the first place where they differ. */
function excerpts(old = "nothing", now = "nothing"): readonly [string, string] {
  let at = 0;
  while (at < old.length && at < now.length && old[at] === now[at]) at += 1;
  const from = Math.max(0, at - 20);
  const cut = (text: string): string => (from > 0 ? "…" : "") + text.slice(from, at + 40);
  return [cut(old), cut(now)];
}
