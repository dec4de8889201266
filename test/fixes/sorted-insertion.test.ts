import { describe, expect, test } from "vitest";
import { sortedInsertion } from "../../src/diagnose/rules/sorted-insertion/rule.ts";
import { fixSortedInsertion } from "../../src/fix/fixes/sorted-insertion.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const calls = [
  "f([3, 1, 2])",
  "f([])",
  "f([5])",
  "f([1, True, 1.0, 0, False])",
  "f([2, 2, 2, 1, 3, 1])",
  "f(list('banana'))",
  "f([(1, 'b'), (1, 'a'), (0, 'z')])",
  "f([10 ** 20, -1, 0, 7, 7, -1])",
  "f([1, 'a'])",
  "f([1, None, 2])",
  "f([3, float('nan'), 1, float('nan'), 2, 0])",
  "f([5, 3, 2.5, 4, True, 1])",
  "f([{1}, {2}, {1, 2}, set(), {2}])",
  "f([(1, 'a'), (2, 1), (1, 2), (2, 'b')])",
  "f([(), (1,), (0, 1), (), (1, 0), (0,)])",
  "f([(2, float('nan')), (1, 0.5), (2, float('nan')), (2, 0.0)])",
  "f(None)",
  "f([(step * 7919) % 101 for step in range(300)])",
];

const cases: readonly Case[] = [
  {
    name: "enumerate, first larger",
    fixes: 1,
    calls,
    text: `
def f(xs):
    out = []
    for x in xs:
        for i, v in enumerate(out):
            if v > x:
                out.insert(i, x)
                break
        else:
            out.append(x)
    return out
`,
  },
  {
    name: "enumerate, first not smaller, mirrored, tabs",
    fixes: 1,
    calls,
    text: `
class A:
\tdef run(self, xs):
\t\tout = list()
\t\tfor i in xs:
\t\t\tfor place, other in enumerate(out):
\t\t\t\tif (i <= other): out.insert(place, i); break
\t\t\telse: out.append(i)
\t\treturn out, i if xs else 0
f = A().run
`,
  },
  {
    name: "while, and the index is used",
    fixes: 1,
    calls,
    text: `
def f(xs):
    out, ranks = [], []
    for x in xs:
        i = 0
        while i < len(out) and out[i] < x:
            i += 1
        out.insert(i, x)
        ranks.append(i)
    return out, ranks
`,
  },
  {
    name: "while, behind equals",
    fixes: 1,
    calls,
    text: `
async def f(xs):
    out = []
    for x in xs:
        i = 0
        while (i != len(out)) and (x >= out[i]): i += 1
        out.insert(i, x)
    return out
`,
  },
  {
    name: "position first, insertion below",
    fixes: 2,
    calls,
    text: `
def f(xs):
    out = []
    for x in xs:
        pos = len(out)
        for j, w in enumerate(out):
            if x < w:
                pos = j
                break
        out.insert(pos, x)
    again = []
    for x in xs:
        at = 0
        for v in again:
            if v >= x: break
            at += 1
        again.insert(at, x)
        if len(again) > 5: again.pop(0)
    return out, again, pos
`,
  },
  {
    name: "append and sort, with a window",
    fixes: 1,
    calls,
    text: `
def f(xs):
    window = sorted(xs[:2])
    medians = []
    for x in xs[2:]:
        window.remove(window[0])
        window.append(x)
        window.sort()
        medians.append(window[len(window) // 2])
    return medians, window
`,
  },
  {
    name: "sorted anew",
    fixes: 3,
    calls,
    text: `
def f(xs):
    a, b, c = [], [], []
    for x in xs:
        a = sorted(a + [x])
        b = sorted([*b, x])
        c.append(x); c = sorted(c)
    return a, b, c
`,
  },
  {
    name: "range of the length, in a generator",
    fixes: 1,
    calls,
    text: `
import bisect
def f(xs):
    out = []
    for x in xs:
        for i in range(len(out)):
            if out[i] > x:
                out.insert(i, x)
                break
        else:
            out.append(x)
        yield out[0]
    yield tuple(out)
`,
  },
  {
    name: "nobody looks before the loop is done",
    fixes: 4,
    calls,
    text: `
def f(xs):
    a, out = 0, []
    b = []
    c = list()
    d = []
    for x in xs:
        out.append(x)

        out.sort()  # once more
        if len(xs) > 20 and x == 5:
            break
    for x in xs:
        for y in (x, x):
            b.append(y)
            b = sorted(b)
        else:
            a += 1
    at = 0
    while at < len(xs):
        c.append(xs[at])
        c.sort()
        at += 1
    for x in xs:
        d.append(d[0] if d else x)
        d.sort()
    return out, a, b, c, d
`,
  },
  {
    name: "an error shows the list",
    fixes: 1,
    calls,
    text: `
def f(xs):
    out = []
    try:
        for x in xs:
            out.append(x)
            out.sort()
            if len(out) > 2: {}[out[0]]
            if x == 1: 1 / 0
    except ZeroDivisionError:
        return out
    return out, 1
`,
  },
  {
    name: "sorted first, two places, what is put in works",
    fixes: 1,
    calls,
    text: `
def f(xs):
    out = list(xs)
    out.sort()
    for x in xs:
        out.append(x)
        out.sort()
    while out and len(out) < 20:
        out.append(out[(lambda: 0)()])  # The least.
        # Once more.
        out.sort()
        del out[-1:]
        break
    return out
`,
  },
];

