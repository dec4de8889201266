import type { Case, Seen } from "./old-and-new.ts";

/** What was seen of a long list of rows of such types. */
export const rowsSeen = (...elements: string[]): Seen => ({
  same: 9999,
  elements,
  hashable: "custom",
  measured: [{ kind: "count", executions: 10_000_000, exact: true }],
});

const classes = `
from collections import namedtuple
from dataclasses import dataclass, field
from typing import NamedTuple
class Row:
    def __init__(self, key, at):
        self.key = key
        self.at = at
class Below(Row):
    pass
class Sly(Row):
    def __eq__(self, other):
        return self.key == other.key
    __hash__ = None
@dataclass
class Data:
    key: object
    at: int = 0
class Typed(NamedTuple):
    key: object
    at: int = 0
Pair = namedtuple("Pair", "key at")
class Named(namedtuple("Named", "key, at")):
    def twice(self):
        return self.at * 2
class Hidden:
    def __init__(self, key, at):
        self._key = key
        self.at = at
    @property
    def key(self):
        """The key."""
        return self._key
class Box:
    def __init__(self, rows):
        self.rows = rows
`;

/** What is done to a list between questions: `change(rows)` of each before each question. */
const setup = `
NAN = float("nan")
class Low(str):
    def __eq__(self, other):
        return str.__eq__(self.lower(), other)
    __hash__ = None
class Bad:
    def __eq__(self, other):
        raise ValueError("bad")
    __hash__ = None
NEVER = lambda rows, turn: None
def swap(rows, turn):
    rows[turn % len(rows)], rows[0] = rows[0], rows[turn % len(rows)]
def replace(rows, turn):
    rows[turn % 7] = MAKE("r%d" % (turn % 5), turn)
def again(rows, turn):
    rows[turn % 7] = MAKE("n%d" % (turn % 7), turn % 7)
def shadow(rows, turn):
    if turn == 60:
        rows[3] = MAKE("n50", -1)
def grow(rows, turn):
    rows.append(MAKE("g%d" % (turn % 9), turn))
def shrink(rows, turn):
    rows.pop()
def put(value):
    def change(rows, turn):
        if turn == 20:
            rows[5] = value
        if turn == 25:
            rows.append(value)
    return change
ASKED = ["n0", "n59", "n50", "n5", "r1", "g3", "x", 1, True, 1.0, None, NAN, 0.0, -0.0, ("n1",), b"n1", Low("N5"), [], Bad()]
def shown(got):
    if isinstance(got, (Row, Data, Typed, Pair, Named, Hidden)):
        return type(got).__name__, repr(got.key), got.at
    return [shown(each) for each in got] if type(got) in (list, tuple) else got
def ask(box, x):
    try:
        return shown(box.ask(x))
    except Exception as error:
        return type(error).__name__, str(error)
def f(rows, change):
    box, given = Box(rows), []
    for turn in range(90):
        change(rows, turn)
        given.append(ask(box, ASKED[turn % len(ASKED)]))
    return given
def rows(n=60):
    return [MAKE("n%d" % i, i) for i in range(n)]
def keyed(*keys):
    return [MAKE(key, at) for at, key in enumerate(keys * 20)]
def many():
    boxes = [Box(rows()) for _ in range(6)]
    return [ask(box, "n%d" % turn) for turn in range(40) for box in boxes]
`;

const changes = "NEVER swap replace again shadow grow shrink".split(" ");
const put = ["Below('n5', 9)", "Sly('n5', 9)", "None", "Row([], 1)", "('n50',)", "()", "Typed('n50', 1)", "['n0', 1]"];
const lists = [
  "tuple(rows())",
  "keyed(1, 0, None, NAN, 2.0, True)",
  "keyed([], 'n0')",
  "keyed(('n1',), 'n0')",
  "keyed(Low('n5'), 'n5')",
];
const calls = [
  `[f(rows(), change) for change in (${changes.join(", ")})]`,
  `[f(rows(), put(value)) for value in (${put.join(", ")})]`,
  `[f(given, NEVER) for given in (${lists.join(", ")})]`,
  "[f(rows(5), grow), f(keyed(-0.0, 1.0, NAN), grow), f(rows() + [Below('n5', 7)] * 3, swap), many()]",
];

