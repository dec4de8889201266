/** The names that a helper is written with. */
export interface KeptNames {
  readonly helper: string;
  readonly kept: string;
  readonly plain: string;
}

/** What a list must hold: plain values; objects, too, that equal themselves alone; or rows. */
export type KeptElements = "plain" | "objects" | KeptRows;

const lists = { plain: "a long list of plain values", objects: "a long list of values or plain objects" };

/** A function that gives a set to ask in the place of a list. */
export function writeKeptMembers(names: KeptNames, elements: "plain" | "objects"): string {
  const says = `A set of what ${lists[elements]} holds, for as long as it stays the same or grows; else \`items\`.`;
  return written(names, "items", says, {
    empty: "set()",
    more: ["kept.update(more)"],
    known: ["return kept"],
    otherwise: "items",
    elements,
  });
}

/** A function that takes the place of `items.index(item)`. */
export function writeKeptPlaces(names: KeptNames, elements: "plain" | "objects"): string {
  const says = `As \`items.index(item)\`; places are kept for as long as ${lists[elements]} stays the same or grows.`;
  return written(names, "items, item", says, {
    empty: "{}",
    more: ["for place, each in enumerate(more, len(copy)):", "    kept.setdefault(each, place)"],
    known: [
      "try:",
      "    return kept[item]",
      "except Exception:",
      `    return ([] if type(item) in ${names.plain} else items).index(item)`,
    ],
    otherwise: "items.index(item)",
    elements,
  });
}

interface Walk {
  readonly all: string;
  readonly kept: string;
  /** What is walked through are the values of a dict. */
  readonly isOfDict?: boolean;
}

/** What a helper can take the place of. */
export type WalkForm = "items" | "places" | "pairs" | "values" | "entries";

const walks: Readonly<Record<WalkForm, Walk>> = {
  items: { all: "items", kept: "[items[place] for place in kept.get(item, ())]" },
  places: { all: "range(len(items))", kept: "kept.get(item, ())" },
  pairs: { all: "enumerate(items)", kept: "[(place, items[place]) for place in kept.get(item, ())]" },
  values: { all: "table.values()", kept: "[items[place] for place in kept.get(item, ())]", isOfDict: true },
  entries: {
    all: "table.items()",
    kept: "[(names[place], items[place]) for names in [list(table)] for place in kept.get(item, ())]",
    isOfDict: true,
  },
};

