import { differInOwnTimes, type RunTimes } from "./own-times.ts";
import { findDeparture, loosenTemplate, saysSomething, templateOf, type LineTemplate } from "./line-template.ts";
import { readLines } from "./read-lines.ts";
import { withoutCodePointers, type Spelling } from "./spelling.ts";
import { agrees, type Tolerance } from "./tolerance.ts";

/** A captured text of one run. */
export interface RunText {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly spelling: Spelling;
}

/** What comparing one output of the program came to. */
export type TextComparison =
  /** `says`: something in it is the same in every run of the unchanged program. */
  | { readonly kind: "same"; readonly says: boolean; readonly setAside: readonly string[] }
  | { readonly kind: "different"; readonly line: number; readonly old: string; readonly new: string }
  /** Nothing of it stays the same between runs of the unchanged program. */
  | { readonly kind: "unstable"; readonly why: string };

/** What is known beside the texts. */
export interface TextContext {
  readonly changedFiles: readonly string[];
  readonly times: RunTimes;
  /** How far floats may lie apart; absent: not at all. */
  readonly tolerance?: Tolerance;
}

/** Texts up to this size are set aside line by line where they differ between runs of the unchanged program. */
const LARGEST_TEMPLATE = 32 * 1024 ** 2;
/** More lines with the program's own times than this are no longer a report of its time. */
const MOST_TIME_LINES = 1000;

/** Compares one output of the changed program with the same output of at least one run of the unchanged one. */
export function compareText(references: readonly RunText[], candidate: RunText, context: TextContext): TextComparison {
  const [first, ...others] = references;
  if (first === undefined) return { kind: "unstable", why: "there is nothing to compare it with" };
  const isStable = others.every((other) => isSameText(first, other, context));
  if (isStable) return compareWithStable(first, candidate, context);
  if ([candidate, ...references].some((text) => text.bytes > LARGEST_TEMPLATE)) {
    return {
      kind: "unstable",
      why: "differs between runs of the unchanged program and is too large to compare by lines",
    };
  }
  return compareWithUnstable(references, candidate, context);
}

function isSameText(one: RunText, other: RunText, context: TextContext): boolean {
  if (one.sha256 === other.sha256) return true;
  return findFirstDifferences(one, other, context, 1).length === 0;
}

function compareWithStable(reference: RunText, candidate: RunText, context: TextContext): TextComparison {
  const says = reference.bytes > 0;
  if (reference.sha256 === candidate.sha256) return { kind: "same", says, setAside: [] };
  const differences = findFirstDifferences(reference, candidate, context, MOST_TIME_LINES);
  const real = differences.find(({ old, new: now }) => !isOwnTime(old, now, context));
  const tooMany = differences.length === MOST_TIME_LINES ? differences[0] : undefined;
  const shown = real ?? tooMany;
  if (shown !== undefined) return { kind: "different", ...shown, old: shown.old ?? "", new: shown.new ?? "" };
  const lines = differences.map(({ line }) => line);
  const setAside = lines.length === 0 ? [] : [`${nameLines(lines)}: the program's own time`];
  return { kind: "same", says: says && !isAllOfIt(reference, context, lines.length), setAside };
}

function compareWithUnstable(references: readonly RunText[], candidate: RunText, context: TextContext): TextComparison {
  const texts = references.map((text) => [...linesOf(text, context)]);
  const now = [...linesOf(candidate, context)].map((line, at) => asBefore(line, texts[0]?.[at], context));
  const shuffled = compareShuffled(texts, now);
  if (shuffled !== undefined) return shuffled;
  const [first = [], ...others] = texts;
  let template = templateOf(first);
  for (const lines of others) template = loosenTemplate(template, lines);
  const says = [...template.head, ...template.tail].some((expected) => saysSomething(expected));
  if (!says) return { kind: "unstable", why: "differs between runs of the unchanged program throughout" };
  const departure = findDeparture(template, now);
  if (departure === undefined) return { kind: "same", says, setAside: nameUnstable(template) };
  return { kind: "different", line: departure + 1, old: first[departure] ?? "", new: now[departure] ?? "" };
}

