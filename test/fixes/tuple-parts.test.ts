import { describe, expect, test } from "vitest";
import { listConcatenation } from "../../src/diagnose/rules/list-concatenation/rule.ts";
import { fixListConcatenation } from "../../src/fix/fixes/list-concatenation.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const lists = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, 1.0, True])",
  "f('abc')",
  "f(None)",
  "f([[1], [2, 3], []])",
  "f([(1,), (2,)])",
  "f([[1], (2,)])",
];
const strange = `
class Row(list):
    def __add__(self, other): return "Row+"
    def __radd__(self, other): return "+Row"
class Other:
    def __radd__(self, other): return ["Other", other]
    def __repr__(self): return "Other()"
class Pretender(list):
    def __iter__(self): return iter("xyz")
`;
const nasty = [
  "f([Row([1]), [2]])",
  "f([[1], Row([2]), [3]])",
  "f([[1], Other(), [2], Other()])",
  "f([Pretender([1]), [2]])",
  "f((Row([1]),))",
  "f(part for part in [[1], [2]])",
  "f({'a': 1})",
];

const cases: readonly Case[] = [
  {
    name: "a tuple that gets what may be none",
    fixes: 2,
    seen: { type: "tuple" },
    calls: [...lists, ...nasty, "f([(1,), (2, 3), (), (4,)])", "f([(1,), Pair((2, 3)), (4,), Other(), (5,)])"],
    setup: `${strange}class Pair(tuple):
    def __radd__(self, other): return [*other, *self]
def f(xs, f=f):
    seen = []
    try: return f(xs, seen), seen
    except TypeError as error: return str(error), seen
`,
    text: `
def f(xs, seen):
    both: tuple = ()
    if not xs:
        for n in range(3):
            both += (n,)
        return both
    for n in range(2):
        for x in xs:
            both += x
            seen.append(n)
            if n == 1 and len(x) == 2: continue
            both = both + tuple(
                x
            )
            if len(seen) > 6: break
        both += (n,)  # the turn
        both += tuple(xs)[:0]
    if len(both) < 99: both += (None,)
    return both, type(both)
`,
  },
  {
    name: "pieces with lines of their own",
    fixes: 1,
    seen: { type: "tuple" },
    calls: ["f([1, 2])", "f([])"],
    text: `
def f(xs):
    t = ()
    for x in xs:
        t += make(x, """a
  b
      c""")
        t += ("""
d""",)
    return t
def make(x, text): return (x, text)
`,
  },
];

const refused: readonly (readonly [why: string, body: string])[] = [
  ["of a closure", "    t = ()\n    h = lambda: t\n    for x in xs: t += h() + x\n    return t"],
  ["with more below its loop", "    t = ()\n    for x in xs:\n        t += x\n    else: print(t)\n    return t"],
  ["that grows beside others", "    t = ()\n    for x in xs: t += x; print(x)\n    return t"],
  ["to the front", "    t = ()\n    for x in xs:\n        t = x + t\n    return t"],
];

describe("a tuple that gets what may be no tuple", () => {
  test("is the same tuple, and refuses the same", () => {
    expectSame(cases, listConcatenation, fixListConcatenation);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes, seen }) => {
    const fixed = fixAll(text, listConcatenation, fixListConcatenation, seen);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(fixes);
    expect(fixed.text).toContain("_parts.extend(");
  });

  test.each(refused)("is left where it is %s", (_, body) => {
    const { fixes, obstacles } = fixAll(`def f(xs):\n${body}\n`, listConcatenation, fixListConcatenation, {
      type: "tuple",
    });
    expect([fixes, obstacles.length > 0]).toEqual([0, true]);
  });
});
