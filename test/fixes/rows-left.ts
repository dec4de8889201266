import { rowsSeen } from "./rows-while-same.ts";
import type { LeftCase, Seen } from "./old-and-new.ts";

const box = "class Box:\n    def __init__(self, rows): self.rows = rows\n    def ask(self, x):\n";
const asked = `${box}        for row in self.rows:\n            if row.key == x: return row`;
const row = "class Row:\n    def __init__(self, key):\n        self.key = key\n";
const data = "from dataclasses import dataclass\n@dataclass\nclass Row:\n    at: int\n";
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
  ["that may be given a key", "def g(row, name): row.setdefault(name, 1)\n# get"],
  ["that are cleared by their type", "def g(row): dict.clear(row)"],
  ["that another file has, too", "from m import one\ndef g(other): one.update(other)"],
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
  [
    "with an equality that is assigned",
    ["crosses-functions", "rebound"],
    `def same(a, b): return True\n${row}    __eq__ = same\n${asked}`,
    seen,
  ],
  [
    "with an equality from outside",
    ["crosses-functions", "rebound"],
    `def same(a, b): return True\n${row}Row.__eq__ = same\n${asked}`,
    seen,
  ],
  [
    "equal by other fields",
    ["crosses-functions", "rebound"],
    `${data}    def __init__(self, key, at):\n        self.at = at\n        self.key = key\n${asked}`,
    seen,
  ],
  [
    "equal by the fields of a class above",
    ["crosses-functions", "rebound"],
    `${data.replace("Row", "Base")}class Row(Base):\n    def __init__(self, key, at):\n        super().__init__(at)\n        self.key = key\n${asked}`,
    seen,
  ],
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
    "of which a list is lengthened",
    ["crosses-functions", "escapes"],
    `${row}${box}        out = self.rows\n        for row in self.rows:\n            if row.key == x: out += row.key`,
    seen,
  ],
  [
    "behind a guard that asks more",
    ["crosses-functions", "rebound"],
    `${row}${box}        for row in self.rows:\n            if row.key != x or self.go(): continue\n            return row`,
    seen,
  ],
  [
    "behind a guard, with calls",
    ["crosses-functions", "rebound"],
    `${row}${box}        for row in self.rows:\n            if row.key != x: continue\n            self.go(row)`,
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
    `${asked.replace("row.key", change.endsWith("# get") ? "row.get('key')" : "row['key']")}\n${change}`,
    rowsSeen("dict"),
  ]),
  [
    "that are dicts which another file changes",
    ["crosses-functions"],
    asked.replace("row.key", "row['key']"),
    { ...rowsSeen("dict"), program: { elsewhere: () => "none" } },
  ],
];
