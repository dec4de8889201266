import { describe, expect, test } from "vitest";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase } from "./old-and-new.ts";

const table = `(("a", 1), ("b", 2), ("a", 3), ("", 1.0), ("c", True))`;
const strange = `
class Odd(str):
    def __eq__(self, other): return other == "b" or str.__eq__(self, other)
    __hash__ = str.__hash__
`;
const asked = [
  "f('a', 3)",
  "f('a', 9)",
  "f('z', 1)",
  "f('', 1)",
  "f(None, 1)",
  "f('c', 1)",
  "f(('a',), 1)",
  "f('b', [])",
];

const cases: readonly Case[] = [
  {
    name: "a module's tuple of pairs",
    fixes: 1,
    calls: asked,
    text: `
CODES = ${table}  # by name

def f(name, value):
    found = []
    for n, v in CODES:
        if n == name:
            found.append((n, v))
            if v == value:
                return v, found
    return found
`,
  },
  {
    name: "a class's tuple, numbered",
    fixes: 1,
    calls: asked,
    text: `
class Table(object):
    ROWS = ${table}
    COUNT = len(ROWS)

    def search(self, name, value):
        partial = None
        for (i, (n, v)) in enumerate(Table.ROWS):
            if n == name:
                if v == value:
                    return i + 1, n, v
                elif partial is None:
                    partial = i + 1, n, None
        for (i, (n, v)) in enumerate([(name, value)]):
            if n == "z": return i
        return partial
def f(name, value):
    return Table().search(name, value)
`,
  },
  {
    name: "the elements themselves, and a comprehension",
    fixes: 2,
    calls: ["f('a')", "f('b')", "f(1)", "f(True)", "f(1.0)", "f(None)", "f(-1)", "f(0.0)", "f(-0.0)"],
    text: `
_PLAIN = ("a", "b", 1, True, None, "a", 1.0, -1, 0.0, -0.0)
def f(x):
    first = [i for i, each in enumerate(_PLAIN) if each == x]
    return first, any(each == x for each in _PLAIN), [each for each in _PLAIN if x == each]
`,
  },
];

const scan = (given: string, head = "CODES"): string =>
  `${given}\ndef f(name):\n    for n, v in ${head}:\n        if n == name:\n            return v`;

const left: readonly LeftCase[] = [
  ["an element has another shape", [], scan("CODES = ((1, 2), (3, 4, 5))")],
  ["a key is no literal", [], scan("CODES = ((1, 2), (float('nan'), 4))")],
  ["it is a list", [], scan("CODES = [(1, 2), (3, 4)]")],
  ["it is bound twice", [], scan("CODES = ((1, 2), (3, 4))\nif f: CODES = ()").replace("f: CODES", "1: CODES")],
  [
    "the name is read below",
    ["result-used"],
    "CODES = ((1, 2), (3, 4))\ndef f(name):\n    n = v = 0\n    for n, v in CODES:\n        if n == name:\n            print(v)\n    return n",
  ],
  [
    "what is sought changes on the way",
    ["rebound"],
    "CODES = ((1, 2), (3, 4))\ndef f(name):\n    for n, v in CODES:\n        if n == name:\n            name = v\n            print(name)",
  ],
];

/** Scans of a class's constant that are not even named. */
const unnamed = [
  scan("class C:\n    CODES = ((1, 2), (3, 4))\nC.CODES = ()", "C.CODES"),
  scan("class C(Base):\n    CODES = ((1, 2), (3, 4))", "C.CODES"),
  scan("@odd\nclass C:\n    CODES = ((1, 2), (3, 4))", "C.CODES"),
  scan("class C:\n    if odd: CODES = ((1, 2), (3, 4))", "C.CODES"),
  scan("class C:\n    CODES = ((1, 2), *more)", "C.CODES"),
];

describe("a constant that is searched for equal keys", () => {
  test("gets an index that gives the same", () => {
    for (const { text, fixes, name } of cases)
      expect(fixAll(text, nestedScan, fixNestedScan).fixes, name).toBeGreaterThanOrEqual(fixes);
    expectSame(
      cases.map((each) => ({ ...each, setup: strange })),
      nestedScan,
      fixNestedScan,
    );
  });

  test.each(left.map((each) => [each[0], each] as const))("is left alone where %s", (_, each) => {
    expectLeft(each, (text, seen) => fixAll(text, nestedScan, fixNestedScan, seen));
  });

  test.each(unnamed)("is left alone: %s", (code) => {
    expect(fixAll(code, nestedScan, fixNestedScan)).toMatchObject({ fixes: 0, text: code });
  });
});
