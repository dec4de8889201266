/** The names that a helper is written with. */
export interface KeptNames {
  readonly helper: string;
  readonly kept: string;
  readonly plain: string;
}

/** A function that gives a set to ask in the place of a list. */
export function writeKeptMembers(names: KeptNames): string {
  const says =
    "A set of what a long list of plain values holds, for as long as it stays the same or grows; else `items`.";
  return written(names, "items", says, {
    empty: "set()",
    more: ["kept.update(more)"],
    known: ["return kept"],
    otherwise: "items",
  });
}

/** A function that takes the place of `items.index(item)`. */
export function writeKeptPlaces(names: KeptNames): string {
  const says =
    "As `items.index(item)`; places are kept for as long as a long list of plain values stays the same or grows.";
  return written(names, "items, item", says, {
    empty: "{}",
    more: ["for place, each in enumerate(more, len(copy)):", "    kept.setdefault(each, place)"],
    known: ["try:", "    return kept[item]", "except Exception:", "    return items.index(item)"],
    otherwise: "items.index(item)",
  });
}

const walks = {
  items: { all: "items", kept: "[items[place] for place in kept.get(item, ())]" },
  places: { all: "range(len(items))", kept: "kept.get(item, ())" },
  pairs: { all: "enumerate(items)", kept: "[(place, items[place]) for place in kept.get(item, ())]" },
};

/** A function that gives what is walked through for the elements that equal `item`: those alone, where it knows them. */
export function writeKeptWalk(form: keyof typeof walks, names: KeptNames, rows?: KeptRows): string {
  const { all, kept } = walks[form];
  const says =
    rows === undefined
      ? `Of \`${all}\` what equals \`item\`, for as long as a long list of plain values stays the same or grows; else all.`
      : `Of \`${all}\` what has \`item\` as \`${rows.path}\`, for as long as a long list holds the same rows or grows; else all.`;
  return written(names, "items, item", says, {
    empty: "{}",
    more: [
      "for place, each in enumerate(more, len(copy)):",
      `    kept.setdefault(each${rows?.path ?? ""}, []).append(place)`,
    ],
    known: ["try:", `    return ${kept}`, "except Exception:", `    return ${all}`],
    otherwise: all,
    ...(rows && { rows }),
  });
}

/** Rows of types of which it is known that a part of them never changes. */
export interface KeptRows {
  readonly path: string;
  readonly types: readonly string[];
}

interface Keeping {
  /** What is kept of an empty list. */
  readonly empty: string;
  /** Puts `more`, which stands behind `copy`, to what is kept. */
  readonly more: readonly string[];
  /** What is done with it where the list is what it was. */
  readonly known: readonly string[];
  readonly otherwise: string;
  /** Absent: the elements are plain values, and kept themselves. */
  readonly rows?: KeptRows;
}

/**
 * No list is held on to, and what is known of an address counts only where the copy is equal. A list that has changed otherwise than at its end is asked
 * 24 times before anything is made of it again, which takes about as long as seven of these. What is taken out of the table is this call's alone: who
 * got it before sees more of the list at most than there was when it asked, and no more than came meanwhile.
 */
function written(names: KeptNames, parameters: string, says: string, parts: Keeping): string {
  const { helper, kept, plain } = names;
  const { empty, more, known, otherwise, rows } = parts;
  const fit = rows === undefined ? { lines: [], asked: `${plain}.issuperset(map(type, more))` } : rowsFit(names, rows);
  return `${kept} = {}
${plain} = frozenset({bool, bytes, float, int, str, type(None)})


def ${helper}(${parameters}):
    """${says}"""
    if type(items) is not list or len(items) < 32${rows === undefined ? "" : ` or type(item) not in ${plain}`}:
        return ${otherwise}
    copy, kept, left = ${kept}.get(id(items), (None, None, 4))
    try:
        is_same = copy is not None and copy == items
    except Exception:
        is_same = False
    if is_same:
${block(known, 8)}
    copy, kept, left = ${kept}.pop(id(items), (None, None, 4))
    if copy is None and left == 0:
        copy, kept = [], ${empty}
        if sum(len(each[0] or ()) for each in list(${kept}.values())) > 1000000:
            ${kept}.clear()
    if copy is not None:
        more, left = items[len(copy):], 24
${fit.lines.map((line) => `        ${line}\n`).join("")}        if not ${fit.asked}:
            left = 10000
        elif more:
${block(more, 12)}
            copy.extend(more)
            try:
                is_same = copy == items
            except Exception:
                is_same = False
        if not is_same:
            copy = kept = None
    if len(${kept}) > ${rows === undefined ? 255 : 3}:
        ${kept}.clear()
    ${kept}[id(items)] = copy, kept, left - 1
    if is_same:
${block(known, 8)}
    return ${otherwise}`;
}

/** Of rows a few lists are kept at most: the copies hold on to what they hold. */
function rowsFit({ plain }: KeptNames, { path, types }: KeptRows): { lines: readonly string[]; asked: string } {
  return {
    lines: [
      "try:",
      `    is_fit = {${types.join(", ")}}.issuperset(map(type, more))`,
      `    is_fit = is_fit and ${plain}.issuperset([type(each${path}) for each in more])`,
      "except Exception:",
      "    is_fit = False",
    ],
    asked: "is_fit",
  };
}

function block(lines: readonly string[], depth: number): string {
  return lines.map((line) => `${" ".repeat(depth)}${line}`).join("\n");
}
