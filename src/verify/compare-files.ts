import path from "node:path";
import type { FileChange } from "../fix/tree-changes.ts";
import { compareText, type RunText, type TextContext } from "./compare-text.ts";
import type { RunOutputs } from "./observe-run.ts";

/** What comparing the files that runs wrote came to. */
export interface FilesComparison {
  /** Files that were compared, as "file out.csv". */
  readonly compared: readonly string[];
  readonly notCompared: readonly string[];
  /** Sentences on what the changed program did differently. */
  readonly differences: readonly string[];
  /** Something in them is the same in every run of the unchanged program. */
  readonly says: boolean;
}

interface Collected {
  readonly compared: string[];
  readonly notCompared: string[];
  readonly differences: string[];
  says: boolean;
}

/** Compares names, kinds, modes and bytes of what the changed program wrote with what the unchanged one wrote. */
export function compareFiles(
  references: readonly RunOutputs[],
  candidate: RunOutputs,
  context: TextContext,
): FilesComparison {
  const collected: Collected = { compared: [], notCompared: [], differences: [], says: false };
  const runs = references.map((run) => byPath(run.files));
  const now = byPath(candidate.files);
  const everywhere = [...(runs[0]?.keys() ?? [])].filter((name) => runs.every((run) => run.has(name)));
  const places = findUnstablePlaces(runs);
  for (const name of everywhere) {
    const before = runs.flatMap((run) => run.get(name) ?? []);
    compareOne(before, now.get(name), { references, candidate, context, collected });
  }
  const known = new Set(everywhere);
  const extra = [...now.keys()].filter((name) => !known.has(name) && !isIn(places, name));
  for (const name of extra)
    collected.differences.push(`the new version ${verb(now.get(name))} ${name}, the old one does not`);
  for (const place of places) {
    collected.notCompared.push(`files ${place}: their names differ between runs of the unchanged program`);
  }
  return collected;
}

function byPath(files: readonly FileChange[]): Map<string, FileChange> {
  return new Map(files.map((file) => [file.path, file]));
}

interface Comparing {
  readonly references: readonly RunOutputs[];
  readonly candidate: RunOutputs;
  readonly context: TextContext;
  readonly collected: Collected;
}

function compareOne(before: readonly FileChange[], now: FileChange | undefined, comparing: Comparing): void {
  const { collected } = comparing;
  const [first] = before;
  if (first === undefined) return;
  const name = `${first.kind === "file" ? "file" : first.kind} ${first.path}`;
  const isStable = before.every((one) => isSameOutside(one, first));
  if (!isStable) {
    collected.notCompared.push(`${name}: its kind, mode or target differs between runs of the unchanged program`);
  } else if (now === undefined) {
    collected.differences.push(`the old version ${verb(first)} ${first.path}, the new one does not`);
  } else if (!isSameOutside(first, now)) {
    collected.differences.push(`${name} gets another ${differingPart(first, now)}`);
  } else if (first.content === undefined) {
    collected.compared.push(name);
    collected.says ||= first.change === "removed" || first.kind === "link";
  } else {
    compareContent(name, before, now, comparing);
  }
}

function compareContent(name: string, before: readonly FileChange[], now: FileChange, comparing: Comparing): void {
  const { references, candidate, context, collected } = comparing;
  const texts = before.flatMap((file, index) => textOf(file, references[index]) ?? []);
  const text = textOf(now, candidate);
  if (text === undefined) return;
  const comparison = compareText(texts, text, context);
  if (comparison.kind === "unstable") {
    collected.notCompared.push(`${name} ${comparison.why}`);
  } else if (comparison.kind === "different") {
    collected.differences.push(`${name} differs at line ${comparison.line}`);
  } else {
    collected.compared.push(name);
    collected.notCompared.push(...comparison.setAside.map((part) => `${name}, ${part}`));
    collected.says ||= comparison.says;
  }
}

function textOf(file: FileChange, run: RunOutputs | undefined): RunText | undefined {
  if (file.content === undefined || file.sha256 === undefined || run === undefined) return undefined;
  return { path: file.content, bytes: file.size, sha256: file.sha256, spelling: run.spelling };
}

function isSameOutside(one: FileChange, other: FileChange): boolean {
  return differingPart(one, other) === undefined;
}

function differingPart(one: FileChange, other: FileChange): string | undefined {
  if (one.kind !== other.kind || one.change !== other.change) return "kind";
  if (one.mode !== other.mode) return "mode";
  return one.target === other.target ? undefined : "target";
}

function verb(file: FileChange | undefined): string {
  return file?.change === "removed" ? "removes" : "writes";
}

/** Folder and ending of the files whose names are not the same in all runs, e.g. "logs/*.txt". */
function findUnstablePlaces(runs: readonly ReadonlyMap<string, FileChange>[]): Set<string> {
  const places = new Set<string>();
  const names = new Set(runs.flatMap((run) => [...run.keys()]));
  for (const name of names) {
    if (runs.every((run) => run.has(name))) continue;
    const isBelowAnother = isIn(places, name);
    if (!isBelowAnother) places.add(placeOf(name));
  }
  return places;
}

function placeOf(name: string): string {
  const folder = path.posix.dirname(name);
  return `${folder === "." ? "" : `${folder}/`}*${path.posix.extname(name)}`;
}

/** Is the file, or a folder that it lies in, at one of the places? */
function isIn(places: ReadonlySet<string>, name: string): boolean {
  for (let part = name; part !== "." && part !== "/"; part = path.posix.dirname(part)) {
    if (places.has(placeOf(part))) return true;
  }
  return false;
}
