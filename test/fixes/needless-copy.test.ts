import { describe, expect, test } from "vitest";
import { needlessCopy } from "../../src/diagnose/rules/needless-copy/rule.ts";
import { fixNeedlessCopy } from "../../src/fix/fixes/needless-copy.ts";
import { expectFixtures, expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) => fixAll(text, needlessCopy, fixNeedlessCopy, seen);

const calls = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, True, 1.0, 2, 2.0])",
  "f((2.0, 2, 0, False, 0.0, 2))",
  "f({8, 0, 16, 1})",
  "f({3: 'a', 1: 'b'})",
  "f({3: 'a', 1: 'b'}.values())",
  "f('hello')",
  "f(iter([2, 2.0, 1, True]))",
  "f(x for x in [4, 0, 1])",
  "f([8, 0, 16, 24, 3, 11])",
  "f(None)",
  "f(Odd([1, 2, 3]))",
];

/** A list that is walked through in another way than it is indexed. */
const setup =
  "class Odd(list):\n    def __iter__(self):\n        return iter([7, 8])\n    def __len__(self):\n        return 9\n";

const one = (expression: string): Case => ({
  name: expression,
  text: `def f(xs):\n    return ${expression}\n`,
  calls,
  setup,
  fixes: 1,
});

const cases: readonly Case[] = [
  one("sorted(list(xs), key=str)"),
  one("list(sorted(xs, reverse=True))"),
  one("list(list(xs))"),
  one("sorted(sorted(xs), reverse=True)"),
  one("sorted((sorted(xs, reverse=True)))"),
  one("min(sorted(xs)), 1"),
  one("max(sorted(x for x in xs))"),
  one("len(list(xs))"),
  one("any(list(xs)) + 1"),
  one("all(list(xs))"),
  one("sum(list(xs), 5)"),
  one("max(list(xs), key=str, default=0)"),
  one("repr(set(list(xs)))"),
  one("len(sorted(xs))"),
  one("3 in set(sorted(xs))"),
];

describe("needless-copy", () => {
  test.each(cases.map((each) => [each.name, each] as const))("hands over the original: %s", (_, each) => {
    expect(fix(each.text).fixes, fix(each.text).text).toBe(each.fixes);
  });

  test("gives the same answers", () => expectSame(cases, needlessCopy, fixNeedlessCopy));

  test("writes what a person would", () => {
    expect(fix("def f(xs): return min(sorted(xs))\n").text).toContain(
      "return min(values if set(map(type, values := list(xs))) == {int} else sorted(values))",
    );
    expect(fix("def f(ys):\n    xs = [y for y in ys]\n    return len(list(xs))\n").text).toContain("return len(xs)");
    expect(fix("def f(xs): return len(list(xs))\n").text).toContain(
      "return len(xs) if type(xs) in (list, tuple, dict, set) else len(list(xs))",
    );
  });
});

const left: readonly LeftCase[] = [
  ["an iterator", ["not-a-list"], "def f(xs): return any(list(xs))", { type: "generator" }],
  ["a set made of a set", ["not-a-list"], "def f(xs): return set(list(xs))", { type: "set" }],
  ["what is worked out anew", ["not-a-name"], "def f(xs): return len(list(xs()))"],
  ["few elements", [], "def f(xs): return len(list(xs))", { size: 20 }],
  ["a sort by two keys", [], "def f(xs): return sorted(sorted(xs, key=str), key=len)"],
  ["a set that is walked through", [], "def f(xs):\n    seen = set(sorted(xs))\n    return [x for x in seen]"],
  ["the sum of sorted floats", [], "def f(xs): return sum(sorted(xs))"],
  ["the greatest of a falling list", [], "def f(xs): return max(sorted(xs, reverse=True))"],
  ["floats, which may be NaN", ["unordered-elements"], "def f(xs): return min(sorted(xs))", { compared: ["float"] }],
  ["a key with effects", [], "def f(xs, k): return min(list(xs), key=k)"],
  ["errors that are caught", ["errors-caught"], "def f(xs):\n try: return len(sorted(xs))\n except TypeError: pass"],
];

test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));

test("fixtures are fixed or left as they are", () => {
  expectFixtures("needless-copy", fix, {
    "near-miss-short.py": { size: 5 },
    "near-miss-lazy.py": { type: "generator" },
  });
});