/** A function that gives what is walked through for the elements that equal `item`: those alone, where it knows them. */
export function writeKeptWalk(form: WalkForm, names: KeptNames, elements: KeptElements): string {
  const { all, kept, isOfDict = false } = walks[form];
  const rows = typeof elements === "string" ? undefined : elements;
  const says =
    typeof elements === "string"
      ? `Of \`${all}\` what equals \`item\`, for as long as ${lists[elements]} stays the same or grows; else all.`
      : `Of \`${all}\` what has \`item${elements.sought ?? ""}\` as \`${elements.path}\`, for as long as a long ${isOfDict ? "dict" : "list"} holds the same rows or grows; else all.`;
  return written(names, isOfDict ? "table, item" : "items, item", says, {
    empty: "{}",
    isOfDict,
    more: [
      "for place, each in enumerate(more, len(copy)):",
      `    kept.setdefault(each${rows?.path ?? ""}, []).append(place)`,
    ],
    known: [
      "try:",
      `    return ${kept.replace("get(item,", `get(item${rows?.sought ?? ""},`)}`,
      "except Exception:",
      `    return ${all}`,
    ],
    otherwise: all,
    elements,
  });
}

/** Rows of types of which it is known that a part of them never changes. */
export interface KeptRows {
  readonly path: string;
  /** What of a row has to be text, for the path to be right. */
  readonly text?: string;
  /** The method that is asked of what is sought as well, which has to be text then: `.lower()`. */
  readonly sought?: string;
  readonly types: readonly string[];
  /** How long each row must be; absent: that is not asked for. */
  readonly width?: number;
}

const PLAIN_TYPES = "{bool, bytes, float, int, str, type(None)}";

interface Keeping {
  /** What is kept of an empty list. */
  readonly empty: string;
  /** Puts `more`, which stands behind `copy`, to what is kept. */
  readonly more: readonly string[];
  /** What is done with it where the list is what it was. */
  readonly known: readonly string[];
  readonly otherwise: string;
  readonly elements: KeptElements;
  /** The elements are the values of the dict `table`. */
  readonly isOfDict?: boolean;
}

/**
 * No list is held on to, and what is known of an address counts only where the copy is equal. A list that has changed otherwise than at its end is asked
 * 24 times before anything is made of it again, which takes about as long as seven of these. What is taken out of the table is this call's alone: who
 * got it before sees more of the list at most than there was when it asked, and no more than came meanwhile.
 */
function written(names: KeptNames, parameters: string, says: string, parts: Keeping): string {
  const { helper, kept, plain } = names;
  const { empty, more, known, otherwise, elements, isOfDict } = parts;
  const whole = isOfDict === true ? "table" : "items";
  const fit = fitOf(names, elements);
  return `${kept} = {}
${plain} = ${elements === "objects" ? PLAIN_TYPES : `frozenset(${PLAIN_TYPES})`}


def ${helper}(${parameters}):
    """${says}"""
    if type(${whole}) is not ${isOfDict === true ? "dict" : "list"} or len(${whole}) < 32${orUnfit(names, elements)}:
        return ${otherwise}
${isOfDict === true ? "    items = list(table.values())\n" : ""}    copy, kept, left = ${kept}.get(id(${whole}), (None, None, 4))
    try:
        is_same = copy is not None and copy == items
    except Exception:
        is_same = False
    if is_same:
${block(known, 8)}
    copy, kept, left = ${kept}.pop(id(${whole}), (None, None, 4))
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
    if len(${kept}) > ${elements === "plain" ? 1023 : 3}:
        ${kept}.clear()
    ${kept}[id(${whole})] = copy, kept, left - 1
    if is_same:
${block(known, 8)}
    return ${otherwise}`;
}

interface Fit {
  /** What is asked of `more` before. */
  readonly lines: readonly string[];
  readonly asked: string;
}

/** What is sought by a part of rows has to be found by its hash. */
function orUnfit({ plain }: KeptNames, elements: KeptElements): string {
  if (typeof elements === "string") return "";
  return elements.sought === undefined ? ` or type(item) not in ${plain}` : " or type(item) is not str";
}

function fitOf(names: KeptNames, elements: KeptElements): Fit {
  return typeof elements === "string" ? valuesFit(names, elements) : rowsFit(names, elements);
}

/** Plain values, and tuples of nothing else; objects, too, where they may be. */
function valuesFit(names: KeptNames, elements: "plain" | "objects"): Fit {
  const lines = [
    "kinds = set(map(type, more))",
    "if tuple in kinds:",
    "    kinds.remove(tuple)",
    "    kinds.update(type(part) for each in more if type(each) is tuple for part in each)",
  ];
  const known = elements === "objects" ? objectsKnown(names) : [];
  return { lines: [...lines, ...known], asked: `${names.plain}.issuperset(kinds)` };
}

/** Types whose equality and hash are those of `object`: what equals them is they themselves. What somebody waits to see go is not held on to. */
function objectsKnown({ plain }: KeptNames): readonly string[] {
  return [
    "for kind in kinds:",
    "    is_itself = kind.__eq__ is object.__eq__ and kind.__hash__ is object.__hash__",
    '    if is_itself and not hasattr(kind, "__del__"):',
    `        ${plain}.add(kind)`,
  ];
}

/** Of rows, as of objects, a few lists are kept at most: the copies hold on to what they hold. */
function rowsFit({ plain }: KeptNames, { path, text, types, width }: KeptRows): Fit {
  return {
    lines: [
      "try:",
      `    is_fit = {${types.join(", ")}}.issuperset(map(type, more))`,
      ...(width === undefined ? [] : [`    is_fit = is_fit and {${width}}.issuperset(map(len, more))`]),
      `    is_fit = is_fit and ${text === undefined ? plain : "{str}"}.issuperset([type(each${text ?? path}) for each in more])`,
      "except Exception:",
      "    is_fit = False",
    ],
    asked: "is_fit",
  };
}

function block(lines: readonly string[], depth: number): string {
  return lines.map((line) => `${" ".repeat(depth)}${line}`).join("\n");
}
