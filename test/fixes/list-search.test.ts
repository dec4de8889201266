import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
NAN = float("nan")
class Odd(list):
    def count(self, x):
        return 42
    def index(self, x):
        return 42
`;
const calls = [
  "f([1, 2, 1], [1, 2, 3, 1])",
  "f([], [])",
  "f([1], [])",
  "f([5, 1], [1])",
  "f([1, 1.0, True, 0], [True, 1, 0.0, 1.0])",
  "f([NAN, 1], [NAN, 1, NAN, float('nan')])",
  "f(['a', 'ab', ''], 'aabab')",
  "f(['b'], ('a', 'b', 'b'))",
  "f([1], range(3))",
  "f([98, b'a'], b'abcab')",
  "f([1], Odd([1]))",
  "f([[1]], [[1], 2])",
  "f([[1]], [1, 2])",
  "f([1], None)",
  "f([], None)",
  "f([1], {1: 1})",
];

const shapes: readonly (readonly [string, string])[] = [
  [
    "count in a loop",
    `
def f(xs, names):
    total = 0
    for x in xs:
        total += names.count(x)
    return total
`,
  ],
  ["count in a dict comprehension", "def f(xs, names):\n    return {x: names.count(x) for x in xs}\n"],
  [
    "count of a list made here, twice, on several lines",
    `
import collections
def f(xs, names):
    mine = list(names)
    return [
        (mine.count(x), mine.count(
            (x)
        ) > 1)
        for x in xs
    ]
`,
  ],
  [
    "index of a list made here, whose error is shown",
    `
def f(xs, names):
    mine, both = list(names), tuple(names)
    out = []
    for x in xs:
        try:
            out.append(mine.index(x))
        except ValueError as error:
            out.append(str(error))
        try:
            out.append(both.index(x))
        except ValueError as error:
            out.append(str(error))
    return out
`,
  ],
  [
    "index, whose ValueError stays",
    `
def f(xs, names):
    out = []
    for x in xs:
        try:
            at = names.index(x)
        except ValueError as error:
            at = str(error)
        out.append(at)
    return out
`,
  ],
  ["index in a comprehension", "def f(xs, names):\n    return [names.index(x) + 1 for x in xs]\n"],
  [
    "index of something worked out, in a return of a method",
    `
class Table:
    def __init__(self, names):
        self.names = names
    def row(self, xs):
        for x in xs:
            print(self.names.index(x or x), end=" ")
            if x == 1:
                return self.names.index(x)
        return None
def f(xs, names):
    return Table(names).row(xs)
`,
  ],
  [
    "index of a list made here",
    `
def f(xs, names):
    order = sorted(names, key=str)
    return sorted(xs, key=str), [order.index(x) for x in xs], order
`,
  ],
  [
    "while",
    `
def f(xs, names):
    left = list(xs)
    out = []
    while left:
        out.append((names.index(left[0]), left.pop()))
    return out
`,
  ],
];

const copied: readonly (readonly [string, string])[] = [
  [
    "index in what others have",
    'def f(xs, names):\n    out = []\n    for x in xs:\n        out.append([row["k"] for row in names].index(x))\n    return out\n',
  ],
  [
    "index in the keys of a dict, whose ValueError stays",
    `
def f(xs, names):
    out = []
    for x in xs:
        try:
            out.append(list(names.keys()).index(x))
        except ValueError as error:
            out.append(str(error))
    return out
`,
  ],
  [
    "copies of several kinds",
    `
def f(xs, names):
    return [(list(names).index(x), tuple(names).count(x), sorted(names).index(x), sorted(names).count(x)) for x in xs]
`,
  ],
  ["count in a dict's values", "def f(xs, names):\n    return [list(names.values()).count(x) for x in xs]\n"],
  [
    "index of something worked out, in texts of all",
    "def f(xs, names):\n    out = []\n    for x in xs:\n        out.append([str(name) for name in names].index(str(x)))\n    return out\n",
  ],
];
const records = [
  "f([1, 2, 3, 1], [{'k': 1}, {'k': 2}, {'k': 1}, {'k': 3}])",
  "f([1], [{'k': 1}, {}])",
  "f([1, 2], {2: 1, 1: 2, 3: 1})",
  "f([1, 2, 1], iter([1, 2, 3]))",
  "f(['b', 'a'], 'ab')",
  "f([1, 2], {1, 2})",
];

const caseWith =
  (own: readonly string[]) =>
  ([name, text]: readonly [string, string]): SearchCase => ({ name, text, calls: own, setup, fixed: ["list-search"] });
const cases = [...shapes.map(caseWith(calls)), ...copied.map(caseWith(records))];

describe("list-search", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes %s", (_, { text }) => {
    const done = fixSearches(text);
    expect(new Set(done.fixed), `${done.obstacles.join("\n")}\n${done.text}`).toEqual(new Set(["list-search"]));
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(cases));

  test("writes what a careful person would", () => {
    const text = "def f(xs):\n    mine = sorted(xs)\n    return [mine.count(x) for x in xs]\n";
    expect(fixSearches(text).text).toBe(
      "from collections import Counter\n\n\n" +
        "def f(xs):\n    mine = sorted(xs)\n    mine_counts = Counter(mine)\n    return [mine_counts[x] for x in xs]\n",
    );
    expect(fixSearches(text.replace("count", "index")).text).toContain(
      "    mine_positions = dict(zip(reversed(mine), reversed(range(len(mine)))))\n" +
        "    return [(mine_positions[x] if x in mine_positions else mine.index(x)) for x in xs]\n",
    );
  });
});

const refused: readonly (readonly [string, string, string])[] = [
  ["a start", "other-use", "for x in xs: print(names.index(x, 1))"],
  ["a list that changes", "changes-in-loop", "for x in xs: names.pop(names.index(x))"],
  ["a list that is bound anew", "rebound", "for x in xs:\n  print(names.count(x)); names = x"],
  ["an unknown call", "may-change-in-call", "for x in xs: call(names.count(x))"],
  ["a needle that would be worked out twice", "side-effects", "return [names.index(len(x)) for x in xs]"],
  ["a copy of what changes", "changes-in-loop", "for x in xs: names[list(names).index(x)] = 0"],
  [
    "a copy whose elements' errors are caught around the loop",
    "errors-caught",
    'try:\n  for x in xs: print([row["k"] for row in names].index(x))\n except KeyError: pass',
  ],
  ["a swallowed exception", "errors-caught", "for x in xs:\n  try: print(names.count(x))\n  except Exception: pass"],
];

describe("list-search refuses", () => {
  test.each(refused)("%s", (_, code, body) => {
    const text = `from m import call\ndef f(xs, names):\n ${body}\n`;
    const done = fixSearches(text);
    expect(done.text).toBe(text);
    expect(done.obstacles.join("\n")).toContain(`: ${code} `);
  });

  test("strings and other things that are no lists", () => {
    const text = "def f(xs, names):\n    return [names.count(x) for x in xs]\n";
    expect(fixSearches(text, { type: "str" }).fixed).toEqual([]);
    expect(fixSearches("def f(xs):\n    s = 'aab'\n    return [s.count(x) for x in xs]\n").obstacles).toEqual([]);
  });

  test("to do more than say so where the loop is in the callers, and the list is theirs", () => {
    const done = fixSearches("def f(xs, names):\n    return names.count(xs)\n");
    expect([done.fixed, done.obstacles]).toEqual([[], ["list-search: crosses-functions names"]]);
  });
});
