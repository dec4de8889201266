import { field, fields, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { steadyName } from "./attributes.ts";
import type { Read, Reading, Stored } from "./reading.ts";
import { ONE, type Whole } from "./whole.ts";

/** `image[y, x + 1]` or `image[y][x + 1]`: the array's name and what stands in the brackets. */
export interface Subscript {
  readonly array: string;
  readonly places: readonly SyntaxNode[];
}

/** A subscript of a name that the loop does not bind; undefined for every other one. */
export function subscriptAt(r: Reading, node: SyntaxNode): Subscript | undefined {
  const places: SyntaxNode[] = [];
  let at = node;
  while (at.kind === "subscript") {
    const own = fields(at, "subscript").filter(({ isNamed }) => isNamed);
    if (own.some(({ kind }) => kind === "slice" || kind === "ellipsis")) return undefined;
    places.unshift(...own);
    at = field(at, "value") ?? at;
  }
  const array = at === node ? undefined : steadyName(r, at);
  return array === undefined || places.length === 0 ? undefined : { array, places };
}

/** What a place in brackets is for all turns: a part that stays, a step beside the loop's number, or anything else. */
type Place =
  | { readonly kind: "still"; readonly text: string; readonly isOutside: boolean }
  | { readonly kind: "step"; readonly axis: number; readonly offset: number }
  | { readonly kind: "shifted"; readonly axis: number; readonly shift: string }
  | { readonly kind: "gathered"; readonly text: string }
  /** A stretch where all turns' places lie within the array; else gathered, for the turns that come by. */
  | { readonly kind: "guarded"; readonly axis: number; readonly shift: string; readonly text: string };

/** An element that is read in each turn. */
export function readElement(r: Reading, node: SyntaxNode, isBare = true): Whole | undefined {
  const subscript = subscriptAt(r, node);
  if (subscript === undefined) return undefined;
  const { array } = subscript;
  const key = keyOf(r, subscript.places);
  const pending = r.stored.get(`${array}[${key}]`);
  if (pending !== undefined) return pending.isScattered ? undefined : readBack(r, pending);
  if (r.stored.size > 0) r.readsLate = true;
  const known = knownPlaces(r, subscript);
  return known && readAt(r, { array, known, key, isBare });
}

/** `red, green, blue = picture[y, x]`: the element of that number of as many. */
export function readPart(r: Reading, node: SyntaxNode, part: number, count: number): Whole | undefined {
  const subscript = subscriptAt(r, node);
  const known = subscript && knownPlaces(r, subscript);
  if (subscript === undefined || known === undefined || r.stored.size > 0) return undefined;
  const { array, places } = subscript;
  r.asked.push(`${r.arrayOf(array, places.length + 1)}.shape[${places.length}] == ${count}`);
  const own: Place = { kind: "still", text: `${part}`, isOutside: true };
  return readAt(r, { array, known: [...known, own], key: `${keyOf(r, places)},${part}`, isBare: true });
}

interface At extends Pick<Read, "array" | "key" | "isBare"> {
  readonly known: readonly Place[];
}

function readAt(r: Reading, { array, known, key, isBare }: At): Whole | undefined {
  const name = r.arrayOf(array, known.length);
  if (r.facts.lists === true && !goesThroughAll(known)) r.isMisread = true;
  const text = textFor(r, name, known);
  const all = known.every((place) => isOutside(place)) && !isCountedTwice(known) ? text : name;
  r.reads.push({ array, name, key, all, places: known.length, isBare });
  const moves = known.some(({ kind }) => kind !== "still");
  return r.held({ text, moves, kind: r.elementKind, nature: natureIn(r), bound: ONE, ...(moves && { isView: true }) });
}

/** An array of a list of lists is worth it where the loops go through both: not for one of its rows. */
function goesThroughAll(known: readonly Place[]): boolean {
  return known.every((place, at) => {
    if (known.length === 1 || place.kind !== "still") return true;
    const isLiteral = /^\d$/u.test(place.text);
    return isLiteral ? at === known.length - 1 : !place.isOutside;
  });
}

function knownPlaces(r: Reading, { places }: Subscript): readonly Place[] | undefined {
  const read = places.map((place) => readPlace(r, place));
  const known = read.filter((place) => place !== undefined);
  return known.length < read.length ? undefined : known;
}

/** Known before the loop begins. */
function isOutside(place: Place): boolean {
  return place.kind === "step" || (place.kind === "still" && place.isOutside);
}

function natureIn({ facts }: Reading): Whole["nature"] {
  return facts.variant === "float" ? "float" : "unknown";
}

/** What this turn has written: as the array would have kept it. */
function readBack(r: Reading, { name, array }: Stored): Whole {
  if (r.facts.lists !== true) {
    r.write(`if ${name}.dtype != ${array}.dtype:`);
    r.write("    raise TypeError");
  }
  return { text: name, moves: true, kind: r.elementKind, nature: natureIn(r), bound: r.storedBounds.get(name) };
}

/** An element of an array that is walked through: `for value in array`. */
export function readWalked(r: Reading, array: string): Whole | undefined {
  const name = r.arrayOf(array, 1);
  const text = `${name}[${r.stretch(0, "")}]`;
  const key = r.facts.axes[0]?.variable ?? "";
  const pending = r.stored.get(`${array}[${key}]`);
  // The loop took its value before it was written.
  if (pending !== undefined) return undefined;
  r.reads.push({ array, name, key, all: text, places: 1, isBare: true });
  r.stretches.push({ array: name, axis: 0, loop: 0, offset: 0 });
  const nature = r.facts.variant === "float" ? "float" : "unknown";
  return r.held({ text, moves: true, kind: r.elementKind, nature, bound: ONE, isView: true });
}

/** The stretch that is written, moved by a number that the source tells; nothing else is certain to be another place each turn. */
export function readTarget(
  r: Reading,
  node: SyntaxNode,
): Pick<Stored, "array" | "key" | "into" | "places" | "listed"> | undefined {
  const subscript = subscriptAt(r, node);
  const known = subscript && knownPlaces(r, subscript);
  if (subscript === undefined || known === undefined || !known.every((place) => isOutside(place))) return undefined;
  // One place for each turn.
  const steps = known.flatMap((place) => (place.kind === "step" ? [place.axis] : []));
  if (steps.length !== r.axes.length || new Set(steps).size < steps.length) return undefined;
  const key = keyOf(r, subscript.places);
  const { array } = subscript;
  const place = { array, key, places: known.length };
  if (r.facts.lists !== true) return { ...place, into: stretchFor(r, array, known) };
  const listed = listedAt(r, known);
  return listed && { ...place, into: `${r.arrayOf(array, known.length)}[${listed.join(", ")}]`, listed };
}

/** Where a list is written: a stretch of it, of one of its lists, or of each of some; with the rows before the columns. */
function listedAt(r: Reading, places: readonly Place[]): readonly string[] | undefined {
  const isInOrder = places.every(({ kind }, at) => kind === "step" || (at === 0 && places.length === 2 && !r.isNest));
  const loops = loopsOf(places);
  if (!isInOrder || places.length > 2 || loops.some((loop, at) => loop !== at)) return undefined;
  return places.map((place) => {
    if (place.kind !== "step") return gatherText(r, place);
    const shift = shiftText(place.offset);
    const first = `${r.ends(place.axis, shift)[0]} >= 0`;
    if (!r.asked.includes(first)) r.asked.push(first);
    return r.stretch(place.axis, shift);
  });
}

/** The places of a scattered write: `hist[bins[i]] += 1`. */
export function readScatter(
  r: Reading,
  node: SyntaxNode,
): { readonly array: string; readonly key: string; readonly at: string } | undefined {
  const subscript = r.facts.lists === true ? undefined : subscriptAt(r, node);
  const [only, ...others] = subscript?.places ?? [];
  if (subscript === undefined || only === undefined || others.length > 0) return undefined;
  const place = r.int(only);
  return place?.moves === true ? { array: subscript.array, key: keyOf(r, [only]), at: place.text } : undefined;
}

/** The places without blanks. */
function keyOf({ facts }: Reading, places: readonly SyntaxNode[]): string {
  return places.map((place) => textOf(facts.context.source, place).replaceAll(/\s+/gu, "")).join(",");
}

function readPlace(r: Reading, node: SyntaxNode): Place | undefined {
  const { context, assigned } = r.facts;
  const text = textOf(context.source, node).replaceAll(/\s+/gu, "");
  const step = stepIn(r, text);
  // Where a turn does not come by, its place need not be one.
  if (step !== undefined && (step.offset === 0 || r.mask === undefined)) return { kind: "step", ...step };
  const shift = step === undefined ? shiftAt(r, node) : { axis: step.axis, shift: shiftText(step.offset) };
  if (shift !== undefined && r.mask === undefined) return { kind: "shifted", ...shift };
  const place = r.int(node);
  if (place === undefined) return undefined;
  if (place.moves) return gathered(r, place.text, shift);
  const names = text.match(/[^\W\d]\w*/gu) ?? [];
  return { kind: "still", text: place.text, isOutside: names.every((name) => !assigned.has(name)) };
}

function gathered(r: Reading, text: string, shift: Shift | undefined): Place {
  if (r.mask === undefined) return { kind: "gathered", text };
  const chosen = `${r.facts.numpy}.where(${r.mask}, ${text}, 0)`;
  return shift === undefined ? { kind: "gathered", text: chosen } : { kind: "guarded", ...shift, text: chosen };
}

/** Of `i + 1`: 1. */
function stepIn(r: Reading, text: string): { readonly axis: number; readonly offset: number } | undefined {
  const [, name, offset] = /^([^\W\d]\w*)([+-]\d{1,6})?$/u.exec(text) ?? [];
  const axis = name === undefined ? undefined : r.axisOf(name);
  return axis === undefined ? undefined : { axis, offset: Number(offset ?? 0) };
}

/** How far from a loop's number, as text that goes on behind it. */
interface Shift {
  readonly axis: number;
  readonly shift: string;
}

/** `i + k`, `k + i`, `i - k + 1`: the loop's number and something that stays. */
function shiftAt(r: Reading, node: SyntaxNode): Shift | undefined {
  const { source } = r.facts.context;
  const axis = r.axisOf(textOf(source, node));
  if (axis !== undefined) return { axis, shift: "" };
  const operator = textOf(source, field(node, "operator") ?? node);
  const [left, right] = node.kind === "binary_operator" ? namedChildren(node) : [];
  if (left === undefined || right === undefined || !/^[+-]$/u.test(operator)) return undefined;
  const first = shiftAt(r, left);
  if (first !== undefined) return shifted(r, first, operator, right);
  const second = operator === "+" ? shiftAt(r, right) : undefined;
  return second === undefined ? undefined : shifted(r, second, operator, left);
}

function shifted(r: Reading, { axis, shift }: Shift, operator: string, by: SyntaxNode): Shift | undefined {
  const still = r.int(by);
  return still === undefined || still.moves ? undefined : { axis, shift: `${shift} ${operator} (${still.text})` };
}

function textFor(r: Reading, array: string, places: readonly Place[]): string {
  if (isCountedTwice(places) || places.some(({ kind }) => kind === "gathered")) return gatheredText(r, array, places);
  if (!places.some(({ kind }) => kind === "guarded")) return stretchFor(r, array, places);
  return r.isNest ? nearText(r, array, places) : guardedText(r, array, places);
}

/** Where rows and columns are told apart, whole rows are taken first: far quicker than element by element. */
function gatheredText(r: Reading, array: string, places: readonly Place[]): string {
  const all = places.map((place) => gatherText(r, place));
  if (!r.isNest || all.length !== 2 || places.some(({ kind }) => kind === "still"))
    return `${array}[${all.join(", ")}]`;
  const [rows, columns] = [r.fresh("rows"), r.fresh("columns")];
  r.write(`${rows}, ${columns} = ${all.join(", ")}`);
  const isApart = `${rows}.shape[1:] == (1,) and ${columns}.ndim == 1`;
  return `(${array}[${rows}.ravel()][:, ${columns}] if ${isApart} else ${array}[${rows}, ${columns}])`;
}

function guardedText(r: Reading, array: string, places: readonly Place[]): string {
  const at = places.findIndex(({ kind }) => kind === "guarded");
  const place = places[at];
  const [first, last] = r.ends(0, place?.kind === "guarded" ? place.shift : "");
  const all = places.map((each) => gatherText(r, each));
  const stretch = all.with(at, `${first}:${last}`);
  const isWithin = `${first} >= 0 and ${last} <= ${array}.shape[${at}]`;
  return `(${array}[${stretch.join(", ")}] if ${isWithin} else ${array}[${all.join(", ")}])`;
}

/** Rows and columns that may lie outside for turns that do not come by: there the nearest ones are taken. */
function nearText(r: Reading, array: string, places: readonly Place[]): string {
  const picked: string[] = [];
  const parts = places.map((place, at) => {
    if (place.kind === "step") {
      r.stretches.push({ array, axis: at, loop: place.axis, offset: place.offset });
      return r.stretch(place.axis, shiftText(place.offset));
    }
    if (place.kind !== "guarded") return gatherText(r, place);
    const before = places.slice(0, at).filter(({ kind }) => kind !== "still").length;
    picked.push(`[${":, ".repeat(before)}${writeNear(r, `${array}.shape[${at}]`, place)}]`);
    return ":";
  });
  return `${array}[${parts.join(", ")}]${picked.join("")}${laidOut(r, places)}`;
}

function writeNear(r: Reading, length: string, { axis, shift }: Shift): string {
  const [near, out] = [r.fresh("near"), r.fresh("out")];
  const column = axis === 0 ? "[:, None]" : "";
  r.write(`${near} = slice(${r.ends(axis, shift).join(", ")})`);
  r.write(`if ${near}.start < 0 or ${near}.stop > ${length}:`);
  r.write(`    ${near} = ${r.facts.numpy}.arange(${near}.start, ${near}.stop)`);
  r.write(`    ${out} = (${near} < 0) | (${near} >= ${length})`);
  r.write(`    if (${r.mask ?? "True"} & ${out}${column}).any():`);
  r.write("        raise IndexError");
  r.write(`    ${near} = ${near}.clip(0, ${length} - 1)`);
  return near;
}

function loopsOf(places: readonly Place[]): readonly number[] {
  return places.flatMap((place) => ("axis" in place ? [place.axis] : []));
}

/** A diagonal: one loop counts two places. */
function isCountedTwice(places: readonly Place[]): boolean {
  const loops = loopsOf(places);
  return new Set(loops).size < loops.length;
}

/** As rows and columns of the turns. */
function laidOut(r: Reading, places: readonly Place[]): string {
  const loops = loopsOf(places);
  if (!r.isNest || loops.length === 0) return "";
  if (loops.length === 1) return loops[0] === 0 ? "[:, None]" : "";
  return loops[0] === 0 ? "" : ".T";
}

function gatherText(r: Reading, place: Place): string {
  if (place.kind === "still" || place.kind === "gathered" || place.kind === "guarded") return place.text;
  if (place.kind === "shifted") return `${r.placesText(place.axis)}${place.shift}`;
  return `${r.placesText(place.axis)}${shiftText(place.offset)}`;
}

function stretchFor(r: Reading, array: string, places: readonly Place[]): string {
  const parts = places.map((place, at) => {
    if (place.kind === "step") return r.stretch(place.axis, shiftText(place.offset));
    if (place.kind !== "shifted") return gatherText(r, place);
    const [first, last] = r.ends(place.axis, place.shift);
    r.write(`if ${first} < 0 or ${last} > ${array}.shape[${at}]:`);
    r.write("    raise IndexError");
    return `${first}:${last}`;
  });
  const text = `${array}[${parts.join(", ")}]${laidOut(r, places)}`;
  for (const [axis, place] of places.entries()) {
    if (place.kind === "step") r.stretches.push({ array, axis, loop: place.axis, offset: place.offset });
  }
  return text;
}

/** ` + 1` */
export function shiftText(offset: number): string {
  return offset === 0 ? "" : ` ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
}
