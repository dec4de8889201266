import type { Bound } from "../../diagnose/rules/element-loop/whole.ts";
import { listConditions, listSizes, listedProofs } from "./element-loop-lists.ts";
import { shiftText } from "../../diagnose/rules/element-loop/places.ts";
import { isOwnAttribute } from "./own-attribute.ts";
import type { Reading, Stored, Stretch } from "../../diagnose/rules/element-loop/reading.ts";

/** All that has to hold before anything is worked out: else the loop runs as before. */
export function conditionsFor(r: Reading): readonly string[] {
  const turns = r.axes.map((axis) => axis.turns);
  const known = [
    ...(r.facts.lists === true ? listConditions(r) : []),
    ...kinds(r),
    ...dimensions(r),
    ...r.asked,
    ...plainNumbers(r),
    ...ranges(r),
    ...(r.facts.lists === true ? [] : apart(r)),
    ...noOverflow(r),
  ];
  return [
    ...turns,
    ...[...r.attributes].map(isOwnAttribute),
    ...known,
    `${r.facts.numpy}.geterr()["under"] == "ignore"`,
  ];
}

/** All that has to hold for what was worked out. */
export function proofsFor(r: Reading): readonly string[] {
  return [...r.proofs, ...[...r.stored.values()].flatMap((each) => storedProofs(r, each))];
}

function unique(names: Iterable<string>): readonly string[] {
  return [...new Set(names)];
}

function tuple(names: readonly string[]): string {
  return `(${names.join(", ")},)`;
}

/** The arrays are plain ones, of numbers that are added and multiplied in the same way one by one. */
function kinds(r: Reading): readonly string[] {
  const { numpy, variant } = r.facts;
  const { part } = r.names;
  const written = writtenArrays(r).map(({ array }) => array);
  const read = unique(r.reads.map(({ name }) => name));
  if (r.facts.lists === true && read.length === 0) return [];
  const others = [...(r.facts.lists === true ? [] : r.sized)].filter(
    (name) => !read.includes(name) && !written.includes(name),
  );
  const sized = others.length > 0 ? [`{type(${part}) for ${part} in ${tuple(others)}} == {${numpy}.ndarray}`] : [];
  if (variant === "float") {
    const all = tuple(unique([...read, ...written]));
    return [`{(type(${part}), ${part}.dtype.str) for ${part} in ${all}} == {(${numpy}.ndarray, "<f8")}`, ...sized];
  }
  return [...kindsWithIntegers(r, read, written), ...sized];
}

/** Arrays that are written as such. */
function writtenArrays({ facts, stored }: Reading): readonly Stored[] {
  return facts.lists === true ? [] : [...stored.values()];
}

function kindsWithIntegers(r: Reading, read: readonly string[], written: readonly string[]): readonly string[] {
  const { part } = r.names;
  const bare = unique(r.reads.filter(({ isBare }) => isBare).map(({ name }) => name));
  const cast = read.filter((name) => !bare.includes(name));
  const alone = unique(written.filter((name) => !bare.includes(name)));
  const all = tuple(unique([...read, ...written]));
  return [
    `{type(${part}) for ${part} in ${all}} == {${r.facts.numpy}.ndarray}`,
    ...(bare.length > 0 ? [`${dtypes(r, bare)} <= {${bareKinds(r).join(", ")}}`] : []),
    ...cast.map((name) => `${name}.dtype.kind in "iub"`),
    ...alone.map((name) => `(${name}.dtype.str == "<f8" or ${name}.dtype.kind in "iu")`),
  ];
}

/** Each subscript means a number, not a row of them. */
function dimensions(r: Reading): readonly string[] {
  const byCount = new Map<number, Set<string>>();
  const written = writtenArrays(r).map(({ array, places }) => ({ name: array, places }));
  for (const { name, places } of [...r.reads, ...written])
    byCount.set(places, (byCount.get(places) ?? new Set()).add(name));
  return [...byCount].map(([count, names]) => [...[...names].map((name) => `${name}.ndim`), count].join(" == "));
}

