import { expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
NAN = float("nan")
class Sly:
    def __init__(self, k):
        self.k = k
    def __eq__(self, other):
        return self.k == getattr(other, "k", other)
    def __repr__(self):
        return "Sly(%r)" % (self.k,)
    __hash__ = None
class Hashed(Sly):
    def __hash__(self):
        return 7
class E:
    def __init__(self, a, b):
        self.a, self.b = a, b
    def __repr__(self):
        return "E(%r, %r)" % (self.a, self.b)
    def __getitem__(self, n):
        return (self.a, self.b)[n]
    def __iter__(self):
        return iter((self.a, self.b))
def es(*pairs):
    return [E(a, b) for a, b in pairs]
`;

const calls = [
  "f([1, 2, 3], es((1, 2), (2, 1), (3, 3), (4, 5)))",
  "f([], es((1, 2)))",
  "f([1], [])",
  "f([], None)",
  "f([1, 1.0, True, 0], es((1, True), (1.0, 1), (0, False), (False, 0.0)))",
  "f([NAN, 1, float('nan')], es((NAN, NAN), (1, NAN), (NAN, 1), (float('nan'), 1)))",
  "f(['a', None, ''], es(('a', None), (None, 'a'), ('', 'a'), (None, None)))",
  "f([1, 2], es((1, Sly(2)), (2, 1)))",
  "f([1, 2], es((1, Hashed(2)), (2, 1)))",
  "f([1, 2], es((1, [2]), ([1], 2)))",
  "f([1, 2], iter(es((1, 2), (2, 1))))",
  "f([1, 2], tuple(es((1, 2), (2, 1))))",
  "f([1, 2], {E(1, 2): 3})",
];

const cases: readonly (readonly [name: string, body: string])[] = [
  [
    "a loop",
    `
    out = []
    for x in xs:
        for e in es:
            if e.a == x or e.b == x:
                out.append((x, e))
    return out`,
  ],
  [
    "a break and an else",
    `
    out = []
    for x in xs:
        for e in es:
            if (x == e.a or x == e.b) and e.a is not None:
                out.append((x, e))
                break
        else:
            out.append(x)
    return out`,
  ],
  ["a comprehension", `\n    return [[e for e in es if e[0] == x or e[1] == x] for x in xs]`],
  ["unpacked", `\n    return [sum(1 for a, b in es if a == x or b == x) for x in xs]`],
  ["an answer", `\n    return [any(e.a == x or e.b == x for e in es) for x in xs]`],
  [
    "branches",
    `
    out = []
    for x in xs:
        for e in es:
            if e.a == x:
                out.append((x, e.b))
            elif x == e.b and e.a is not None:
                out.append((x, e.a))
    return out`,
  ],
  [
    "a list of its own",
    `
    es = list(es)
    return [[str(e) for e in es if e.a is not None and (e.a == x or e.b == x)] for x in xs]`,
  ],
  ["an attribute by its name", `\n    by = "a"\n    return [[e for e in es if getattr(e, by) == x] for x in xs]`],
];

test("elements that have what is sought in one of two parts are found in one index", () => {
  const all = cases.map(([name, body]): SearchCase => ({
    name,
    text: `def f(xs, es):${body}\n`,
    calls,
    setup,
    fixed: ["nested-scan"],
  }));
  for (const { text, name, fixed } of all) expect(fixSearches(text).fixed, name).toEqual(fixed);
  expectSameOrLoud(all);
});

test.each([
  [
    "the parts are compared with different things",
    "for x in xs:\n  for e in es:\n   if e.a == x.a or e.b == x.b: print(e)",
  ],
  ["something else would do as well", "for x in xs:\n  for e in es:\n   if e.a == x or e.b: print(e)"],
  ["the second is asked otherwise", "for x in xs:\n  for e in es:\n   if e.a == x or e.b > x: print(e)"],
  ["the attribute's name changes", "for x in xs:\n  by = x.by\n  for e in es:\n   if getattr(e, by) == x: print(e)"],
  ["any attribute may change", "for x in xs:\n  for e in es:\n   if getattr(e, 'a') == x: x.b = 1"],
  [
    "there is an else",
    "for x in xs:\n  for e in es:\n   if e.a == x: print(1)\n   elif e.b == x: print(2)\n   else: print(3)",
  ],
  ["a branch asks something else", "for x in xs:\n  for e in es:\n   if e.a == x: print(1)\n   elif e.b: print(2)"],
  ["the second part changes", "for x in xs:\n  for e in es:\n   if e.a == x or e.b == x: e.b = 1"],
  ["the attribute has a default", "for x in xs:\n  for e in es:\n   if getattr(e, 'a', x) == 1: print(e)"],
])("a walk stays where %s", (_, body) => {
  const text = `def f(xs, es):\n ${body}\n`;
  expect(fixSearches(text)).toMatchObject({ fixed: [], text });
});

test("the callers of a function that asks for either part make the index", () => {
  const text = `def near(edges, node):\n    found = []\n    for e in edges:\n        if e.a == node:\n            found.append(e.b)\n        elif e.b == node:\n            found.append(e.a)\n    return found\ndef f(xs, es):\n    return [near(es, x) for x in xs]\n`;
  const all: SearchCase = { name: "callers", text, calls, setup, fixed: ["nested-scan"] };
  expect(fixSearches(text).fixed).toEqual(all.fixed);
  expectSameOrLoud([all]);
});

test("a walk stays where a class of the file works attributes out", () => {
  const text = `class E:\n    @property\n    def a(self): return 1\ndef f(xs, es, by):\n    return [[e for e in es if getattr(e, by) == x] for x in xs]\n`;
  expect(fixSearches(text)).toMatchObject({ fixed: [], text });
});
