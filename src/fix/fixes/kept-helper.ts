/** The names that a helper is written with. */
export interface KeptNames {
  readonly helper: string;
  readonly kept: string;
  readonly plain: string;
}

/** A function that gives a set to ask in the place of a list. */
export function writeKeptMembers(names: KeptNames): string {
  const { helper } = names;
  return `${tables(names)}


def ${helper}(items):
    """A set of what a long list or tuple of plain values holds, for as long as it stays the same; else \`items\`."""
${keeping(names, { made: ["kept = frozenset(copy)"], same: ["return kept"], otherwise: "items" })}`;
}

/** A function that takes the place of `items.index(item)`. */
export function writeKeptPlaces(names: KeptNames): string {
  const { helper } = names;
  const made = ["kept = dict(zip(reversed(copy), reversed(range(len(copy)))))"];
  const same = ["try:", "    return kept[item]", "except Exception:", "    return items.index(item)"];
  return `${tables(names)}


def ${helper}(items, item):
    """As \`items.index(item)\`; of a long list or tuple of plain values places are kept, for as long as it stays the same."""
${keeping(names, { made, same, otherwise: "items.index(item)" })}`;
}

const walks = {
  items: { gives: "items", kept: "[items[place] for place in kept.get(item, ())]", otherwise: "items" },
  places: { gives: "range(len(items))", kept: "kept.get(item, ())", otherwise: "range(len(items))" },
  pairs: {
    gives: "enumerate(items)",
    kept: "[(place, items[place]) for place in kept.get(item, ())]",
    otherwise: "enumerate(items)",
  },
};

/** A function that gives what is walked through for the elements that equal `item`: those alone, where it knows them. */
export function writeKeptWalk(form: keyof typeof walks, names: KeptNames): string {
  const { gives, kept, otherwise } = walks[form];
  const same = ["try:", `    return ${kept}`, "except Exception:", `    return ${otherwise}`];
  const made = ["kept = {}", "for place, each in enumerate(copy):", "    kept.setdefault(each, []).append(place)"];
  return `${tables(names)}


def ${names.helper}(items, item):
    """Of \`${gives}\` what is equal to \`item\`, from places that are kept for as long as a long list or tuple of plain values stays the same; else all."""
${keeping(names, { made, same, otherwise })}`;
}

function tables({ kept, plain }: KeptNames): string {
  return `${kept} = {}
${plain} = frozenset({bool, bytes, float, int, str, type(None)})`;
}

interface Keeping {
  /** Makes what is kept, called `kept`, of `copy`. */
  readonly made: readonly string[];
  /** What is done with it, called \`kept\`, where the list is what it was. */
  readonly same: readonly string[];
  readonly otherwise: string;
}

/**
 * No list is held on to, and what is known of an address counts only where the copy is equal. A list that has changed is asked 24 times before a set
 * is made again, which takes about as long as seven of these.
 */
function keeping({ kept, plain }: KeptNames, { made, same, otherwise }: Keeping): string {
  const lines = `if (type(items) is not list and type(items) is not tuple) or len(items) < 32:
    return ${otherwise}
copy, kept, left = ${kept}.get(id(items), (None, None, 4))
try:
    is_same = copy is not None and copy == items
except Exception:
    is_same = False
if is_same:
${same.map((line) => `    ${line}`).join("\n")}
if copy is not None:
    copy, kept, left = None, None, 24
elif left == 0:
    copy = items[:]
    if ${plain}.issuperset(map(type, copy)):
${made.map((line) => `        ${line}`).join("\n")}
        if sum(len(each[0] or ()) for each in list(${kept}.values())) > 1_000_000:
            ${kept}.clear()
    else:
        copy, left = None, 10_000
if len(${kept}) > 255:
    ${kept}.clear()
${kept}[id(items)] = copy, kept, left - 1
return ${otherwise}`;
  return lines.replaceAll(/^/gmu, "    ");
}