function dtypes(r: Reading, names: readonly string[]): string {
  return `{${r.names.part}.dtype.str for ${r.names.part} in ${tuple(names)}}`;
}

function bareKinds({ showsTypes, subtracts, numbers, usedPlaces }: Reading): readonly string[] {
  const wide = ['"<f8"', '"<i8"'];
  if (showsTypes) return wide;
  const isNeverNegative = !subtracts && numbers.size === 0 && usedPlaces.size === 0;
  return [...wide, '"<i4"', '"<i2"', '"|i1"', ...(isNeverNegative ? ['"|u1"', '"<u2"', '"<u4"'] : [])];
}

/** Names that are no arrays stand for numbers that are added and multiplied as an array's are. */
export function plainNumbers(r: Reading): readonly string[] {
  const { numpy } = r.facts;
  const { part } = r.names;
  const { numbers, ints, totals, pythonTotals, free, counters, lists, tuples } = r;
  const float = r.facts.lists === true ? "(float,)" : `(float, ${numpy}.float64)`;
  const plain = `type(${part}) in ${float} or type(${part}) is int and abs(${part}) < 1_000_000`;
  const added = [...totals].filter((name) => !free.has(name) && !pythonTotals.has(name));
  const each: readonly (readonly [readonly string[], string])[] = [
    [[...numbers], plain],
    [[...ints], `type(${part}) is int`],
    [added, `type(${part}) in (float, int, ${numpy}.float64, ${numpy}.int64)`],
    [[...pythonTotals], `type(${part}) in (float, int)`],
    [[...counters], `type(${part}) is int`],
    [[...lists], `type(${part}) is list`],
    [[...tuples], `type(${part}) is tuple`],
  ];
  return each.flatMap(([names, asked]) => (names.length > 0 ? [`all(${asked} for ${part} in ${tuple(names)})`] : []));
}

/** The first and last places that are read or written of each array lie within it. */
function ranges({ stretches, axes }: Reading): readonly string[] {
  return axes.flatMap(({ turns }, loop) =>
    rangesOf(
      turns,
      stretches.filter((stretch) => stretch.loop === loop),
    ),
  );
}

function rangesOf(turns: string, stretches: readonly Stretch[]): readonly string[] {
  if (stretches.length === 0) return [];
  const lowest = Math.min(0, ...stretches.map(({ offset }) => offset));
  const furthest = new Map<string, number>();
  for (const { array, axis, offset } of stretches) {
    const length = `${array}.shape[${axis}]`;
    furthest.set(length, Math.max(offset, furthest.get(length) ?? offset));
  }
  const ends = [...furthest].map(([length, offset]) => `${turns}.stop${shiftText(offset)} <= ${length}`);
  return [`${turns}.start >= ${-lowest}`, ...ends];
}

/** What is written is read at the very same place, or not at all; no two places of it are one. */
function apart(r: Reading): readonly string[] {
  const written = [...r.stored.values()];
  const arrays = unique(written.map(({ array }) => array));
  const fromReads = written.flatMap((into) => apartFromReads(r, into));
  const fromOthers = arrays.flatMap((one, at) =>
    arrays.slice(at + 1).map((other) => `not ${r.facts.numpy}.may_share_memory(${one}, ${other})`),
  );
  return unique([...arrays.map((array) => `${array}.flags.forc`), ...fromReads, ...fromOthers]);
}

function apartFromReads({ reads, stored, readsLate, facts: { numpy } }: Reading, into: Stored): readonly string[] {
  const arrays = new Set([...stored.values()].map(({ array }) => array));
  const others = unique(reads.map(({ array }) => array)).filter((name) => name !== into.array && !arrays.has(name));
  return others.map((name) => {
    const keys = unique(reads.filter(({ array }) => array === name).map(({ key }) => key));
    const isSame = !into.isScattered && !readsLate && keys.length === 1 && keys[0] === into.key;
    const isApart = `not ${numpy}.may_share_memory(${name}, ${into.array})`;
    return isSame ? `(${name} is ${into.array} or ${isApart})` : isApart;
  });
}