/** How a dict is made of a key and a number. */
export const DICT = "lambda key, at: {'key': key, 'at': at}";
/** How a text is. */
export const NAME = "lambda key, at: key";

/** What changes items of dicts, but no key of a row that others have. */
const filling = `
def load(lines):
    rows = []
    for line in lines:
        row = {}
        for name, cell in zip(("key", "at"), line):
            row[name] = cell
        rows.append(row)
    return rows
def count(rows):
    counts = {}
    for n, row in enumerate(rows):
        counts[row["key"]] = counts.get(row["key"], 0) + 1
        rows[n] = row
    return counts
def pay(row, n, **more):
    row["at"] -= n
    row.update(paid=True)
    row.pop("old", None)
    more[row["key"]] = 1
    row.setdefault(n, 0)
class Index:
    def __init__(self): self.all = {}
    def put(self, row): self.all[row["key"]] = row
`;

/** A class that asks its rows for x, and what happens to the rows between the questions. */
export const rowCase = (name: string, make: string, asked: string): Case => ({
  name,
  text: `${classes}    def ask(self, x):\n        ${asked}\nMAKE = ${make}\n`,
  calls,
  setup,
  seen: rowsSeen(make.startsWith(DICT) ? "dict" : make.startsWith("lambda") ? "tuple" : `case.${make}`),
  fixes: 1,
});

const TUPLE = "lambda key, at: (key, at)";
const find = "for row in self.rows:\n            if row.key == x: return row.at";

/** The same of texts, and of a dict's values; `rows` of the tests becomes one, too. */
const rowsOf = (each: Case, seen: Seen): Case => ({ ...each, seen });
/** The same of a dict that holds the rows as its values. */
export const ofDict = (each: Case): Case => ({
  ...each,
  text: each.text.replaceAll("self.rows = rows", "self.rows = Table(rows) if type(rows) is list else rows"),
  setup: `
def Table(rows):
    return {n: row for n, row in enumerate(rows)}
${each.setup ?? ""}
def f(rows, change):
    box, given = Box(rows), []
    for turn in range(90):
        if type(rows) is list:
            change(rows, turn)
            for n in list(box.rows):
                if n >= len(rows) or box.rows[n] is not rows[n]:
                    del box.rows[n]
            for n, row in enumerate(rows):
                box.rows.setdefault(n, row)
        given.append(ask(box, ASKED[turn % len(ASKED)]))
    return given
`,
  seen: { ...rowsSeen("int"), type: "dict" },
});

