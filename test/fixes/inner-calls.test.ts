import { describe, expect, test } from "vitest";
import { repeatedCall } from "../../src/diagnose/rules/repeated-call/rule.ts";
import { fixRepeatedCall } from "../../src/fix/fixes/repeated-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const shapes: readonly (readonly [name: string, calls: readonly string[], text: string])[] = [
  [
    "distances of two texts",
    ["f('kitten', 'sitting')", "f('', 'a')", "f([1, 1.0], (True, 2))", "f(None, 'a')", "f('ab', 3)"],
    `
def f(a, b):
    def go(i, j):
        if i == 0 or j == 0:
            return i + j
        if a[i - 1] == b[j - 1]:
            return go(i - 1, j - 1)
        return 1 + min(go(i - 1, j), go(i, j - 1))
    return go(len(a), len(b))
`,
  ],
  [
    "a way through a grid",
    [
      "f([[1, 2], [3, 1]])",
      "f([[1.5, 'a'], [2, 3]])",
      "f([])",
      "f([['a', 'b'], ['c', 'd']])",
      "f([[[1], [2]], [[3], [4]]])",
    ],
    `
def f(grid):
    rows, columns = len(grid), len(grid[0])
    def walk(r, c):
        if r == rows - 1 and c == columns - 1:
            return grid[r][c]
        ways = 0
        if r + 1 < rows and c + 1 < columns:
            return min(walk(r + 1, c), walk(r, c + 1)) + grid[r][c]
        return grid[r][c] + (walk(r + 1, c) if r + 1 < rows else walk(r, c + 1))
    return walk(0, 0)
`,
  ],
  [
    "a knapsack, whose items are unpacked",
    ["f([(1, 2), (3, 4), (2, 3)], 4)", "f([], 3)", "f([(1,)], 3)", "f(((1, 2.5), (1, True)), 1)"],
    `
def f(items, room):
    def best(at, left):
        if at == len(items):
            return 0
        weight, value = items[at]
        skipped = best(at + 1, left)
        return skipped if weight > left else max(skipped, value + best(at + 1, left - weight))
    return best(0, room)
`,
  ],
  [
    "coins that are walked through, given as a list",
    ["main()"],
    `
def f(coins, amount):
    def go(left):
        if left == 0: return 0
        return min([1 + go(left - coin) for coin in coins if coin <= left] or [99])
    return go(amount)
def main(): return f([1, 2, 5], 11), f((3,), 4)
`,
  ],
  [
    "words that are made a set before",
    ["f('abcab', ['ab', 'c', 'abc'])", "f('ab', iter(['a', 'b']))", "f('', [])", "f('ab', None)"],
    `
def f(text, words):
    words = set(words)
    def can(i):
        if i == len(text): return True
        return any(text[i:j] in words and can(j) for j in range(i + 1, len(text) + 1))
    return can(0)
`,
  ],
];
const cases = shapes.map(([name, calls, text]): Case => ({ name, calls, text, fixes: 1 }));

/** What the inner function finds may be another thing at the next call, or its result somebody else's. */
const left: readonly (readonly [why: string, code: string])[] = [
  [
    "marks where it was",
    "def f(g):\n    def go(i):\n        g[i] = 1\n        return sum(g[:i]) + go(i - 1)\n    return go(3)",
  ],
  [
    "changes between calls",
    "def f(xs):\n    def go(i): return 0 if i < 1 else sum(xs[:i]) + go(i - 1)\n    a = go(2)\n    xs[0] = 5\n    return a + go(2)",
  ],
  [
    "is set anew",
    "def f(n):\n    base = 1\n    def go(i): return base if i < 1 else sum(range(i)) + go(i - 1)\n    a = go(n)\n    base = 2\n    return a + go(n)",
  ],
  [
    "may be changed by a call",
    "def f(xs, g):\n    def go(i): return 0 if i < 1 else sum(xs[:i]) + go(i - 1)\n    a = go(2)\n    g()\n    return a + go(2)",
  ],
  [
    "is a loop's",
    "def f(xs):\n    for x in xs:\n        def go(i): return x if i < 1 else sum(range(i)) + go(i - 1)\n        print(go(2))",
  ],
  ["lives on", "def f(xs):\n    def go(i): return 0 if i < 1 else sum(xs[:i]) + go(i - 1)\n    return go"],
  ["is used up", "def f(xs):\n    def go(i): return 0 if i < 1 else sum(xs) + go(i - 1)\n    return go(3)"],
  [
    "is an iterator",
    "def f(xs):\n    def go(i): return [x for x in xs if x < i][0] + go(i - 1)\n    return go(3)\nf(iter([1]))",
  ],
  [
    "belongs to an object",
    "class C:\n    def f(self, n):\n        def go(i): return 0 if i < 1 else sum(self.xs[:i]) + go(i - 1)\n        return go(n)",
  ],
  [
    "waits",
    "def f(xs):\n    def go(i): return 0 if i < 1 else sum(xs[:i]) + go(i - 1)\n    yield go(1)\n    yield go(1)",
  ],
  ["is never asked for by itself", "def f(xs):\n    def go(i): return sum(xs[:i])\n    return go(1) + go(1)"],
];

