import type { SyntaxNode } from "../../../source/node.ts";
import { chosenOf } from "./choice.ts";
import { readTarget } from "./places.ts";
import type { Reading, Stored } from "./reading.ts";
import { boundOfProduct, boundOfSum, ONE, type Bound, type Whole } from "./whole.ts";

/** `out[i] = value`: worked out now, written when all is known. `more` is what is added to what it was. */
export function store(r: Reading, target: SyntaxNode, value: Whole, more?: Bound): boolean {
  const place = readTarget(r, target);
  if (place === undefined || !isListable(r, value)) return false;
  const { array, key } = place;
  const id = `${array}[${key}]`;
  const known = r.stored.get(id);
  const name = known?.name ?? r.fresh("made");
  // Before it is certain that something is written, it is what stands there.
  if (known?.isScattered === true || (known === undefined && r.stillDepth > 0)) return false;
  r.stored.set(id, { ...place, name, isScattered: false });
  const kept = { ...value, text: value.moves ? asKept(r, value) : filled(r, value) };
  const made = r.mask === undefined ? kept : choseFrom(r, r.mask, kept, { ...place, known });
  r.storedBounds.set(name, grown(r, name, known && { ...made, text: name }, made, more));
  r.write(`${name} = ${made.text}`);
  return true;
}

/** A list is given Python's own numbers, all of one type, in each turn. */
function isListable(r: Reading, { kind, nature }: Whole): boolean {
  return r.facts.lists !== true || (kind === "python" && nature !== "mixed" && r.mask === undefined);
}

/** Under a condition, what stands there stays for the other turns. */
function choseFrom(
  r: Reading,
  mask: string,
  value: Whole,
  { array, key, into, places, known }: Omit<Stored, "name" | "isScattered"> & { readonly known: Stored | undefined },
): Whole {
  if (known === undefined) r.reads.push({ array, name: array, key, all: into, places, isBare: true });
  const old: Whole = { text: known?.name ?? into, kind: "numpy", nature: "unknown", moves: true, bound: ONE };
  return chosenOf(r, mask, value, old);
}

/** As an array of floats has it. */
function asKept(r: Reading, value: Whole): string {
  if (r.facts.variant === "float" && value.nature !== "float" && r.facts.lists !== true)
    return `${r.facts.numpy}.asarray(${value.text}, dtype=float)`;
  return owned(value);
}

/** What is written is not to change with what is read. */
function owned({ text, isView }: Whole): string {
  return isView === true ? `${text}.copy()` : text;
}

/** The same number for all turns. */
function filled(r: Reading, { text }: Whole): string {
  const kind = r.facts.variant === "float" && r.facts.lists !== true ? ", dtype=float" : "";
  return `${r.facts.numpy}.full(${r.isNest ? r.shape : r.count}, ${text}${kind})`;
}

/** `name = value`: under a condition only where it holds. `more` is what is added to what it was. */
export function bind(r: Reading, name: string, value: Whole, more?: Bound): boolean {
  const before = r.env.get(name) ?? r.besides.get(name);
  const made =
    r.mask === undefined || before === undefined ? value : chosenOf(r, r.mask, value, { ...before, text: name });
  r.write(`${name} = ${owned(made)}`);
  if (made.moves) r.moving.add(name);
  const { isView: _, ...own } = made;
  r.env.set(name, { ...own, text: name, bound: grown(r, name, before, made, more) });
  return true;
}

/** In an inner loop a sum grows with each of its turns; what else becomes of a value there has no bound. */
function grown(
  r: Reading,
  name: string,
  before: Whole | undefined,
  made: Whole,
  more: Bound | undefined,
): Bound | undefined {
  const inner = r.inner;
  if (inner?.carried.has(name) !== true) return made.bound;
  const old = inner.growth.get(name);
  const added = boundOfProduct(more, inner.trips);
  if (before === undefined || more === undefined || added === undefined || old === "unbounded") {
    inner.growth.set(name, "unbounded");
    return undefined;
  }
  const sum = old === undefined ? added : boundOfSum(old, added);
  inner.growth.set(name, sum ?? "unbounded");
  return undefined;
}
