import { describe, expect, test } from "vitest";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { candidatesIn, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const script: Seen = { module: "__main__" };
const row = `class Row:
    def __init__(self, key, at=0): self.key, self.at = key, at
    def __repr__(self): return "Row(%r, %r)" % (self.key, self.at)
`;
const keys = [
  "f(['b', 'a', 'b', 'c', 'a'], ['a', 'x', 'b'])",
  "f([], ['a'])",
  "f([1, True, 1.0, None, NAN], [1.0, NAN, None])",
  "f('abca', 'ac')",
];
const setup = "NAN = float('nan')";

const cases: readonly Case[] = [
  {
    name: "rows that are found",
    fixes: 1,
    calls: keys,
    setup,
    seen: script,
    text: `${row}
class Store:
    def __init__(self, rows=()):
        self.rows = list(rows)
    def put(self, key):
        self.rows.append(Row(key, len(self.rows)))
        if len(self.rows) > 90: self.rows
    def find(self, key):
        for each in self.rows:
            if each.key == key:
                return each
        return None
    def reset(self):
        # all of them
        self.rows = []
def f(names, wanted):
    store = Store([Row("b", -1)])
    out = []
    for name in names:
        store.put(name)
        out.append([store.find(key) for key in wanted])
    out.append((len(store.rows), store.rows[:1], [r.at for r in store.rows]))
    store.reset()
    extra = Row("a", 7)
    store.rows.append(extra)
    return out, store.find("a"), store.find("b"), store.rows[0] is extra
`,
  },
  {
    name: "what is found or made",
    fixes: 1,
    calls: keys,
    setup,
    seen: script,
    text: `${row}
class Graph:
    def __init__(self):
        self._nodes = []
        self.edges = []
    def node(self, key):
        for n in self._nodes:
            if n.key == key:
                return n
        n = Row(key)
        self._nodes.append(n)
        return n
    def link(self, a, b):
        self.edges.append((self.node(a), self.node(b)))
        self.node(a).at += 1
def f(names, wanted):
    graph = Graph()
    for name in names:
        for other in wanted: graph.link(name, other)
    return graph.edges, len(graph._nodes), [n is m for n, m in graph.edges]
`,
  },
  {
    name: "dicts in a generator",
    fixes: 1,
    calls: keys,
    setup,
    seen: script,
    text: `
class Book:
    def __init__(self):
        self._entries = []
    def add(self, name, at):
        self._entries.append({"name": name, "at": at})
    def named(self, name):
        return [e["at"] for e in self._entries if e["name"] == name]
def f(names, wanted):
    book = Book()
    for at, name in enumerate(names): book.add(name, at)
    return [book.named(name) for name in wanted]
`,
  },
];

const book = (methods: string): string =>
  `class Book:\n    def __init__(self):\n        self._rows = []\n    def add(self, row):\n        self._rows.append(row)\n    def find(self, key):\n        for row in self._rows:\n            if row.key == key: return row\n${methods}\n`;

describe("nested-scan, of a list that an object keeps", () => {
  test("finds what it found", () => expectSame(cases, nestedScan, fixNestedScan));

  test.each(cases.map((each) => [each.name, each] as const))("keeps an index: %s", (_, { text, seen }) => {
    const fixed = fixAll(text, nestedScan, fixNestedScan, seen);
    expect([fixed.fixes, fixed.obstacles], fixed.text).toEqual([1, []]);
    expect(fixed.assumes.map(({ code }) => code)).toEqual(["hashable", "has-key", "unchanged"]);
  });

  test.each([
    ["is handed out", "    def all(self): return self._rows"],
    ["loses elements", "    def drop(self, row): self._rows.remove(row)"],
    ["is sorted", "    def order(self): self._rows.sort(key=len)"],
    ["gets several at once", "    def more(self, rows): self._rows += rows"],
    ["comes from elsewhere", "    def set(self, rows): self._rows = rows"],
    ["has elements that get other keys", "    def rename(self, row, key): row.key = key"],
    ["has elements whose attributes are set by name", "    def put(self, row, name): setattr(row, name, 1)"],
    ["is known by name", "    def get(self): return getattr(self, '_rows')"],
    ["gets an element in the middle of a line", "    def two(self, a, b): self._rows.append(a); self._rows.append(b)"],
    [
      "grows where errors are caught",
      "    def safe(self, row):\n        try:\n            self._rows.append(row)\n        except AttributeError:\n            pass",
    ],
    ["is inherited", "class Other(Book): pass"],
  ])("leaves a list to a person that %s", (_, methods) => {
    const code = book(methods);
    expect(fixAll(code, nestedScan, fixNestedScan, script).fixes).toBe(0);
    const [found] = candidatesIn(code, nestedScan);
    // That the list is an attribute, and why nothing can be kept beside it.
    expect(found?.candidate.obstacles.length).toBeGreaterThan(1);
  });

  test("leaves a module's public list to a person", () => {
    const code = book("").replaceAll("_rows", "rows");
    expect(fixAll(code, nestedScan, fixNestedScan).obstacles).toEqual(["escapes"]);
    expect(fixAll(book(""), nestedScan, fixNestedScan).fixes).toBe(1);
  });
});
