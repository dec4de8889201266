import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { readScatter, readTarget } from "./places.ts";
import type { Reading } from "./reading.ts";
import { boundOfProduct, boundOfSum, ONE, type Whole } from "./whole.ts";

/** The type of each is known. */
export function isShown({ kind, nature }: Whole): boolean {
  return kind !== "either" && nature !== "mixed";
}

/** Only once each turn, and in the order of the turns. */
export function isInOrder(r: Reading, name: string): boolean {
  const isNew = !r.totals.has(name) && !r.counters.has(name) && !r.lists.has(name);
  if ((r.facts.assignments.get(name) ?? 0) > 1) return false;
  return r.stillDepth === 0 && isNew && !r.env.has(name);
}

const ACCUMULATED: Readonly<Record<string, string>> = { "+": "add", "-": "subtract", "*": "multiply" };

/** `total += a[i]`: added in the same order, one to the sum of those before, so that the bits are the same. */
export function totalUp(r: Reading, name: string, operator: string, right: SyntaxNode): boolean {
  const ufunc = ACCUMULATED[operator];
  const value = ufunc === undefined || !isInOrder(r, name) ? undefined : r.number(right);
  if (ufunc === undefined || value === undefined || !value.moves || !isShown(value)) return false;
  const { tolerance } = r.facts;
  if (tolerance !== undefined && operator !== "*") return reorder(r, { name, operator, value }, tolerance);
  return accumulate(r, { name, operator, value }, ufunc);
}

function accumulate(r: Reading, { name, operator, value }: Addition, ufunc: string): boolean {
  const { numpy } = r.facts;
  const sums = r.fresh("sums");
  r.write(`${sums} = ${numpy}.${ufunc}.accumulate(${numpy}.concatenate(([${name}], ${r.chosen(value.text)})))`);
  r.proofs.push(`${sums}.dtype.str in ("<f8", "<i8") and ${numpy}.isfinite(${sums}[-1])`);
  // A product of whole numbers has no bound.
  const grown = operator === "*" ? undefined : boundOfProduct(value.bound, ONE);
  // One for each turn, and what there was before.
  const bound = boundOfSum(grown, ONE);
  const running = r.noted({ ...value, text: `${sums}[1:]${r.isNest ? `.reshape(${r.shape})` : ""}`, bound });
  const last = value.kind === "numpy" ? `${sums}[-1]` : `${sums}[-1].item()`;
  const assign = `${name} = ${last}`;
  r.commits.push(...(r.mask === undefined ? [assign] : [`if len(${sums}) > 1:`, `    ${assign}`]));
  r.totals.add(name);
  if (value.kind === "python") r.pythonTotals.add(name);
  else r.showsTypes = true;
  if (r.mask === undefined) r.env.set(name, running);
  return true;
}

/** What each turn adds to a name, or takes off it. */
interface Addition {
  readonly name: string;
  readonly operator: string;
  readonly value: Whole;
}

/**
 * Added in numpy's order. Adding n numbers is off by n roundings of the sum of their sizes at most, in whatever order; where that is
 * more than the tolerance (what is added cancels out, or is zero), the loop runs.
 */
function reorder(r: Reading, { name, operator, value }: Addition, tolerance: number): boolean {
  const { numpy } = r.facts;
  const [added, made, sizes] = [r.fresh("added"), r.fresh("made"), r.fresh("sizes")];
  r.begins.push(`${made}, ${sizes} = ${name}, 0.0`);
  r.write(`${added} = ${r.chosen(value.text)}`);
  r.write(`${made} = ${made} ${operator} ${numpy}.add.reduce(${added})`);
  r.write(`${sizes} = ${sizes} + ${numpy}.add.reduce(abs(${added}))`);
  r.proofs.push(`${made}.dtype.str == "<f8" and ${numpy}.isfinite(${made})`);
  const most = `(${r.countOfAll} + 8) * 2.3e-16 * (abs(float(${name})) + ${sizes})`;
  r.closings.push(`${most} < ${tolerance} * abs(${made})`);
  const assign = `${name} = ${value.kind === "numpy" ? made : `${made}.item()`}`;
  r.commits.push(...(r.mask === undefined ? [assign] : anyAdded(r, added, assign)));
  r.totals.add(name);
  r.reordered.add(name);
  if (value.kind === "python") r.pythonTotals.add(name);
  else r.showsTypes = true;
  return true;
}

