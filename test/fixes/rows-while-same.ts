import type { Case, LeftCase, Seen } from "./old-and-new.ts";

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

const DICT = "lambda key, at: {'key': key, 'at': at}";
const NAME = "lambda key, at: key";

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
class Index:
    def __init__(self): self.all = {}
    def put(self, row): self.all[row["key"]] = row
`;

const kept = (name: string, make: string, asked: string): Case => ({
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
const valued = (each: Case): Case => ({
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
    (make) => [kept(`for, ${make}`, make, find), "for row in _equal_in_by_key(self.rows, x):"] as const,
  ),
  [
    kept("next", "Row", "return next((row for row in self.rows if row.key == x), None)"),
    "in _equal_in_by_key(self.rows, x) if",
  ],
  [
    kept(
      "and more",
      "Pair",
      "for i, row in enumerate(self.rows):\n            if x == row.key and (row.at > 5 or not row.at):\n                found = i, row.at\n                break\n        else:\n            return -1\n        return found",
    ),
    "in _equal_pairs_by_key(self.rows, x):",
  ],
  [
    kept(
      "places",
      "Data",
      "for i in range(len(self.rows)):\n            if self.rows[i].key == x:\n                return i\n        return -1",
    ),
    "for i in _equal_places_by_key(self.rows, x):",
  ],
  [
    kept(
      "gathered",
      "Row",
      "found = []\n        for row in self.rows:\n            if row.key == x:\n                found.append(row.at)\n        return found",
    ),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    kept("filter", "Hidden", "return list(filter(lambda row: row.key == x and row.at, self.rows))"),
    "_equal_in_by_key(self.rows, x)",
  ],
  [
    kept("tuples", TUPLE, "return [row[1] for row in self.rows if row[0] == x]"),
    "in _equal_in_by_part(self.rows, x) if",
  ],
  [
    kept("dicts", `${DICT}\n${filling}`, "for row in self.rows:\n            if row['key'] == x: return row"),
    "for row in _equal_in_by_key(self.rows, x):",
  ],
  [
    kept("dicts' get", DICT, "return [row for row in self.rows if row.get('key') == x and row['at'] > 2]"),
    "in _equal_in_by_key(self.rows, x) if",
  ],
  [
    kept("dicts' lower", DICT, "return [row for row in self.rows if row['key'].lower() == x]"),
    "in _equal_in_by_key_lower(self.rows, x) if",
  ],
  [
    kept("lower", "Row", "for row in self.rows:\n            if row.key.upper() == x.upper(): return row.at"),
    "for row in _equal_in_by_key_upper_both(self.rows, x):",
  ],
  [
    rowsOf(kept("texts", NAME, "return any(row.strip() == x.strip() for row in self.rows)"), rowsSeen("str")),
    "for row in _equal_in_by_strip_both(self.rows, x))",
  ],
  [
    valued(kept("values", "Row", "return [row.at for row in self.rows.values() if row.key == x]")),
    "in _equal_values_by_key(self.rows, x) if",
  ],
  [
    valued(kept("entries", DICT, "for n, row in self.rows.items():\n            if x == row['key']: return n, row")),
    "for n, row in _equal_entries_by_key(self.rows, x):",
  ],
  [
    valued(kept("values themselves", NAME, "return [n for n, row in self.rows.items() if row == x]")),
    "in _equal_entries(self.rows, x) if",
  ],
];

const box = "class Box:\n    def __init__(self, rows): self.rows = rows\n    def ask(self, x):\n";
const asked = `${box}        for row in self.rows:\n            if row.key == x: return row`;
const row = "class Row:\n    def __init__(self, key):\n        self.key = key\n";
const seen = rowsSeen("app.Row");

const told = (word: string, answer: "read" | "changed"): Seen => ({
  ...seen,
  program: { elsewhere: (name) => (name === word ? answer : "none") },
});

/** What may give an item of a dict that others have another value. */
const dictsChanged = [
  ["whose key is set", "def g(row): row['key'] = 1"],
  ["whose key is taken away", "def g(row): del row['key']"],
  ["of which some item is set", "def g(row, name, x): row[name] = x"],
  ["of which an item is set that is put together", "def g(row, name): row['k' + name] += 1"],
  ["that are cleared", "def g(row): row.clear()"],
  ["of which some item is taken", "def g(row, name): return row.pop(name)"],
  ["that are brought up to date", "def g(row, other): row.update(other)"],
  ["that are given a key", "def g(row): row.update(key=1)"],
  ["that objects have", "def g(row): row.rows = [vars(row)]"],
  ["that are joined", "def g(row, other): row |= other"],
  ["whose method is handed on", "def g(row, others): return list(map(row.update, others))"],
  ["that are changed by their type", "def g(row, other): dict.update(row, other)"],
  ["that get an item in a loop's head", "def g(row, xs):\n    for row['key'] in xs: pass"],
  ["made here, and handed out first", "def g(rows, name):\n    row = {}\n    rows.append(row)\n    row[name] = 1"],
  [
    "made before a loop, and handed out in it",
    "def g(rows, names):\n    row = {}\n    for name in names:\n        row[name] = 1\n        rows.append(row)",
  ],
  [
    "that an object has, too",
    "class Other:\n    def __init__(self): self.all = {}\n    def g(self, rows, name):\n        rows.append(self.all)\n        self.all[name] = 1",
  ],
] as const;

/** Rows whose key may change, or of which somebody sees that they are held on to. */
export const rowsLeft: readonly LeftCase[] = [
  ["of a class not in sight", ["crosses-functions", "rebound"], asked, seen],
  ["of another class", ["crosses-functions", "rebound"], `${row}${asked}`, rowsSeen("app.Other")],
  ["some of another class", ["crosses-functions", "rebound"], `${row}${asked}`, rowsSeen("app.Row", "app.Other")],
  ["in short lists", ["crosses-functions", "rebound"], `${row}${asked}`, { ...seen, size: 40 }],
  ["whose key is set later", ["crosses-functions", "rebound"], `${row}${asked}\ndef g(row): row.key = 1`, seen],
  ["set by name", ["crosses-functions", "rebound"], `${row}${asked}\ndef g(row, n): setattr(row, n, 1)`, seen],
  [
    "set past the class",
    ["crosses-functions", "dynamic-names"],
    `${row}${asked}\ndef g(r, n): object.__setattr__(r, n, 1)`,
    seen,
  ],
  [
    "of a class that changes",
    ["crosses-functions", "rebound"],
    `${row}${asked}\ndef g(row): row.__class__ = Box`,
    seen,
  ],
  ["with an equality", ["crosses-functions", "rebound"], `${row}    def __eq__(self, o): return True\n${asked}`, seen],
  ["that say when they go", ["crosses-functions", "rebound"], `${row}    def __del__(self): print()\n${asked}`, seen],
  ["whose key another file sets", ["crosses-functions", "rebound"], `${row}${asked}`, told("key", "changed")],
  ["that another file holds weakly", ["crosses-functions", "rebound"], `${row}${asked}`, told("weakref", "read")],
  [
    "that are tuples of another meaning",
    ["crosses-functions"],
    `from m import tuple\n${asked.replace("row.key", "row[0]")}`,
    rowsSeen("tuple"),
  ],
  ["that are held weakly", ["crosses-functions", "rebound"], `import weakref\n${row}${asked}`, seen],
  [
    "whose key is worked out",
    ["crosses-functions", "rebound"],
    `class Row:\n    def __init__(self, k): self._k = k\n    @property\n    def key(self): return self._k + 1\n${asked}`,
    seen,
  ],
  [
    "where the property's attribute changes",
    ["crosses-functions", "rebound"],
    `class Row:\n    def __init__(self, k): self._k = k\n    @property\n    def key(self): return self._k\n    def set(self, k): self._k = k\n${asked}`,
    seen,
  ],
  [
    "with a tuple's name bound anew",
    ["crosses-functions", "rebound"],
    `from collections import namedtuple\nRow = namedtuple("Row", "key")\nRow.key = 1\n${asked}`,
    seen,
  ],
  [
    "without such a field",
    ["crosses-functions", "rebound"],
    `from collections import namedtuple\nRow = namedtuple("Row", "keys")\n${asked}`,
    seen,
  ],
  [
    "where something runs between",
    ["crosses-functions", "rebound"],
    `${row}${box}        for row in self.rows:\n            if row.key == x and x.go(): return row`,
    seen,
  ],
  [
    "put into a list that others have",
    ["crosses-functions", "rebound"],
    `${row}${box}        out = self.out = []\n        for row in self.rows:\n            if row.key == x: out.append(row)`,
    seen,
  ],
  ...dictsChanged.map(([why, change]): LeftCase => [
    `that are dicts ${why}`,
    ["crosses-functions"],
    `${asked.replace("row.key", "row['key']")}\n${change}`,
    rowsSeen("dict"),
  ]),
  [
    "that are dicts which another file changes",
    ["crosses-functions"],
    asked.replace("row.key", "row['key']"),
    { ...rowsSeen("dict"), program: { elsewhere: () => "none" } },
  ],
];
