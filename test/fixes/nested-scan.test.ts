import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
NAN = float("nan")
class R:
    def __init__(self, k, v=0):
        self.k, self.v, self.parent = k, v, None
    def __repr__(self):
        return "R(%r, %r)" % (self.k, self.v)
def rs(*ks):
    return [R(k, n) for n, k in enumerate(ks)]
def ds(*ks):
    return [{"k": k, "v": n} for n, k in enumerate(ks)]
class Odd(list):
    pass
`;

const objects = [
  "f(rs(1, 2, 3), rs(3, 2, 2, 1))",
  "f(rs(), rs())",
  "f(rs(1), rs())",
  "f(rs(), rs(1))",
  "f(rs(1, 1.0, True, 0, False), rs(True, 1, 1.0, 0.0))",
  "f(rs(NAN, 1, float('nan')), rs(NAN, NAN, float('nan'), 1))",
  "f(rs('a', '', None), rs(None, 'a', 'a'))",
  "f(rs((1, 2), (1, 2.0)), rs((1, 2.0), (1, 2)))",
  "f(rs([1], 2), rs([1], 2))",
  "f(rs(1, 2), tuple(rs(2, 2, 1)))",
  "f(rs(1, 2), iter(rs(2, 2, 1)))",
  "f(rs(1, 2), (r for r in rs(1, 2)))",
  "f(iter(rs(1, 2)), rs(2, 1))",
  "f(rs(1, 2), Odd(rs(2, 1)))",
  "f(rs(1, 2), dict.fromkeys(rs(2, 1)))",
  "f(rs(1), None)",
];
const records = objects.map((call) => call.replaceAll("rs(", "ds("));

const shapes: readonly (readonly [name: string, calls: readonly string[], text: string])[] = [
  [
    "a join by attribute, all matches",
    objects,
    `
def f(xs, ys):
    out = []
    for x in xs:
        for y in ys:
            if x.k == y.k:
                out.append((x, y))
    return out
`,
  ],
  [
    "the first match, with an else",
    objects,
    `
def f(xs, ys):
    out = []
    for x in xs:
        for y in ys:
            if y.k == x.k and y.v >= 0:
                out.append((x, y))
                break
        else:
            out.append((x, None))
    return out
`,
  ],
  [
    "records, the name used elsewhere too",
    records,
    `
def f(xs, ys):
    total = 0
    for y in xs:
        total += y["v"]
    for x in xs:
        for y in ys:
            if y["k"] == x["k"]:
                total += y["v"]
    for y in ys:
        total += 1
    return total
`,
  ],
  [
    "comprehensions in a loop, which share the index",
    objects,
    `
def f(xs, ys):
    y = "kept"
    out = []
    for x in xs:
        same = [y for y in ys if y.k == x.k]
        first = next((y.v for y in ys if y.k == x.k), None)
        n = sum(1 for y in ys if y.k == x.k)
        out.append((same, first, n, y))
    return out
`,
  ],
  [
    "any, all and sum of the comparison itself",
    objects,
    `
def f(xs, ys):
    return [(any(y.k == x.k for y in ys), all(y.k != x.k for y in ys), sum(y.k == x.k for y in ys)) for x in xs]
`,
  ],
  [
    "two clauses",
    objects,
    `
def f(xs, ys):
    return [(x, y) for x in xs for y in ys if x.k == y.k if x.v <= y.v]
`,
  ],
  [
    "by index, with what has to be asked first",
    objects,
    `
def f(xs, ys):
    out = []
    if isinstance(ys, (list, tuple)):
        for y in ys[1:]:
            if isinstance(y, R): y.parent = ys[0]
    for x in xs:
        for i in range(len(ys)):
            if ys[i].parent is not None and ys[i].parent.k == x.k:
                out.append((x.v, i))
    return out
`,
  ],
  [
    "enumerate, and a marked match",
    objects,
    `
def f(xs, ys):
    pairs = []
    for x in xs:
        for i, y in enumerate(ys):
            if y.parent is None and y.k == x.k:
                y.parent = x
                pairs.append((x, i))
                break
    return pairs, [y.parent and y.parent.v for y in ys]
`,
  ],
  [
    "the keys of a value in a dict",
    [
      "f([1, 2.0, 'a', NAN], {'x': 1, 'y': 1.0, 'z': NAN, 'w': 'a'})",
      "f([1], {})",
      "f([1], [1])",
      "f([], None)",
      "f([[1], 2], {1: [1], 2: 2})",
    ],
    `
def f(xs, table):
    return [[key for key, value in table.items() if value == x] for x in xs]
`,
  ],
  [
    "groups of a list made here, keys in a dict",
    objects,
    `
def f(xs, ys):
    rows = [(y.k, y.v) for y in ys]
    groups = {}
    for k in [x.k for x in xs]:
        groups[k] = []
        for row in rows:
            if k == row[0]:
                groups[k].append(row)
    return list(groups.items())
`,
  ],
  [
    "plain elements",
    [
      "f([1, 2, 1], [1.0, True, 2, NAN])",
      "f([NAN], [NAN])",
      "f('banana', 'nab')",
      "f([[1]], [[1]])",
      "f([1], iter([1]))",
    ],
    `
def f(xs, ys):
    hits = []
    for x in xs:
        for y in ys:
            if y == x:
                hits.append((x, y))
    return hits
`,
  ],
];

const guarded: readonly (readonly [name: string, calls: readonly string[], text: string])[] = [
  [
    "what does not fit is passed over first, with a comment",
    objects,
    `
def f(xs, ys):
    out = []
    for x in xs:
        for y in ys:
            # the others
            if y.k != x.k:
                continue
            out.append((x, y))
            if y.v > 1:
                break
        else:
            out.append(x.k)
    return out
