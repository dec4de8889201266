import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";

/** What a value was seen to be: a name, and what its parts were. `null`: nothing was seen. */
export type SeenType = readonly [string, ...(SeenType | null)[]];

/** A function's calls in one run. */
export interface RecordedCalls {
  /** What was given and came back, each as a literal of Python. */
  readonly calls: readonly (readonly [string, string])[];
  readonly count: number;
  readonly given: readonly (readonly [string, SeenType | null])[];
  readonly returned: SeenType | null;
  /** Why calls were not kept, with how many. */
  readonly left: Readonly<Record<string, number>>;
}

const seenType: v.GenericSchema<unknown, SeenType> = v.pipe(
  v.unknown(),
  v.check(isSeenType, "a tree of names"),
  v.transform((value) => value as SeenType),
);

function isSeenType(value: unknown): boolean {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  return value.slice(1).every((part) => part === null || isSeenType(part));
}

const recordedCalls: v.GenericSchema<unknown, RecordedCalls> = v.object({
  calls: v.array(v.tuple([v.string(), v.string()])),
  count: v.number(),
  given: v.array(v.tuple([v.string(), v.nullable(seenType)])),
  returned: v.nullable(seenType),
  left: v.record(v.string(), v.number()),
});

/** Of the process of the run that made most calls; undefined where none did. */
export function readRecordedCalls(folder: string): RecordedCalls | undefined {
  const names = readdirSync(folder).filter((name) => name.endsWith(".calls"));
  const all = names.map((name) => {
    const text: unknown = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    return v.parse(recordedCalls, text);
  });
  return all.sort((a, b) => b.calls.length - a.calls.length)[0];
}