/** Whole numbers stay so small that no step of the work wraps around, and that floats hold them exactly. */
export function noOverflow(r: Reading): readonly string[] {
  if (!r.hasIntegers) return [];
  const { variant } = r.facts;
  const bare = unique(r.reads.filter(({ isBare }) => isBare).map(({ name }) => name));
  const isWide = variant === "float" || r.showsTypes || bare.length === 0;
  const all = boundsBelow(r, r.bounds, "2**53");
  if (isWide) return all;
  const { part } = r.names;
  const bits = `8 * min(${part}.dtype.itemsize for ${part} in ${tuple(bare)}) - 1`;
  return [...all, ...boundsBelow(r, r.ownBounds, `2**min(53, ${bits})`)];
}

function boundsBelow(r: Reading, bounds: readonly Bound[], limit: string): readonly string[] {
  const all = greatestOf(r);
  // Numbers of the source alone are below what a bound can be.
  if (all.length === 1 && limit === "2**53") return [];
  const greatest = all.length === 1 ? "1" : `max(${tuple(all)})`;
  return bounds.flatMap(({ factor, degree }) => {
    if (degree === 0) return limit === "2**53" ? [] : [`${factor} < ${limit}`];
    const power = degree === 1 ? "" : ` ** ${degree}`;
    return [`${factor === 1 ? "" : `${factor} * `}${greatest}${power} < ${limit}`];
  });
}

/** The greatest numbers that come in. */
function greatestOf(r: Reading): readonly string[] {
  const { numpy, variant } = r.facts;
  const { part } = r.names;
  const names = unique([...r.numbers, ...r.ints, ...[...r.totals].filter((name) => !r.free.has(name))]);
  const greatest = ["1", ...greatestTurns(r)];
  if (r.facts.lists === true) greatest.push(...listSizes(r));
  else if (r.sized.size > 0) greatest.push(`*(max(${part}.shape) for ${part} in ${tuple([...r.sized])})`);
  if (names.length > 0)
    greatest.push(`*(abs(int(${part})) for ${part} in ${tuple(names)} if type(${part}) in (int, ${numpy}.int64))`);
  if (variant === "int" && r.reads.length > 0) {
    const all = tuple(unique(r.reads.map((read) => read.all)));
    const most = `max(int(${part}.max()), -int(${part}.min()))`;
    greatest.push(`*(${most} for ${part} in ${all} if ${part}.dtype.kind in "iub")`);
  }
  return greatest;
}

/** How many turns there are, where something is added up, and what the loops' numbers are, where they are used. */
function greatestTurns(r: Reading): readonly string[] {
  const isAddedUp = r.commits.length > 0 || [...r.stored.values()].some(({ isScattered }) => isScattered);
  const used = r.axes.filter((_, axis) => r.usedPlaces.has(axis));
  return [...(isAddedUp ? [r.count] : []), ...used.flatMap(({ turns }) => [`${turns}.stop`, `-${turns}.start`])];
}

function storedProofs(r: Reading, each: Stored): readonly string[] {
  const { facts, isNest, shape: all } = r;
  const { numpy, variant } = facts;
  const { name, into, array, isScattered, listed } = each;
  if (listed !== undefined) return listedProofs(r, name);
  // A row or a column alone is written into all of them.
  const own = isNest ? "" : ` == ${name}.shape`;
  const shape = isScattered ? [] : [`${into}.shape${own} == ${all}`];
  const finite = `${numpy}.isfinite(${name}).all()`;
  if (variant === "float") return [...shape, `${name}.dtype.str == "<f8"`, finite];
  const info = `${numpy}.iinfo(${array}.dtype)`;
  const fits = `${info}.min <= ${name}.min() and ${name}.max() <= ${info}.max`;
  return [...shape, `${name}.dtype.kind in "iuf"`, finite, `(${array}.dtype.kind == "f" or ${fits})`];
}