const keyedOnce: Case = {
  name: "a key, and nobody looks",
  fixes: 1,
  seen: { elements: ["tuple"] },
  python: [3, 10],
  calls: [
    "f([3, 1, 2, 3])",
    "f([])",
    "f(['b', 'a'])",
    "f([1, 'a', 0])",
    "f([1, 2, float('nan'), 0, 3, float('nan'), 1])",
    "f([3, 1, None])",
  ],
  text: `
def f(xs):
    out = []
    for n, x in enumerate(xs):
        out.append((n % 3, x))
        out.sort(key=lambda pair: pair[1])
    return out
`,
};

const keyed: Case = {
  name: "a key",
  fixes: 1,
  seen: { elements: ["tuple"] },
  python: [3, 10],
  calls: ["f([3, 1, 2, 3])", "f([])", "f(['b', 'a'])", "f([1, 'a'])"],
  text: `
def f(xs):
    out = []
    for n, x in enumerate(xs):
        out.append((n, x))
        out.sort(key=lambda pair: (pair[1], -pair[0]))
    return out
`,
};

const scan =
  "        for i, v in enumerate(out):\n            if v > x:\n                out.insert(i, x)\n                break\n        else:\n            out.append(x)\n";
const refused: readonly (readonly [why: string, body: string])[] = [
  ["began unsorted", `    out = list(xs)\n    for x in xs:\n${scan}    return out`],
  ["gets others at its end", `    out = []\n    for x in xs:\n${scan}        if x: out.append(0)\n    return out`],
  ["is changed at places", `    out = []\n    for x in xs:\n${scan}        out[0] = 9\n    return out`],
  ["somebody else could change", `    out = []\n    SEEN.append(out)\n    for x in xs:\n${scan}    return out`],
  ["a call could change", `    out = []\n    for x in xs:\n${scan}        g(out)\n    return out`],
  ["is the caller's", `    out = xs\n    for x in xs:\n${scan}    return out`],
  ["tells where it stopped", `    out = []\n    for x in xs:\n${scan}        print(i)\n    return out`],
  ["falls", `    out = []\n    for x in xs:\n${scan.replace("v > x", "v < x")}    return out`],
  [
    "is reversed",
    "    out = []\n    for x in xs:\n        out.append(x)\n        out.sort(reverse=True)\n    return out",
  ],
  [
    "has a key of its own",
    "    out = []\n    for x in xs:\n        out.append(x)\n        out.sort(key=g)\n    return out",
  ],
  [
    "is read between",
    "    out = []\n    for x in xs:\n        out.append(x)\n        print(out)\n        out.sort()\n    return SEEN[0] or out",
  ],
  [
    "hides a TypeError",
    "    out = []\n    for x in xs:\n        try:\n            out.append(x)\n            out.sort()\n        except TypeError:\n            print(out)\n    return out",
  ],
  [
    "is kept by a closure",
    `    out = []\n    h = lambda: out.append(0)\n    for x in xs:\n${scan}        h()\n    return out`,
  ],
  [
    "is shared and sorted anew",
    "    out = []\n    old = out\n    for x in xs:\n        out = sorted(out + [x])\n    return old, out",
  ],
];