/** Runs that print the same lines in another order (threads, processes): compared without the order. */
function compareShuffled(texts: readonly (readonly string[])[], now: readonly string[]): TextComparison | undefined {
  const [first = [], ...others] = texts.map((lines) => lines.toSorted());
  const isSameSet = others.every((lines) => isSameLines(lines, first));
  if (!isSameSet || !first.some((line) => line.trim() !== "")) return undefined;
  if (isSameLines(now.toSorted(), first)) return { kind: "same", says: true, setAside: ["the order of its lines"] };
  const missing = now.findIndex((line) => !first.includes(line));
  const at = missing === -1 ? now.length : missing;
  return { kind: "different", line: at + 1, old: "", new: now[at] ?? "" };
}

function isSameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

interface LineDifference {
  /** Counted from 1. */
  readonly line: number;
  readonly old: string | undefined;
  readonly new: string | undefined;
}

function findFirstDifferences(one: RunText, other: RunText, context: TextContext, most: number): LineDifference[] {
  const found: LineDifference[] = [];
  const right = linesOf(other, context);
  let line = 0;
  for (const old of linesOf(one, context)) {
    line++;
    const next = right.next();
    const now = next.done === true ? undefined : next.value;
    if (!isSameLine(old, now, context)) found.push({ line, old, new: now });
    if (found.length >= most || now === undefined) return found;
  }
  const more = right.next();
  if (more.done !== true) found.push({ line: line + 1, old: undefined, new: more.value });
  return found;
}

function isSameLine(old: string, now: string | undefined, { tolerance }: TextContext): boolean {
  if (old === now || now === undefined || tolerance === undefined) return old === now;
  return agrees(old, now, tolerance);
}

/** The line as an earlier run had it, where it is the same but for what the tolerance lets pass. */
function asBefore(line: string, old: string | undefined, context: TextContext): string {
  return old !== undefined && isSameLine(old, line, context) ? old : line;
}

function* linesOf(text: RunText, context: TextContext): Generator<string> {
  yield* withoutCodePointers(spell(readLines(text.path), text.spelling), context.changedFiles);
}

function* spell(lines: Iterable<string>, spelling: Spelling): Generator<string> {
  for (const line of lines) yield spelling(line);
}

function isOwnTime(old: string | undefined, now: string | undefined, { times }: TextContext): boolean {
  return old !== undefined && now !== undefined && differInOwnTimes(old, now, times);
}

function isAllOfIt(text: RunText, context: TextContext, setAside: number): boolean {
  let saying = 0;
  for (const line of linesOf(text, context)) {
    if (line.trim() !== "") saying++;
    if (saying > setAside) return false;
  }
  return true;
}

function nameUnstable(template: LineTemplate): string[] {
  const { head, tail, hasGap } = template;
  const parts = head.flatMap((expected, index) => (expected.kind === "masked" ? [index + 1] : []));
  const whole = head.flatMap((expected, index) => (expected.kind === "any" ? [index + 1] : []));
  const names: string[] = [];
  if (parts.length > 0) names.push(`parts of ${nameLines(parts)}`);
  if (whole.length > 0) names.push(nameLines(whole));
  if (hasGap) names.push(`what stands between line ${head.length + 1} and the last ${tail.length} lines`);
  if (tail.some((expected) => expected.kind !== "exact")) names.push("parts of its last lines");
  return names;
}

function nameLines(lines: readonly number[]): string {
  if (lines.length === 1) return `line ${lines[0]}`;
  const shown = lines.slice(0, 5).join(", ");
  return lines.length > 5 ? `lines ${shown} and ${lines.length - 5} more` : `lines ${shown}`;
}
