import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Refusal, systemCode } from "../../base/refusal.ts";
import { ProfileBuilder } from "../../profile/profile-builder.ts";
import type { Profile } from "../../profile/profile.ts";
import { parseRecords } from "../../protocol/parse-records.ts";
import type { SampleRecord } from "../../protocol/sample-record.ts";
import type { OperandSample } from "../observation.ts";
import { ProcessReader } from "./process-reader.ts";
import { SourceColumns } from "../source-columns.ts";

/** What the sampler left in its folder. */
export interface Samples {
  readonly profile: Profile;
  readonly operands: readonly OperandSample[];
  /** Sentences on what went unwatched. */
  readonly notes: readonly string[];
}

/** Reads the records of all processes of a run, in the order in which they started. */
export async function readSamples(folder: string): Promise<Samples> {
  const names = await listFolder(folder);
  const builder = new ProfileBuilder();
  const operands = new Map<string, OperandSample>();
  const columns = new SourceColumns();
  const notes: string[] = [];
  for (const name of names.filter((one) => one.endsWith(".samples")).sort(byStart)) {
    const records = parseRecords<SampleRecord>(await readFile(path.join(folder, name), "latin1"), recordLengths);
    const reader = new ProcessReader(builder, operands, columns);
    notes.push(...reader.read(records));
  }
  for (const name of names.filter((one) => one.endsWith(".note")).sort()) {
    notes.push(...(await readFile(path.join(folder, name), "utf8")).split("\n").filter((line) => line !== ""));
  }
  return { profile: builder.build(), operands: [...operands.values()], notes: [...new Set(notes)] };
}

/** How many items a whole record of each kind has. */
const recordLengths: { [Kind in SampleRecord[0]]: number } = {
  process: 8,
  thread: 4,
  code: 7,
  node: 8,
  weight: 10,
  operand: 8,
  tally: 10,
  note: 2,
  end: 1,
};

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (systemCode(thrown) === undefined) throw thrown;
    throw new Refusal("unreadable-data", `${folder} cannot be read.`, "Profile the program again.", thrown);
  }
}

function byStart(one: string, other: string): number {
  return startOf(one) < startOf(other) ? -1 : 1;
}

/** `<pid>-<nanoseconds since 1970>.samples`: the clock's digits have one length until 2286. */
function startOf(name: string): string {
  return name.slice(name.indexOf("-") + 1);
}
