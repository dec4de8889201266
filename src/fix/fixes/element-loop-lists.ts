import type { Reading, Stored, View } from "../../diagnose/rules/element-loop/reading.ts";

/**
 * Makes arrays of the lists that are read, once: of floats alone, or of whole numbers of 64 bits alone. A list of anything else (of
 * truths, of both, of numpy's own numbers) is none, and the loop runs.
 */
export function viewLines(r: Reading): readonly string[] {
  const views = [...r.views].filter(([, view]) => isRead(r, view));
  if (views.length === 0) return [];
  const names = views.map(([, { name }]) => name);
  return [
    "try:",
    ...views.map(([list, view]) => `    ${view.name} = ${viewOf(r, list, view)}`),
    "except Exception:",
    `    ${names.join(" = ")} = None`,
  ];
}

/** Lists that are walked through: a part of one is a copy, so that nothing may be written into them meanwhile. */
export function walkedLists(r: Reading, walked: readonly string[]): string {
  const all = [...new Set(walked)];
  const types = `all(type(${r.names.part}) is list for ${r.names.part} in (${all.join(", ")},))`;
  const written = [...new Set([...r.lists, ...[...r.stored.values()].map(({ array }) => array)])];
  return [types, ...written.flatMap((one) => all.map((other) => `${one} is not ${other}`))].join(" and ");
}

/** All that is asked of lists themselves before anything is worked out. */
export function listConditions(r: Reading): readonly string[] {
  const { part } = r.names;
  const sized = [...r.sized].filter((name) => !r.reads.some(({ array }) => array === name));
  const stored = [...r.stored.values()];
  return [
    ...(sized.length > 0 ? [`all(type(${part}) is list for ${part} in (${sized.join(", ")},))`] : []),
    ...stored.flatMap((each) => storedConditions(r, each)),
    ...[...r.lists].flatMap((name) => apartFrom(r, `{id(${name})}`, name)),
  ];
}

/** How many elements lists have, where the code counts them. */
export function listSizes({ sized, rowSizes }: Reading): readonly string[] {
  return [...[...sized].map((name) => `len(${name})`), ...rowSizes];
}

/** What was worked out is what the list is given: numbers of 64 bits, which Python's own are made of again. */
export function listedProofs({ facts: { numpy }, isNest, shape }: Reading, name: string): readonly string[] {
  const own = isNest ? `${numpy}.broadcast_to(${name}, ${shape}).shape` : `${name}.shape`;
  return [`${own} == ${shape}`, `${name}.dtype.str in ("<f8", "<i8")`, `${numpy}.isfinite(${name}).all()`];
}

/** Writes what was worked out into a list, or into each of some. */
export function listLines(r: Reading, { array, name, listed = [] }: Stored): readonly string[] {
  const [rows = "", columns] = listed;
  if (!r.isNest) return [`${array}${listed.map((place) => `[${place}]`).join("")} = ${name}.tolist()`];
  const [row, given] = [r.fresh("row"), r.fresh("given")];
  return [
    `for ${row}, ${given} in zip(${array}[${rows}], ${r.spread(name)}.tolist()):`,
    `    ${row}[${columns}] = ${given}`,
  ];
}

function isRead({ reads }: Reading, { name }: View): boolean {
  return reads.some((read) => read.name === name);
}

function viewOf(r: Reading, list: string, { places }: View): string {
  const { numpy, variant } = r.facts;
  const { part } = r.names;
  const types = places === 1 ? `{*map(type, ${list})}` : `set().union(*(map(type, ${part}) for ${part} in ${list}))`;
  const first = places === 1 ? `${list}[0]` : `${list}[0][0]`;
  const isOne = variant === "float" ? `${types} == {float}` : `${types} in ({float}, {int})`;
  const kind = variant === "float" ? "float" : `float if type(${first}) is float else ${numpy}.int64`;
  const even = places === 1 ? "" : ` and {*map(type, ${list})} == {list} and len({*map(len, ${list})}) == 1`;
  return `${numpy}.array(${list}, dtype=${kind}) if type(${list}) is list${even} and ${isOne} else None`;
}

/** The list is one, long enough, and shares no list with what is read. */
function storedConditions(r: Reading, { array, listed = [] }: Stored): readonly string[] {
  const [first = "", second] = listed;
  const isList = `type(${array}) is list`;
  if (second === undefined) return [isList, reaches(first, `len(${array})`), ...apartFrom(r, `{id(${array})}`, array)];
  if (!r.isNest) {
    const row = `${array}[${first}]`;
    return [
      `${isList} and type(${row}) is list`,
      reaches(second, `len(${row})`),
      ...apartFrom(r, `{id(${row})}`, array),
    ];
  }
  const rows = `{*map(id, ${array})}`;
  return [
    `${isList} and {*map(type, ${array})} == {list} and len(${rows}) == len(${array})`,
    reaches(first, `len(${array})`),
    reaches(second, `min(map(len, ${array}))`),
    ...apartFrom(r, rows, array),
  ];
}

/** `a:b` ends within the list. */
function reaches(stretch: string, length: string): string {
  return `${stretch.split(":")[1] ?? stretch} <= ${length}`;
}

/** None of these lists is one that is read under another name. */
function apartFrom(r: Reading, ids: string, own: string): readonly string[] {
  const written = new Map([...r.stored.values()].map(({ array, places }) => [array, places] as const));
  const read = new Map([...r.views].filter(([, view]) => isRead(r, view)).map(([list, { places }]) => [list, places]));
  const others = new Map([...written, ...read, ...[...r.lists].map((name) => [name, 1] as const)]);
  others.delete(own);
  return [...others].map(([list, places]) => `not ${ids} & ${places === 1 ? `{id(${list})}` : `{*map(id, ${list})}`}`);
}
