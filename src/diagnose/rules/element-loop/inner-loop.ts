import { descendants, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { readTarget, subscriptAt } from "./places.ts";
import type { Reading } from "./reading.ts";
import { boundOfProduct, boundOfSum, ONE, type Bound, type Whole } from "./whole.ts";

type ReadBlock = (r: Reading, block: SyntaxNode | undefined) => boolean;

/** A loop in the loop, of turns that are the same for all: it stays, and each of its steps is done for all turns. */
export function readInner(r: Reading, loop: SyntaxNode, readBlock: ReadBlock): boolean {
  const header = headerOf(r, loop);
  const body = field(loop, "body");
  if (header === undefined || body === undefined || field(loop, "alternative") !== undefined) return false;
  // Turns that an inner loop is not gone through in are no matter of a mask alone: it is the same loop for all.
  if (!beginStores(r, body)) return false;
  r.hasInner = true;
  const outer = r.inner;
  const before = new Map(r.env);
  const trips = outer === undefined ? header.bound : boundOfProduct(outer.trips, header.bound);
  const results = resultsIn(r, body);
  const carried = new Set([...carriedIn(r, body), ...results.keys()]);
  r.inner = outer === undefined ? { trips, carried, growth: new Map() } : { ...outer, trips };
  // Reading what a turn before made, nothing is known of how much it is.
  for (const name of carried) {
    if (results.has(name)) r.storedBounds.delete(name);
    else r.env.set(name, unbounded(r.env.get(name)));
  }
  r.env.set(header.name, { text: header.name, moves: false, kind: "python", nature: "int", bound: header.bound });
  r.write(`for ${header.name} in ${header.text}:`);
  r.depth += 1;
  r.stillDepth += 1;
  const mark = r.lines.length;
  const isRead = readBlock(r, body);
  if (r.lines.length === mark) r.write("pass");
  r.depth -= 1;
  r.stillDepth -= 1;
  if (outer === undefined) {
    settle(r, before, carried);
    settleResults(r, results);
  }
  r.inner = outer;
  r.env = new Map([...r.env].filter(([name]) => before.has(name)));
  return isRead;
}

function unbounded(whole: Whole | undefined): Whole {
  return { text: "", moves: false, kind: "either", nature: "unknown", ...whole, bound: undefined };
}

/** What a sum has come to after all turns. */
function settle(r: Reading, before: ReadonlyMap<string, Whole>, carried: ReadonlySet<string>): void {
  for (const name of carried) {
    const [now, old] = [r.env.get(name), before.get(name)];
    const growth = r.inner?.growth.get(name);
    if (now === undefined || old === undefined) continue;
    const bound = growth === "unbounded" ? undefined : growth === undefined ? old.bound : boundOfSum(old.bound, growth);
    r.env.set(name, r.noted({ ...now, bound }));
  }
}

/** The same of a result that is added to. */
function settleResults(r: Reading, results: ReadonlyMap<string, Bound | undefined>): void {
  for (const [name, old] of results) {
    const growth = r.inner?.growth.get(name);
    const bound = growth === "unbounded" ? undefined : growth === undefined ? old : boundOfSum(old, growth);
    const nature = r.facts.variant === "float" ? "float" : "unknown";
    r.storedBounds.set(name, r.noted({ text: name, moves: true, kind: r.elementKind, nature, bound }).bound);
  }
}

interface Header {
  readonly name: string;
  readonly text: string;
  /** Of the number, and of how many turns there are. */
  readonly bound: Bound;
}

/** `for k in range(…)` or `for k in (-1, 0, 1)`. */
function headerOf(r: Reading, loop: SyntaxNode): Header | undefined {
  const { context } = r.facts;
  const [left, right] = [field(loop, "left"), field(loop, "right")];
  if (left?.kind !== "identifier" || right === undefined) return undefined;
  const name = textOf(context.source, left);
  const bound = right.kind === "call" ? rangeBound(r, right) : literalBound(r, right);
  return bound === undefined ? undefined : { name, text: textOf(context.source, right), bound };
}

function literalBound(r: Reading, right: SyntaxNode): Bound | undefined {
  const each = right.kind === "tuple" || right.kind === "list" ? namedChildren(right) : [];
  const numbers = each.map((one) => Number(textOf(r.facts.context.source, one)));
  const isPlain = numbers.length > 0 && numbers.every((number) => Math.abs(number) < 10 ** 6);
  return isPlain
    ? { factor: Math.max(numbers.length, ...numbers.map((number) => Math.abs(number))), degree: 0 }
    : undefined;
}

function rangeBound(r: Reading, right: SyntaxNode): Bound | undefined {
  const list = field(right, "arguments");
  if (list?.kind !== "argument_list" || builtinNamed(r.facts.context, field(right, "function")) !== "range")
    return undefined;
  const given = namedChildren(list).map((one) => r.int(one));
  const isStill = given.every((one) => one?.moves === false && one.nature === "int");
  if (!isStill || given.length === 0 || given.length > 3) return undefined;
  return given.reduce<Bound | undefined>((sum, one) => boundOfSum(sum, one?.bound), { factor: 1, degree: 0 });
}

/** Names that have a value before the inner loop, and get another one in it. */
function carriedIn(r: Reading, body: SyntaxNode): ReadonlySet<string> {
  const { source } = r.facts.context;
  const names = assignmentsIn(body).flatMap((node) => {
    const left = field(node, "left");
    return left?.kind === "identifier" ? [textOf(source, left)] : [];
  });
  return new Set(names.filter((name) => r.env.has(name)));
}

/** Names of results that an inner loop changes, with what they are bounded by before it. */
function resultsIn(r: Reading, body: SyntaxNode): ReadonlyMap<string, Bound | undefined> {
  const targets = assignmentsIn(body).flatMap((node) => field(node, "left") ?? []);
  const written = new Set(
    targets.flatMap((left) => (left.kind === "subscript" ? (subscriptAt(r, left)?.array ?? []) : [])),
  );
  const results = [...r.stored.values()].filter(({ array }) => written.has(array));
  return new Map(results.map(({ name }) => [name, r.storedBounds.get(name)]));
}

function assignmentsIn(node: SyntaxNode): readonly SyntaxNode[] {
  return [...descendants(node)].filter(({ kind }) => kind === "assignment" || kind === "augmented_assignment");
}

/** Results that an inner loop changes are what stands in the array before it. */
function beginStores(r: Reading, body: SyntaxNode): boolean {
  return assignmentsIn(body).every((node) => {
    const left = field(node, "left");
    if (left?.kind !== "subscript" || subscriptAt(r, left) === undefined) return left?.kind === "identifier";
    const target = readTarget(r, left);
    if (target === undefined) return false;
    const { array, key, into, places, listed } = target;
    const id = `${array}[${key}]`;
    if (r.stored.has(id)) return true;
    const name = r.fresh("made");
    r.write(`${name} = ${into}`);
    r.reads.push({ array, name: r.arrayOf(array, places), key, all: into, places, isBare: true });
    r.stored.set(id, { array, key, name, into, places, isScattered: false, ...(listed && { listed }) });
    r.storedBounds.set(name, ONE);
    return true;
  });
}