describe("sorted-insertion", () => {
  test("bisection puts every element where the scan or the sort put it", () => {
    expectSame(cases, sortedInsertion, fixSortedInsertion);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes }) => {
    const fixed = fixAll(text, sortedInsertion, fixSortedInsertion);
    expect(fixed.fixes, `${fixed.obstacles.join()}\n${fixed.text}`).toBe(fixes);
    expect(fixed.assumes).toEqual([]);
  });

  test("of tuples asks for the types of their parts, and of what somebody else puts in it knows nothing", () => {
    const tuples = cases.map((each) => ({ ...each, seen: { elements: ["tuple"] } }));
    const empty = tuples.filter(({ text }) => !text.includes("sorted(xs[:2])") && !text.includes("list(xs)"));
    expectSame(empty, sortedInsertion, fixSortedInsertion);
    const others =
      "import bisect\ndef f(xs):\n    out = []\n    for x in xs:\n        bisect.insort(out, 0)\n        out.append(x)\n        out.sort()\n    return out\n";
    expect(fixAll(others, sortedInsertion, fixSortedInsertion)).toMatchObject({ fixes: 0, obstacles: ["not-sorted"] });
    const dates = { elements: ["datetime.date"] };
    expect(fixAll(cases[0]?.text ?? "", sortedInsertion, fixSortedInsertion, dates).fixes).toBe(0);
  });

  test("takes a plain key where bisect knows keys", () => {
    const { text, seen } = keyed;
    expect(fixAll(text, sortedInsertion, fixSortedInsertion, { ...seen, python: [3, 10] }).fixes).toBe(1);
    const old = fixAll(text, sortedInsertion, fixSortedInsertion, { ...seen, python: [3, 9] });
    expect(old).toMatchObject({ fixes: 0, obstacles: ["too-old-python"] });
    expectSame([keyed, keyedOnce], sortedInsertion, fixSortedInsertion);
  });

  test.each(refused)("leaves a list that %s", (_, body) => {
    const text = `SEEN = []\ndef g(x): return x\ndef f(xs):\n${body}\n`;
    const { fixes, text: after, obstacles } = fixAll(text, sortedInsertion, fixSortedInsertion);
    expect(fixes, after).toBe(0);
    // What is no such place at all has nothing in its way either.
    if (!body.includes("print(out)\n        out.sort")) expect(obstacles.length).toBeGreaterThan(0);
  });

  test("leaves elements that have no order of their own, or may be NaN", () => {
    const { text } = cases[0] ?? keyed;
    for (const elements of [["float"], ["int", "float"], ["set"], ["__main__.Card"], ["decimal.Decimal"], []]) {
      expect(fixAll(text, sortedInsertion, fixSortedInsertion, { elements }).obstacles).toContain("unordered-elements");
    }
    const unhashed = { elements: ["tuple"], hashable: "unhashable" } as const;
    expect(fixAll(text, sortedInsertion, fixSortedInsertion, unhashed).obstacles).toContain("unordered-elements");
  });

  test("says nothing of a short list", () => {
    const { text } = cases[0] ?? keyed;
    expect(fixAll(text, sortedInsertion, fixSortedInsertion, { size: 20 })).toMatchObject({ fixes: 0, obstacles: [] });
  });
});
