import { field, fields, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Reading, Stored } from "./reading.ts";
import { ONE, type Whole } from "./whole.ts";

/** `image[y, x + 1]` or `image[y][x + 1]`: the array's name and what stands in the brackets. */
export interface Subscript {
  readonly array: string;
  readonly places: readonly SyntaxNode[];
}

/** A subscript of a name that the loop does not bind; undefined for every other one. */
export function subscriptAt({ facts }: Reading, node: SyntaxNode): Subscript | undefined {
  const places: SyntaxNode[] = [];
  let at = node;
  while (at.kind === "subscript") {
    const own = fields(at, "subscript").filter(({ isNamed }) => isNamed);
    if (own.some(({ kind }) => kind === "slice" || kind === "ellipsis")) return undefined;
    places.unshift(...own);
    at = field(at, "value") ?? at;
  }
  const array = textOf(facts.context.source, at);
  if (at.kind !== "identifier" || facts.assigned.has(array) || places.length === 0) return undefined;
  return { array, places };
}

/** What a place in brackets is for all turns: a part that stays, a step beside the loop's number, or anything else. */
type Place =
  | { readonly kind: "still"; readonly text: string; readonly isOutside: boolean }
  | { readonly kind: "step"; readonly offset: number }
  | { readonly kind: "shifted"; readonly shift: string }
  | { readonly kind: "gathered"; readonly text: string }
  /** A stretch where all turns' places lie within the array; else gathered, for the turns that come by. */
  | { readonly kind: "guarded"; readonly shift: string; readonly text: string };

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
  if (known === undefined) return undefined;
  const text = textFor(r, array, known, key);
  const all = known.every((place) => isOutside(place)) ? text : array;
  r.reads.push({ array, key, all, places: known.length, isBare });
  const moves = known.some(({ kind }) => kind !== "still");
  return r.noted({ text, moves, kind: "numpy", nature: natureIn(r), bound: ONE, ...(moves && { isView: true }) });
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
  r.write(`if ${name}.dtype != ${array}.dtype:`);
  r.write("    raise TypeError");
  return { text: name, moves: true, kind: "numpy", nature: natureIn(r), bound: r.storedBounds.get(name) };
}

/** An element of an array that is walked through: `for value in array`. */
export function readWalked(r: Reading, array: string): Whole | undefined {
  const text = `${array}[${r.stretch("")}]`;
  const key = r.facts.variable ?? "";
  const pending = r.stored.get(`${array}[${key}]`);
  // The loop took its value before it was written.
  if (pending !== undefined) return undefined;
  r.reads.push({ array, key, all: text, places: 1, isBare: true });
  r.stretches.push({ array, axis: 0, offset: 0, key, text });
  const nature = r.facts.variant === "float" ? "float" : "unknown";
  return r.noted({ text, moves: true, kind: "numpy", nature, bound: ONE, isView: true });
}

/** The stretch that is written, moved by a number that the source tells; nothing else is certain to be another place each turn. */
export function readTarget(
  r: Reading,
  node: SyntaxNode,
): (Pick<Stored, "array" | "key" | "into"> & { readonly places: number }) | undefined {
  const subscript = subscriptAt(r, node);
  const known = subscript && knownPlaces(r, subscript);
  if (subscript === undefined || known === undefined || !known.every((place) => isOutside(place))) return undefined;
  if (known.filter(({ kind }) => kind === "step").length !== 1) return undefined;
  const key = keyOf(r, subscript.places);
  return { array: subscript.array, key, places: known.length, into: stretchFor(r, subscript.array, known, key) };
}

/** The places of a scattered write: `hist[bins[i]] += 1`. */
export function readScatter(
  r: Reading,
  node: SyntaxNode,
): { readonly array: string; readonly key: string; readonly at: string } | undefined {
  const subscript = subscriptAt(r, node);
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
  const offset = offsetIn(r, text);
  // Where a turn does not come by, its place need not be one.
  if (offset === 0 || (offset !== undefined && r.mask === undefined)) return { kind: "step", offset };
  const shift = offset === undefined ? shiftAt(r, node) : shiftText(offset);
  if (shift !== undefined && r.mask === undefined) return { kind: "shifted", shift };
  const place = r.int(node);
  if (place === undefined) return undefined;
  if (place.moves) return gathered(r, place.text, shift);
  const names = text.match(/[^\W\d]\w*/gu) ?? [];
  return { kind: "still", text: place.text, isOutside: names.every((name) => !assigned.has(name)) };
}

