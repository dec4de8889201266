import { describe, expect, test } from "vitest";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const setup = `
class Row:
    def __init__(self, key, value=0):
        self.key, self.value, self.rows = key, value, []
    def __repr__(self): return "Row(%r, %r, %r)" % (self.key, self.value, self.rows)
def rows(*keys): return [Row(key, at) for at, key in enumerate(keys)]
NAN = float("nan")
`;
const words = [
  "f(['ab', 'b', 'abc', 'b', ''], ['b', 'ab', 'x', 'b', ''])",
  "f([], ['a'])",
  "f(['a'], [])",
  "f(('a', 'b', 'a'), ('a',))",
  "f(iter(['a', 'b']), ['a', 'b'])",
  "f({'a': 1, 'b': 'a'}, ['a', 1])",
  "f([1, 1.0, True, NAN], [1, NAN])",
];

const cases: readonly Case[] = [
  {
    name: "not equal, said with not",
    fixes: 2,
    calls: words,
    setup,
    text: `
def f(xs, ks):
    out = []
    for k in ks:
        for at, x in enumerate(xs):
            if not (x == k): continue
            out.append((at, x))
        out.append(all(not x == k for x in xs))
    return out
`,
  },
  {
    name: "copies, keys and ranges",
    fixes: 3,
    calls: words,
    setup,
    text: `
def f(xs, ks):
    out = []
    for k in ks:
        out.append([x for x in list(xs) if x == k])
    if type(xs) is dict:
        for k in ks:
            out.append([x for x in xs.keys() if x == k])
    xs = list(xs)
    for k in ks:
        for at in range(0, len(xs)):
            if xs[at] == k: out.append(at)
    return out
`,
  },
  {
    name: "slices, and what the library makes of it",
    fixes: 2,
    calls: ["f(['/a/bc', 'd/bc', 'xyz', ''], ['bc', '/a/', 'xyz'])", "f([], ['a'])", "f([3], ['a'])"],
    setup,
    text: `
import os.path
def f(xs, ks):
    return [[x for x in xs if x[:3] == k] for k in ks], [[x for x in xs if os.path.basename(x) == k] for k in ks]
`,
  },
];

/** What a function makes of an object is another thing when the object has changed. */
const stale: readonly (readonly [why: string, body: string])[] = [
  ["text of an object", "if str(x) == k: x.value = 'other'"],
  ["length of an object's list", "if len(x.rows) == k: x.rows = [1]"],
  ["numbers of a row", "if tuple(x) == k: x[0] = 3"],
];

describe("nested-scan, as people spell it", () => {
  test("finds the same elements", () => expectSame(cases, nestedScan, fixNestedScan));

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, each) => {
    const fixed = fixAll(each.text, nestedScan, fixNestedScan);
    expect(fixed.fixes, fixed.obstacles.join() + fixed.text).toBe(each.fixes);
  });

  test.each(stale)("leaves what is sought by the %s, which the loop changes", (_, body) => {
    const text = `def f(xs, ks):\n    for k in ks:\n        for x in xs:\n            ${body}\n`;
    const { fixes, obstacles } = fixAll(text, nestedScan, fixNestedScan);
    expect([fixes, obstacles.includes("changes-in-loop")]).toEqual([0, true]);
  });
});