/** Scans of rows whose key cannot change, with what is written in their place. */
export const rowWalks: readonly (readonly [Case, string])[] = [
  ...["Row", "Below", "Data", "Typed", "Pair", "Named", "Hidden"].map(
    (make) => [rowCase(`for, ${make}`, make, find), "for row in _equal_in_by_key(self.rows, x):"] as const,
  ),
  [
    rowCase("next", "Row", "return next((row for row in self.rows if row.key == x), None)"),
    "in _equal_in_by_key(self.rows, x) if",
  ],
  [
    rowCase(
      "and more",
      "Pair",
      "for i, row in enumerate(self.rows):\n            if x == row.key and (row.at > 5 or not row.at):\n                found = i, row.at\n                break\n        else:\n            return -1\n        return found",
    ),
    "in _equal_pairs_by_key(self.rows, x):",
  ],
  [
    rowCase(
      "places",
      "Data",
      "for i in range(len(self.rows)):\n            if self.rows[i].key == x:\n                return i\n        return -1",
    ),
    "for i in _equal_places_by_key(self.rows, x):",
  ],
  [
    rowCase(
      "gathered",
      "Row",
      "found = []\n        for row in self.rows:\n            if row.key == x:\n                found.append(row.at)\n        return found",
    ),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    rowCase(
      "noted",
      "Row",
      "n, last = 0, None\n        for row in self.rows:\n            if row.key == x:\n                n += row.at\n                last = row.at\n        return n, last",
    ),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    rowCase(
      "behind a guard",
      "Data",
      "for row in self.rows:\n            if row.key != x:\n                continue\n            at = row.at\n            return at",
    ),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    rowCase(
      "behind a guard, all",
      "Pair",
      "found = []\n        for row in self.rows:\n            if not row.key == x:\n                continue\n            found.append(row.at)\n        return found",
    ),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    rowCase("filter", "Hidden", "return list(filter(lambda row: row.key == x and row.at, self.rows))"),
    "_equal_in_by_key(self.rows, x)",
  ],
  [
    rowCase("tuples", TUPLE, "return [row[1] for row in self.rows if row[0] == x]"),
    "in _equal_in_by_part(self.rows, x) if",
  ],
  [
    rowCase("taken apart", TUPLE, "for key, at in self.rows:\n            if key == x:\n                return at"),
    "for key, at in _equal_in_by_part(self.rows, x):",
  ],
  [
    rowCase("taken apart with places", TUPLE, "return [i + at for i, (key, at) in enumerate(self.rows) if key == x]"),
    "for i, (key, at) in _equal_pairs_by_part(self.rows, x) if",
  ],
  [
    rowCase("taken apart into the same name twice", TUPLE, "return [key for key, key in self.rows if x == key]"),
    "for key, key in _equal_in_by_part(self.rows, x) if",
  ],
  [
    rowCase(
      "taken apart, in lower case",
      TUPLE,
      "return [(key, at) for (key, at) in self.rows if key.lower() == x.lower()]",
    ),
    "for (key, at) in _equal_in_by_lower_both(self.rows, x) if",
  ],
  [
    ofDict(
      rowCase(
        "values taken apart",
        TUPLE,
        "for n, (key, at) in self.rows.items():\n            if key == x: return n, at",
      ),
    ),
    "for n, (key, at) in _equal_entries_by_part(self.rows, x):",
  ],
  [
    rowCase("dicts", `${DICT}\n${filling}`, "for row in self.rows:\n            if row['key'] == x: return row"),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    rowCase("dicts' get", DICT, "return [row for row in self.rows if row.get('key') == x and row['at'] > 2]"),
    "in _equal_in_by_key(self.rows, x) if",
  ],
  [
    rowCase("dicts' lower", DICT, "return [row for row in self.rows if row['key'].lower() == x]"),
    "in _equal_in_by_key_lower(self.rows, x) if",
  ],
  [
    rowCase("lower", "Row", "for row in self.rows:\n            if row.key.upper() == x.upper(): return row.at"),
    "for row in _equal_in_by_key_upper_both(self.rows, x):",
  ],
  [
    rowsOf(rowCase("texts", NAME, "return any(row.strip() == x.strip() for row in self.rows)"), rowsSeen("str")),
    "for row in _equal_in_by_strip_both(self.rows, x))",
  ],
  [
    ofDict(rowCase("values", "Row", "return [row.at for row in self.rows.values() if row.key == x]")),
    "in _equal_values_by_key(self.rows, x) if",
  ],
  [
    ofDict(rowCase("entries", DICT, "for n, row in self.rows.items():\n            if x == row['key']: return n, row")),
    "for n, row in _equal_entries_by_key(self.rows, x):",
  ],
  [
    ofDict(rowCase("values themselves", NAME, "return [n for n, row in self.rows.items() if row == x]")),
    "in _equal_entries(self.rows, x) if",
  ],
];
