import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { countKey } from "../../src/diagnose/rules/count-key/rule.ts";
import { fixCountKey } from "../../src/fix/fixes/count-key.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) => fixAll(text, countKey, fixCountKey, seen);

const calls = [
  "f([3, 1, 3, 2, 2, 3])",
  "f([])",
  "f([1, 1.0, True, 2, 2])",
  "f((2, 1, 2))",
  "f('abcab')",
  "f([NAN, NAN, 1, float('nan')])",
  "f(['a', 'b', 'b'])",
  "f(None)",
  "f({1: 2})",
];
const shapes: readonly (readonly [name: string, text: string])[] = [
  ["the most frequent", "def f(xs):\n    return max(set(xs), key=xs.count)\n"],
  ["an order by frequency", "import collections\ndef f(xs):\n    return sorted(xs, key=xs.count, reverse=True)\n"],
  ["a list made here", "def f(ys):\n    xs = [y for y in ys]\n    return min([0, *xs], key=xs.count)\n"],
  ["a lambda", "def f(xs):\n    return max(xs, key=lambda x: xs.count(x))\n"],
  [
    "a lambda that asks more",
    "def f(ys):\n    xs = list(ys)\n    return sorted(set(xs), key=lambda x: (-xs.count(x), str(x), xs.count(x)))\n",
  ],
  ["what is made meanwhile", "def f(xs):\n    return max((str(x) for x in xs), key=xs.count)\n"],
];
const cases = shapes.map(([name, text]): Case => ({ name, text, calls, setup: "NAN = float('nan')", fixes: 1 }));

describe("count-key", () => {
  test.each(cases.map((each) => [each.name, each] as const))("counts once for %s", (_, each) => {
    expect(fixAll(each.text, countKey, fixCountKey).fixes).toBe(1);
  });

  test("gives the same answers", () => expectSame(cases, countKey, fixCountKey));

  test("says what it counts by in a few words", () => {
    expect(fixAll(shapes[1]?.[1] ?? "", countKey, fixCountKey).text).toContain(
      "key=collections.Counter(xs).__getitem__ if type(xs) in (list, tuple) else xs.count, reverse=True)",
    );
    expect(fixAll(shapes[2]?.[1] ?? "", countKey, fixCountKey).text).toContain("key=Counter(xs).__getitem__)");
  });
});

const left: readonly LeftCase[] = [
  [
    "rows that cannot be hashed",
    ["unhashable-elements"],
    "def f(xs): return max(xs, key=xs.count)",
    { hashable: "unhashable" },
  ],
  [
    "objects with an equality of their own",
    ["custom-equality"],
    "def f(xs): return max(xs, key=xs.count)",
    { hashable: "custom" },
  ],
  [
    "errors that are caught",
    ["errors-caught"],
    "def f(xs):\n try: return max(xs, key=xs.count)\n except TypeError: pass",
  ],
  ["a lambda that counts another", [], "def f(xs, y): return max(xs, key=lambda x: xs.count(y))"],
  ["a lambda with its own list", [], "def f(xs): return max(xs, key=lambda x: x.count(x))"],
  ["a lambda that calls", [], "def f(xs, g): return max(xs, key=lambda x: g(xs.count(x)))"],
  [
    "a list that changes meanwhile",
    ["may-change-in-call"],
    "def f(xs, g): return max((g(x) for x in list(xs)), key=xs.count)",
  ],
  ["a list that hides while it is sorted", [], "def f(xs): xs.sort(key=xs.count)"],
  ["a class's own count", [], "class C:\n def count(self, x): return 0\ndef f(xs): return max(xs, key=xs.count)"],
  ["a text", [], "def f(xs): return max(xs, key=xs.count)", { type: "str" }],
];

test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));

test("fixtures are fixed or left as they are", () => {
  const folder = join(import.meta.dirname, "../../fixtures/rules/count-key");
  const seen: Readonly<Record<string, Seen>> = {
    "near-miss-text.py": { type: "str" },
    "near-miss-short.py": { size: 5 },
    "near-miss-rows.py": { hashable: "unhashable" },
  };
  for (const name of readdirSync(folder)) {
    const done = fixAll(readFileSync(join(folder, name), "utf8"), countKey, fixCountKey, seen[name]);
    expect(done.fixes, name).toBe(name === "slow.py" ? 1 : 0);
  }
});
