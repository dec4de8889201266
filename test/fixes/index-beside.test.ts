import { describe, expect, test } from "vitest";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import type { Obstacle } from "../../src/diagnose/finding.ts";
import type { Candidate } from "../../src/diagnose/rule.ts";
import { candidatesIn } from "./old-and-new.ts";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const obstaclesIn = (source: string): readonly string[] =>
  candidatesIn(source, nestedScan).flatMap(({ candidate }) =>
    [...candidate.obstacles, ...withoutLook(candidate)].map(({ code, about }) => `${code} ${about}`),
  );

/** What stands in the way of all but a look at the whole list. */
const withoutLook = (candidate: Candidate & { readonly without?: readonly Obstacle[] }): readonly Obstacle[] =>
  candidate.without ?? [];

const growing = `
class Row:
    def __init__(self, key, at):
        self.key = key
        self.at = at
class Table:
    def __init__(self):
        self.rows = []
    def add(self, key):
        row = Row(key, len(self.rows))
        self.rows.append(row)
    def more(self, key):
        # Twice.
        self.rows.append(Row(key, -1)); self.rows.append(Row(key, -2))
    def clear(self):
        self.rows = []
    def find(self, key):
        for row in self.rows:
            if row.key == key:
                if row.at == 7:
                    self.rows.append(Row(key, 8))
                elif row.at != 1:
                    return row.at
        return None
def f(xs):
    table = Table()
    out = []
    for x in xs:
        table.add(x)
        out.append(table.find(x))
    table.more("none")
    out += [table.find(x) for x in list(xs) + ["none", 0.0, 1.0]]
    table.clear()
    return out, [table.find(x) for x in xs]
`;

const fields = `
from dataclasses import dataclass
from typing import NamedTuple
@dataclass
class Row:
    key: object
    at: int = 0
class Point(NamedTuple):
    key: object
    at: int = 0
class Below(Row):
    pass
class Table:
    def __init__(self, xs):
        self.rows = []
        for at, x in enumerate(xs):
            self.rows.append(Row(x, at))
            self.rows.append(Point(x, -at))
        self.rows.append(Below("none"))
    def first(self, wanted):
        return next((row.at for row in self.rows if row.key == wanted), None)
def f(xs):
    table = Table(xs)
    return [table.first(x) for x in list(xs) + ["none", 0, 1]]
`;

const calls = [
  "f([3, 1, 3, 2, 1])",
  "f([])",
  "f([1, 1.0, True, 0, False, 0.0])",
  "f([NAN, NAN])",
  "f('abcababab')",
  "f([None])",
  "f([(1, 2), (2, 1)])",
  "f([[1], [2]])",
];
const setup = 'NAN = float("nan")\n';
const cases: readonly SearchCase[] = [
  { name: "growing", text: growing, calls, setup, fixed: ["nested-scan"] },
  { name: "fields", text: fields, calls, setup, fixed: ["nested-scan"] },
];

const table = (row: string, more: string, scan = "[r for r in self.rows if r.key == key]"): string => `
from m import keep, Other
class Row:
    def __init__(self, key):
${row}
class Table:
    def __init__(self):
        self.rows = []
    def add(self, key):
        self.rows.append(Row(key))
    def find(self, key):
        return ${scan}
${more}
`;
const method = (body: string): string => `    def g(self, x):\n        ${body}`;
describe("records that an object keeps and looks for by a key", () => {
  test.each(cases.map((each) => [each.name, each] as const))("are grouped beside the list: %s", (_, each) => {
    const done = fixSearches(each.text);
    expect(done.fixed, `${obstaclesIn(each.text).join("\n")}\n${done.text}`).toEqual(each.fixed);
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(cases));

  test("is written as a careful person would", () => {
    const { text } = fixSearches(growing);
    expect(text).toContain("        self.rows = []\n        self._rows_by_key = {}\n    def add");
    expect(text).toContain(
      "        self.rows.append(row)\n        self._rows_by_key.setdefault(self.rows[-1].key, []).append(self.rows[-1])\n",
    );
    expect(text).toContain("        for row in self._rows_by_key.get(key, ()):\n            if row.key == key:\n");
  });

  const set = "        self.key = key";
  const refused: readonly (readonly [string, string, string])[] = [
    ["a key is given anew", "dynamic-names key", table(set, method("x.key = 3"))],
    ["a key is unpacked into", "dynamic-names key", table(set, method("a, x.key = 1, 2"))],
    ["a key is set by its name", "dynamic-names key", table(set, method("setattr(x, 'k' + 'ey', 2)"))],
    ["a key is not set at first", "dynamic-names key", table("        if key:\n            self.key = key", "")],
    ["a key may not be set", "dynamic-names key", table(`        if key: return\n${set}`, "")],
    [
      "a key is a property",
      "dynamic-names key",
      table("        self._key = key\n    @property\n    def key(self): return self._key", ""),
    ],
    ["an object is made again", "dynamic-names key", table(set, method("x.__init__(2)"))],
    ["objects come from outside", "dynamic-names key", table(set, method("self.rows.append(x)"))],
    ["objects of another file come", "dynamic-names key", table(set, method("self.rows.append(Other(x))"))],
    ["the list loses elements", "changes-in-loop self.rows", table(set, method("self.rows.pop()"))],
    ["the list is sorted", "changes-in-loop self.rows", table(set, method("self.rows.sort()"))],
    ["the list is handed out", "escapes self.rows", table(set, method("return self.rows"))],
    ["the list is handed on", "escapes (self.rows)", table(set, method("keep(self.rows)"))],
    ["the list is given", "rebound self.rows", table(set, method("self.rows = [Row(3)]"))],
    [
      "the list is made out of sight",
      "crosses-functions self.rows",
      table(set, "")
        .replace("class Table:", "class Table(Other):")
        .replace("        self.rows = []", "        Other.__init__(self)"),
    ],
    [
      "the list is made nowhere",
      "crosses-functions self.rows",
      table(set, "").replace("self.rows = []", "pass").replace("self.rows.append(Row(key))", "pass"),
    ],
    ["a generator is kept", "runs-later self.rows", table(set, "", "(r for r in self.rows if r.key == key)")],
  ];
  test.each(refused)("are left alone where %s", (_, obstacle, source) => {
    expect(fixSearches(source).text).toBe(source);
    expect(obstaclesIn(source)).toContain(obstacle);
  });
});