/** Where nothing was added, a whole number stays one. */
function anyAdded(r: Reading, added: string, assign: string): readonly string[] {
  const some = r.fresh("some");
  r.begins.push(`${some} = 0`);
  r.write(`${some} += len(${added})`);
  return [`if ${some}:`, `    ${assign}`];
}

/** `count += 1` under a condition. */
export function countUp(r: Reading, name: string, operator: string, right: SyntaxNode): boolean {
  const text = textOf(r.facts.context.source, right);
  if (operator !== "+" || right.kind !== "integer" || !/^\d{1,3}$/u.test(text)) return false;
  if (!isInOrder(r, name)) return false;
  const times = text === "1" ? "" : `${text} * `;
  if (r.mask === undefined) {
    r.commits.push(`${name} += ${times}${r.count}`);
  } else {
    const counted = r.fresh("counted");
    r.write(`${counted} = int(${r.facts.numpy}.count_nonzero(${r.spread(r.mask)}))`);
    if (!r.isNest) r.proofs.push(`${r.mask}.shape == ${r.shape}`);
    r.commits.push(`${name} += ${times}${counted}`);
  }
  r.counters.add(name);
  return true;
}

/** `results.append(a[i] * 2)`. */
export function appendTo(r: Reading, call: SyntaxNode): boolean {
  const [value, ...others] = givenTo(call);
  const name = appendedTo(r, call);
  if (name === undefined || value === undefined || others.length > 0) return false;
  const whole = isInOrder(r, name) ? r.number(value) : undefined;
  if (whole === undefined || !whole.moves || !isShown(whole)) return false;
  const all = r.fresh("appended");
  r.write(`${all} = ${r.inOrder(whole.text)}`);
  r.proofs.push(isNumbers(r, all));
  const part = r.mask === undefined ? all : `${all}[${r.inOrder(r.mask)}]`;
  r.commits.push(`${name}.extend(${whole.kind === "numpy" ? part : `${part}.tolist()`})`);
  r.lists.add(name);
  if (whole.kind === "numpy") r.showsTypes = true;
  return true;
}

/** A number for each turn, of 64 bits. */
export function isNumbers({ count }: Reading, array: string): string {
  return `${array}.shape == (${count},) and ${array}.dtype.str in ("<f8", "<i8")`;
}

/** The arguments of a call. */
export function givenTo(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  return list?.kind === "argument_list" ? namedChildren(list) : [];
}

/** `results` of `results.append(…)`, a name that the loop does not bind. */
function appendedTo({ facts: { context, assigned } }: Reading, call: SyntaxNode): string | undefined {
  const callee = field(call, "function");
  const [object, method] = callee?.kind === "attribute" ? namedChildren(callee) : [];
  if (object?.kind !== "identifier" || method === undefined) return undefined;
  const name = textOf(context.source, object);
  return textOf(context.source, method) === "append" && !assigned.has(name) ? name : undefined;
}

/** Counts stand in an array of whole numbers, mostly: no matter of floats alone. */
function isCount(r: Reading, { moves, nature }: Whole): boolean {
  return !moves && nature === "int" && r.facts.variant === "float";
}

/** `hist[bins[i]] += 1`: in the same order, each added to what those before have made. */
export function scatter(r: Reading, left: SyntaxNode, operator: string, right: SyntaxNode): boolean {
  const mark = r.lines.length;
  const isOwn = r.stillDepth === 0 && readTarget(r, left) === undefined;
  // What reading it as a target has written is not for here.
  r.lines.length = mark;
  const place = isOwn ? readScatter(r, left) : undefined;
  const value = place && r.number(right);
  const ufunc = { "+": "add", "-": "subtract" }[operator];
  const isAgain = [...r.stored.values()].some((each) => each.array === place?.array);
  if (place === undefined || value === undefined || ufunc === undefined || isAgain || isCount(r, value)) {
    r.lines.length = mark;
    return false;
  }
  const { array, key, at } = place;
  const name = r.fresh("made");
  const into = `${array}[...]`;
  r.stored.set(`${array}[${key}]`, { array, key, name, into, places: 1, isScattered: true });
  r.reads.push({ array, name: array, key, all: array, places: 1, isBare: true });
  r.showsTypes = true;
  const chosen = (text: string): string => (r.mask === undefined ? r.spread(text) : r.chosen(text));
  r.write(`${name} = ${array}.copy()`);
  r.write(`${r.facts.numpy}.${ufunc}.at(${name}, ${chosen(at)}, ${value.moves ? chosen(value.text) : value.text})`);
  r.noted({ ...value, moves: true, bound: boundOfSum(boundOfProduct(value.bound, ONE), ONE) });
  return true;
}
