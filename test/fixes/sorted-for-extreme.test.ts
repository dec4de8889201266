import { describe, expect, test } from "vitest";
import { sortedForExtreme } from "../../src/diagnose/rules/sorted-for-extreme/rule.ts";
import { fixSortedForExtreme } from "../../src/fix/fixes/sorted-for-extreme.ts";
import { expectFixtures, expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) => fixAll(text, sortedForExtreme, fixSortedForExtreme, seen);

/** Equal elements that can be told apart, nothing, one, many, iterators, things that cannot be compared. */
const calls = [
  "f([3, 1, 2])",
  "f([])",
  "f([5])",
  "f([1, True, 1.0, 2, 2.0])",
  "f([2.0, 2, 0, False, 0.0, 2])",
  "f((True, 1, 1.0))",
  "f(list('banana'))",
  "f({3, 1, 2})",
  "f({3: 'a', 1: 'b'})",
  "f('hello')",
  "f(iter([2, 2.0, 1, True]))",
  "f(x for x in [4, 4.0, 1])",
  "f([(1, 'b'), (1, 'a'), (0, 'z'), (0, 'a')])",
  "f([10 ** 20, -1, 0, 7, 7, -1])",
  "f([1, 'a'])",
  "f([1, None, 2])",
  "f(None)",
  "f(5)",
  "f([(step * 7919) % 101 for step in range(300)])",
  "f([(step * 7919) % 101 / (1 + step % 2) for step in range(300)])",
];

