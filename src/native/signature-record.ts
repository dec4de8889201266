import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemCode } from "../base/refusal.ts";
import { parseRecords } from "../protocol/parse-records.ts";

/** The types that were seen somewhere: by name, each with the types of its parts (a list's elements, a dict's keys and values). */
export interface SeenTypes {
  readonly [name: string]: readonly SeenTypes[];
}

type SignatureRow = readonly [
  kind: "signature",
  file: string,
  firstLine: number,
  name: string,
  calls: number,
  given: Readonly<Record<string, SeenTypes>>,
  returned: SeenTypes,
  resumes: boolean,
  held: Readonly<Record<string, SeenTypes>>,
];
type ClassRow = readonly [
  kind: "class",
  name: string,
  bases: readonly string[],
  attributes: Readonly<Record<string, SeenTypes>>,
];
type ModuleRow = readonly [kind: "module", name: string, held: Readonly<Record<string, SeenTypes>>];
type Row = SignatureRow | ClassRow | ModuleRow | readonly ["note", string] | readonly ["end"];

/** What one function was given and gave back. */
export interface Signature {
  readonly file: string;
  readonly firstLine: number;
  readonly name: string;
  readonly calls: number;
  readonly given: Readonly<Record<string, SeenTypes>>;
  /** Of a generator: what it yielded. */
  readonly returned: SeenTypes;
  /** What its variables held when it returned. */
  readonly held: Readonly<Record<string, SeenTypes>>;
}

/** Everything that was seen of types in one run. */
export interface MeasuredTypes {
  readonly signatures: readonly Signature[];
  /** By `module.qualname`: names of the classes it is made of, itself first, and what its instances held. */
  readonly classes: ReadonlyMap<
    string,
    { readonly bases: readonly string[]; readonly attributes: Record<string, SeenTypes> }
  >;
  /** By module name: what its names held. */
  readonly modules: ReadonlyMap<string, Record<string, SeenTypes>>;
  readonly notes: readonly string[];
}

const LENGTHS = { signature: 9, class: 4, module: 3, note: 2, end: 1 } as const;

/** Reads what the processes of a run told of their types, all together. */
export async function readMeasuredTypes(folder: string): Promise<MeasuredTypes> {
  const signatures = new Map<string, Signature>();
  const classes = new Map<string, { bases: readonly string[]; attributes: Record<string, SeenTypes> }>();
  const modules = new Map<string, Record<string, SeenTypes>>();
  const notes: string[] = [];
  for (const row of await readRows(folder)) {
    if (row[0] === "signature") addSignature(signatures, row);
    else if (row[0] === "class") {
      const attributes = mergeHeld(classes.get(row[1])?.attributes ?? {}, row[3]);
      classes.set(row[1], { bases: row[2], attributes });
    } else if (row[0] === "module") modules.set(row[1], mergeHeld(modules.get(row[1]) ?? {}, row[2]));
    else if (row[0] === "note") notes.push(row[1]);
  }
  return { signatures: [...signatures.values()], classes, modules, notes };
}

function addSignature(known: Map<string, Signature>, row: SignatureRow): void {
  const [, file, firstLine, name, calls, given, returned, , held] = row;
  const key = `${firstLine} ${name} ${file}`;
  const before = known.get(key);
  known.set(key, {
    file,
    firstLine,
    name,
    calls: calls + (before?.calls ?? 0),
    given: mergeHeld(before?.given ?? {}, given),
    returned: mergeTypes(before?.returned ?? {}, returned),
    held: mergeHeld(before?.held ?? {}, held),
  });
}

function mergeHeld(
  one: Readonly<Record<string, SeenTypes>>,
  other: Readonly<Record<string, SeenTypes>>,
): Record<string, SeenTypes> {
  const merged: Record<string, SeenTypes> = { ...one };
  for (const [name, seen] of Object.entries(other)) merged[name] = mergeTypes(merged[name] ?? {}, seen);
  return merged;
}

function mergeTypes(one: SeenTypes, other: SeenTypes): SeenTypes {
  const merged: Record<string, readonly SeenTypes[]> = { ...one };
  for (const [name, parts] of Object.entries(other)) {
    const before = merged[name] ?? [];
    merged[name] = parts.map((part, index) => mergeTypes(before[index] ?? {}, part));
  }
  return merged;
}

async function readRows(folder: string): Promise<readonly Row[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".signatures")).sort();
    const texts = await Promise.all(names.map(async (name) => readFile(join(folder, name), "utf8")));
    return texts.flatMap((text) => parseRecords<Row>(text, LENGTHS));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}