`,
  ],
  [
    "and for more than one reason",
    objects,
    `
def f(xs, ys):
    out = []
    for x in xs:
        count = 0
        for i, y in enumerate(ys):
            if x.k != y.k or y.v == 1:
                continue
            count += i
            y.v += 1
        out.append(count)
    return out
`,
  ],
];

const called: readonly (readonly [name: string, calls: readonly string[], text: string])[] = [
  [
    "the first match, which callers ask for in loops",
    objects,
    `
def find(rows, key):
    for row in rows:
        if row.k == key:
            return row
    return None

def f(xs, ys):
    row = "kept"
    out = []
    for x in xs:
        out.append((find(ys, x.k), find(key=x.k, rows=ys), row))
    return out, [find(ys, x.k) for x in xs]
`,
  ],
  [
    "a method that counts",
    records,
    `
class A:
    def count(self, rows, key):
        return len([row for row in rows if row["k"] == key])
    def run(self, xs, ys):
        return [self.count(ys, x["k"]) for x in xs]
f = A().run
`,
  ],
];

const cases = [...shapes, ...guarded, ...called].map(([name, calls, text]): SearchCase => ({
  name,
  text,
  calls,
  setup,
  fixed: ["nested-scan"],
}));

describe("nested-scan", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect([...new Set(done.fixed)], `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
  });

  test("gives the same answers in the same order, or a TypeError", () => expectSameOrLoud(cases));

  test("writes the index once for the scans that can share it", () => {
    const { text } = fixSearches(shapes[3]?.[2] ?? "");
    expect(text.split("setdefault").length - 1).toBe(1);
  });
});

test("says so at once when an element behind the first match has no such key", () => {
  const text = shapes[1]?.[2] ?? "";
  const done = fixSearches(text);
  expect(done.text).toContain("setdefault(y.k, [])");
  expect(done.assumes.map(({ code }) => code)).toEqual(["hashable-value", "has-key", "unchanged"]);
});

const refused: readonly (readonly [why: string, code: string, body: string])[] = [
  ["key changes in the loop", "changes-in-loop", "for x in xs:\n  for y in ys:\n   if y.k == x.k: y.k = x.v"],
  [
    "key changes behind a guard",
    "changes-in-loop",
    "for x in xs:\n  for y in ys:\n   if y.k != x.k: continue\n   y.k = x.v",
  ],
  ["record changes in the loop", "changes-in-loop", 'for x in xs:\n  for y in ys:\n   if y["k"] == x: x["k"] = 1'],
  ["record may change by a method", "changes-in-loop", 'for x in xs:\n  for y in ys:\n   if y["k"] == x: y.update(x)'],
  ["collection grows", "changes-in-loop", "for x in xs:\n  for y in ys:\n   if y.k == x.k: ys.append(x)"],
  ["collection may change in a call", "may-change-in-call", "for x in xs:\n  for y in ys:\n   if y.k == x.k: call(y)"],
  [
    "last element is read after the loop",
    "result-used",
    "for x in xs:\n  for y in ys:\n   if y.k == x.k: print(x)\n  print(y)",
  ],
  [
    "error is caught",
    "errors-caught",
    "for x in xs:\n  try:\n   for y in ys:\n    if y.k == x.k: print(x)\n  except TypeError: pass",
  ],
  ["loop is in the callers", "crosses-functions", "for y in ys:\n  if y.k == xs: return y"],
];

test.each(refused)("leaves a scan whose %s", (_, code, body) => {
  const text = `from m import call\ndef f(xs, ys):\n ${body}\n`;
  const done = fixSearches(text);
  expect(done.text).toBe(text);
  if (code !== "crosses-functions") expect(done.obstacles.join("\n")).toContain(`nested-scan: ${code} `);
});

const keptByCallers: readonly (readonly [why: string, text: string])[] = [
  [
    "reads the collection in another way too",
    "def g(rows, key):\n    for row in rows:\n        if row.k == key: return row\n    return rows[0]\n",
  ],
  [
    "seeks another key as it goes",
    "def g(rows, key):\n    for row in rows:\n        if row.k == key: key = row.v\n    return key\n",
  ],
  ["changes the key", "def g(rows, key):\n    for row in rows:\n        if row.k == key: row.k = 5\n"],
  ["is lazy", "def g(rows, key):\n    for row in rows:\n        if row.k == key: yield row\n"],
];

test.each(keptByCallers)("leaves the callers of a function that %s", (_, text) => {
  const whole = `${text}def f(xs, ys):\n    return [g(ys, x.k) for x in xs]\n`;
  expect(fixSearches(whole).text).toBe(whole);
});

const others: readonly (readonly [why: string, body: string])[] = [
  ["does something for the others too", "for x in xs:\n  for y in ys:\n   if y.k == x.k: print(x)\n   else: print(y)"],
  ["compares in another way", "for x in xs:\n  for y in ys:\n   if y.k >= x.k: print(x)"],
  ["asks a function of its own", "for x in xs:\n  for y in ys:\n   if call(y) == x.k: print(x)"],
  ["walks what belongs to the outer element", "for x in xs:\n  for y in x.ys:\n   if y.k == x.k: print(x)"],
  ["looks for a constant", "for x in xs:\n  for y in ys:\n   if y.k == 1: print(x)"],
  ["any other truth would count for", "for x in xs:\n  if all(y.k == x.k for y in ys): print(x)"],
];

test.each(others)("says nothing of a scan that %s", (_, body) => {
  const done = fixSearches(`from m import call\ndef f(xs, ys):\n ${body}\n`);
  expect([done.fixed, done.obstacles]).toEqual([[], []]);
});