describe("repeated-call, of inner functions", () => {
  test("gives what it gave", () => expectSame(cases, repeatedCall, fixRepeatedCall));

  test.each(cases.map((each) => [each.name, each] as const))("keeps the results of %s", (_, { text }) => {
    const fixed = fixAll(text, repeatedCall, fixRepeatedCall);
    expect(fixed.text).toContain("    @kept_for_int\n    @functools.lru_cache(maxsize=None)\n    def ");
    expect(fixed.assumes.map(({ code }) => code)).toContain("not-deep");
  });

  test.each(left)("says nothing of one whose variable %s", (_, code) => {
    expect(fixAll(`${code}\n`, repeatedCall, fixRepeatedCall).text).not.toContain("lru_cache");
  });

  test("leaves lists that two would get to a person", () => {
    const twice = "def f(n):\n    def go(i): return [] if i == 0 else go(i - 1) + [i]\n    return go(n), go(n)\n";
    const inside = "def f(n):\n    def go(i): return [] if i == 0 else [go(i - 1), go(i - 1)]\n    return go(n)\n";
    const filled =
      "def f(n):\n    def go(i):\n        if i < 2: return list(range(i))\n        out = go(i - 1)\n        out.append(len(go(i - 2)))\n        return out\n    return go(n)\n";
    expect(fixAll(filled, repeatedCall, fixRepeatedCall)).toMatchObject({ fixes: 0 });
    for (const code of [twice, inside])
      expect(fixAll(code, repeatedCall, fixRepeatedCall)).toMatchObject({
        fixes: 0,
        obstacles: ["shared-result", "shared-result"],
      });
  });

  test.each([
    ["chain", "iter(str(i))", "chain(go(i - 1), go(i - 2))"],
    ["zip", "map(str, range(3))", "zip(go(i - 1), go(i - 2))"],
    ["a name", "iter('ab')", "named(go(i - 1))"],
  ])("leaves what hands out an iterator, which the next would find used up: %s", (_, first, then) => {
    const named = "from itertools import chain\ndef named(xs):\n    made = (x for x in xs)\n    return made\n";
    const text = `${named}def f(n):\n    def go(i):\n        if i < 2: return ${first}\n        return ${then}\n    return list(go(n))\n`;
    expect(fixAll(text, repeatedCall, fixRepeatedCall).fixes).toBe(0);
  });
});

const method = (body: string, head = "class C:"): string => `${head}\n    def go(self, n):\n        ${body}\n`;
const climb = "return n if n < 2 else self.go(n - 1) + self.go(n - 2)";

describe("repeated-call, of methods", () => {
  const script: Seen = { module: "__main__" };
  const steps: Case = {
    name: "steps",
    fixes: 1,
    calls: ["C().go(9)", "C().go(True), C().go(1), C().go(1.0)", "C().go('a')", "C.go(C(), 5)", "C().go([])"],
    text: method(climb),
    seen: script,
  };

  test("gives what it gave, and says what it keeps", () => {
    expectSame([{ ...steps, calls: steps.calls.slice(0, -1) }], repeatedCall, fixRepeatedCall);
    const fixed = fixAll(steps.text, repeatedCall, fixRepeatedCall, script);
    expect(fixed.text).toContain(
      "\n\n\nclass C:\n    @kept_for_int\n    @functools.lru_cache(maxsize=None)\n    def go(self, n):",
    );
    expect(fixed.assumes.map(({ code }) => code)).toEqual(["not-deep", "keeps-results"]);
  });

  test.each([
    ["uses its object", method("return n if n < 2 else self.k + self.go(n - 1) + self.go(n - 2)")],
    ["hands its object on", method("return n if n < 2 else len([self]) + self.go(n - 1)")],
    ["is inherited", `${method(climb)}class D(C): pass\n`],
    ["inherits", method(climb, "class C(B):")],
    ["is of objects that are equal", `${method(climb)}    def __eq__(self, other): return True\n`],
    ["is of objects that say when they go", `${method(climb)}    def __del__(self): print(1)\n`],
    ["is handed over", `${method(climb)}f = C().go\n`],
    ["is set anew", `${method(climb)}C.go = len\n`],
    ["is decorated", method(climb).replace("    def", "    @staticmethod\n    def")],
    ["asks another", `${method("return n if n < 2 else self.up(n) + self.go(n - 2)")}    def up(self, n): return 1\n`],
  ])("says nothing of a method that %s", (_, code) => {
    expect(fixAll(code, repeatedCall, fixRepeatedCall, script)).toMatchObject({ fixes: 0, obstacles: [] });
  });

  test("leaves a method of a module to a person", () => {
    expect(fixAll(steps.text, repeatedCall, fixRepeatedCall).obstacles).toEqual(["crosses-functions"]);
  });
});