function gathered(r: Reading, text: string, shift: string | undefined): Place {
  if (r.mask === undefined) return { kind: "gathered", text };
  const chosen = `${r.facts.numpy}.where(${r.mask}, ${text}, 0)`;
  return shift === undefined ? { kind: "gathered", text: chosen } : { kind: "guarded", shift, text: chosen };
}

/** Of `i + 1`: 1. */
function offsetIn({ facts: { variable } }: Reading, text: string): number | undefined {
  const step = variable === undefined ? null : new RegExp(`^${variable}(?:([+-]\\d{1,6}))?$`, "u").exec(text);
  return step === null ? undefined : Number(step[1] ?? 0);
}

/** `i + k`, `k + i`, `i - k + 1`: the loop's number and something that stays. */
function shiftAt(r: Reading, node: SyntaxNode): string | undefined {
  const { source } = r.facts.context;
  if (textOf(source, node) === r.facts.variable) return "";
  const operator = textOf(source, field(node, "operator") ?? node);
  const [left, right] = node.kind === "binary_operator" ? namedChildren(node) : [];
  if (left === undefined || right === undefined || !/^[+-]$/u.test(operator)) return undefined;
  const first = shiftAt(r, left);
  if (first !== undefined) return shifted(r, first, operator, right);
  const second = operator === "+" ? shiftAt(r, right) : undefined;
  return second === undefined ? undefined : shifted(r, second, operator, left);
}

function shifted(r: Reading, before: string, operator: string, by: SyntaxNode): string | undefined {
  const still = r.int(by);
  return still === undefined || still.moves ? undefined : `${before} ${operator} (${still.text})`;
}

function textFor(r: Reading, array: string, places: readonly Place[], key: string): string {
  const moving = places.filter(({ kind }) => kind !== "still");
  if (moving.length > 1 || moving.some(({ kind }) => kind === "gathered")) {
    return `${array}[${places.map((place) => gatherText(r, place)).join(", ")}]`;
  }
  if (moving.some(({ kind }) => kind === "guarded")) return guardedText(r, array, places);
  return stretchFor(r, array, places, key);
}

function guardedText(r: Reading, array: string, places: readonly Place[]): string {
  const axis = places.findIndex(({ kind }) => kind === "guarded");
  const place = places[axis];
  const shift = place?.kind === "guarded" ? place.shift : "";
  const { turns } = r.names;
  const [first, last] = [`${turns}.start${shift}`, `${turns}.stop${shift}`];
  const all = places.map((each) => gatherText(r, each));
  const stretch = all.with(axis, `${first}:${last}`);
  const isWithin = `${first} >= 0 and ${last} <= ${array}.shape[${axis}]`;
  return `(${array}[${stretch.join(", ")}] if ${isWithin} else ${array}[${all.join(", ")}])`;
}

function gatherText(r: Reading, place: Place): string {
  if (place.kind === "still" || place.kind === "gathered" || place.kind === "guarded") return place.text;
  if (place.kind === "shifted") return `${r.placesText()}${place.shift}`;
  return `${r.placesText()}${shiftText(place.offset)}`;
}

function stretchFor(r: Reading, array: string, places: readonly Place[], key: string): string {
  const parts = places.map((place, axis) => {
    if (place.kind === "step") return r.stretch(shiftText(place.offset));
    if (place.kind !== "shifted") return place.text;
    const { turns } = r.names;
    const [first, last] = [`${turns}.start${place.shift}`, `${turns}.stop${place.shift}`];
    r.write(`if ${first} < 0 or ${last} > ${array}.shape[${axis}]:`);
    r.write("    raise IndexError");
    return `${first}:${last}`;
  });
  const text = `${array}[${parts.join(", ")}]`;
  for (const [axis, place] of places.entries()) {
    if (place.kind === "step") r.stretches.push({ array, axis, offset: place.offset, key, text });
  }
  return text;
}

/** ` + 1` */
export function shiftText(offset: number): string {
  return offset === 0 ? "" : ` ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
}