const containers = calls.filter((call) => !/iter|f\(x/u.test(call));

const one = (name: string, expression: string): Case => ({
  name,
  text: `def f(xs):\n    return ${expression}\n`,
  calls,
  fixes: 1,
});

const cases: readonly Case[] = [
  one("the least", "sorted(xs)[0]"),
  one("the greatest, the last of the equal", "sorted(xs)[-1]"),
  one("the first of the greatest", "sorted(xs, reverse=True)[0]"),
  one("the last of the least", "(sorted(xs, reverse=True))[-1]"),
  one("the third", "sorted(xs)[2]"),
  one("the third from the back", "sorted(xs)[-3]"),
  one("the three least", "sorted(xs)[:3]"),
  one("the three greatest", "sorted(xs)[-3:]"),
  one("the three greatest, falling", "sorted(xs, reverse=True)[0:3]"),
  one("the three least, falling", "sorted(xs, reverse=True)[-3:]"),
  one("of a generator", "sorted(x for x in xs)[0]"),
  one("the last of a generator", "sorted(x for x in xs)[-1]"),
  one("of a set", "sorted(set(xs))[-1]"),
  one("of what is new", "sorted([x for x in xs], reverse=True)[-1]"),
  one("by a key that says little", "sorted(xs, key=lambda x: 0)[-1]"),
  one("by a key, three", "sorted(xs, key=str, reverse=True)[:3]"),
  one("by a key from the back", "sorted(xs, key=lambda x: str(x)[:1])[-2:]"),
  {
    ...one("the key of the greatest value", "sorted(xs, key=xs.get)[-1]"),
    calls: ["f({})", "f({1: 2, 3: 2, 2.5: 1})", "f({'a': 1, 'b': 1.0, 'c': True})", "f({1: 'a', 2: 3})", "f([1])"],
  },
  { ...one("where it is known that there are some", "sorted(xs)[0] if xs else 'none'"), calls: containers },
  {
    name: "some, asked for before",
    fixes: 2,
    calls: containers,
    text: `
def f(xs):
    if not xs:
        return "none"
    return sorted(xs)[0], sorted(xs)[-1]
`,
  },
  {
    name: "a key with effects sees the list as it was",
    fixes: 1,
    calls: [...calls, "f([3, 1, 2, 2, 1])"],
    text: `
SEEN = []
def f(xs):
    if not xs:
        return "none"
    def key(x):
        SEEN.append(x)
        if len(SEEN) < 4 and isinstance(xs, list):
            xs.append(x)
        return SEEN.index(x)
    return sorted(xs, key=key)[0]
`,
  },
  {
    name: "a number that is given",
    fixes: 2,
    calls: [0, 1, 3, 500, -1, -2, "None", "True", "1.0", "2.5"].flatMap((count) =>
      ["[]", "[2, 1, 2.0, 1.0, True, 3]"].map((list) => `f(${list}, ${count})`),
    ),
    text: "def f(xs, k=3):\n    head = sorted(xs)[:k]\n    return head, list(sorted(xs, reverse=True)[-k:])\n",
  },
  {
    name: "a number of the module",
    fixes: 1,
    calls,
    text: "TOP = 4\ndef f(xs):\n    return sorted(xs)[:TOP]\n",
  },
  {
    name: "a name that holds the sorted list",
    fixes: 1,
    calls,
    text: `
def f(xs):
    ranked = sorted(xs, key=lambda x: str(x)[:1])
    if not ranked:
        return None
    return ranked[0], ranked[2]
`,
  },
  {
    name: "a name of which the last are taken",
    fixes: 1,
    calls,
    text: `
def f(xs):
    ranked = sorted(xs, reverse=True)
    for _ in range(2):
        if ranked:
            last = ranked[-1], ranked[-2:]
    return last
`,
  },
  {
    name: "a list sorted in place",
    fixes: 1,
    calls,
    text: `
def f(xs):
    found = []
    for x in xs:
        found.append(x)
    found += []
    found.sort()
    return found[-1]
`,
  },
  {
    name: "a list sorted in place in a loop",
    fixes: 1,
    calls,
    text: `
def f(xs):
    out = []
    for _ in range(3):
        found = [x for x in xs]
        found.sort(key=str)
        if found:
            out.append(found[0])
    return out
`,
  },
];

describe("sorted-for-extreme", () => {
  test.each(cases.map((each) => [each.name, each] as const))("takes only what is asked for: %s", (_, each) => {
    expect(fix(each.text).fixes, fix(each.text).text).toBe(each.fixes);
  });

  test("gives the same answers", () => expectSame(cases, sortedForExtreme, fixSortedForExtreme));

  test("sorts as before where what comes has no one order, as what was seen has", () => {
    const nan = ["f([3, nan, 1])", "f([5, 1, nan, 7, 0])", "f((3, nan, 1))", "f([{1}, {2}, {1, 2}, set()])"];
    const tuples = ["f([(3, nan), (2, 1), (3, 1)])", "f([(0, 0), (1, 'a'), (1, 2)])", "f([(2,), (1, nan), (1,)])"];
    const setup = "nan = float('nan')";
    const all = cases.map(({ name, text }): Case => ({ name, text, setup, calls: [...nan, ...tuples], fixes: 1 }));
    const given = all.filter(({ text }) => !/k=3|xs.get|set\(xs\)/u.test(text));
    for (const compared of [["int"], ["int", "str"], ["tuple", "int"], ["tuple", "int", "str"]])
      expectSame(
        given.map((each) => ({ ...each, seen: { compared } })),
        sortedForExtreme,
        fixSortedForExtreme,
      );
  });

  test("writes out when the least is taken, and the sort for everything else", () => {
    expect(fix("def f(xs):\n    if xs:\n        return sorted(xs)[0]\n").text).toContain(
      "return min(values) if set(map(type, values := list(xs))) == {int} else sorted(values)[0]",
    );
    expect(fix("def f(xs):\n    return sorted(xs)[0]\n").text).toContain("return min(values) if set(map(");
    expect(fix("import heapq\ndef f(xs):\n    return sorted(xs)[-3:]\n").text).toContain(
      "return heapq.nlargest(3, reversed(values))[::-1] if set(map(type, ",
    );
    expect(fix("def f(xs):\n    if xs:\n        return sorted(xs, key=len)[0]\n").text).toContain(
      "values[keys.index(min(keys))] if set(map(type, keys := list(map(len, values := list(xs))))) == {int} else",
    );
    expect(fix("def f(ys):\n    xs = [1]\n    xs.append(2)\n    xs.sort()\n    return xs[0]\n").text).toContain(
      "    xs = [min(xs)] if set(map(type, xs)) == {int} else sorted(xs)\n    return xs[0]",
    );
    expect(fix("def f(xs):\n    return sorted(xs)[0]\n", { compared: ["tuple", "int", "str"] }).text).toContain(
      "if set(map(type, values := list(xs))) == {tuple} and len(set(map(len, values))) == 1 and all(set(map(type, part)) in ({int}, {str}) for part in zip(*values)) else",
    );
  });

  test("takes nothing for granted", () => {
    expect(fix("def f(xs):\n    return sorted(xs)[0]\n").assumes).toEqual([]);
  });
});

const left: readonly LeftCase[] = [
  ["floats, which may be NaN", ["unordered-elements"], "def f(xs): return sorted(xs)[0]", { compared: ["float"] }],
  ["sets", ["unordered-elements"], "def f(xs): return sorted(xs)[0]", { compared: ["set"] }],
  ["floats in tuples", ["unordered-elements"], "def f(xs): return sorted(xs)[0]", { compared: ["tuple", "float"] }],
  ["a key of which nothing was seen", ["not-seen"], "def f(xs, k): return sorted(xs, key=k)[0]", { compared: [] }],
  [
    "dates, whose types have no name there",
    ["unordered-elements"],
    "def f(xs): return sorted(xs)[0]",
    { compared: ["datetime.date"] },
  ],
  ["a name that cannot be given there", ["other-use"], "def f(xs): return [x for x in sorted(xs)[:2]]"],
  ["few elements", [], "def f(xs): return sorted(xs)[0]", { size: 20 }],
  ["three of a hundred", [], "def f(xs): return sorted(xs)[:3]", { size: 100 }],
  ["most of them", [], "def f(xs): return sorted(xs)[:900]", { size: 3000 }],
  [
    "errors that are caught",
    ["errors-caught"],
    "def f(xs):\n try: return sorted(xs)[0]\n except TypeError: return None",
  ],
  ["a key made by a call of unknown code", ["asked-in-order"], "def f(xs, m): return sorted(xs, key=m())[0]"],
  ["a key with effects, from the back", ["asked-in-order"], "def f(xs, m): return sorted(xs, key=m)[-1]"],
  ["another order", [], "def f(xs, r): return sorted(xs, reverse=r)[0]"],
  ["a sorted of the file's own", [], "def sorted(x): return x\ndef f(xs): return sorted(xs)[0]"],
  ["a step", [], "def f(xs): return sorted(xs)[:3:1]"],
  ["all but one", [], "def f(xs): return sorted(xs)[:-1]"],
  ["what is sorted in place and somebody else has", [], "def f(xs):\n    xs.sort()\n    return xs[0]"],
  [
    "what is handed out before it is sorted",
    [],
    "def f(keep):\n    xs = [1]\n    keep(xs)\n    xs.sort()\n    return xs[0]",
  ],
  ["what is sorted and walked through", [], "def f(ys):\n    xs = sorted(ys)\n    print(xs[0])\n    return list(xs)"],
  ["both ends", [], "def f(ys):\n    xs = sorted(ys)\n    return xs[0], xs[-1]"],
  ["what an inner function sees", [], "def f(ys):\n    xs = sorted(ys)\n    return lambda: xs[0]"],
  [
    "what is sorted again",
    [],
    "def f(ys):\n    xs = []\n    for y in ys:\n        xs.append(y)\n        xs.sort()\n        print(xs[0])",
  ],
  [
    "what is left and sorted again",
    [],
    "def f(ys, k):\n    xs = [1, 2]\n    for y in ys:\n        xs.sort(key=k)\n        xs = sorted(xs, key=k)\n    return xs[0]",
  ],
  ["a comment", ["other-use"], "def f(xs): return sorted(\n    xs  # all\n  )[0]"],
];

test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));

test("fixtures are fixed or left as they are", () => {
  expectFixtures("sorted-for-extreme", fix, {
    "near-miss-short.py": { size: 5 },
    "near-miss-nan.py": { compared: ["float"] },
  });
});
