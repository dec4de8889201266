import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
import functools
NAN = float("nan")
class Later:
    def arrange(self, key):
        self.key = key
`;

const calls = [
  "f([3, 1, 2, 1], [1, 2, 3, 1])",
  "f([], [])",
  "f([1, 4], [1])",
  "f([1, 1.0, True, 0], [True, 1, 0.0])",
  "f([NAN], [NAN, 1])",
  "f(['b', 'a'], 'ab')",
  "f([[1]], [[1]])",
  "f([1, 2], iter([1, 2, 3]))",
  "f([1], None)",
  "f([], None)",
];

const shapes: readonly (readonly [name: string, rule: string, text: string])[] = [
  ["a key of sorted", "list-search", "def f(xs, ys):\n    return sorted(xs, key=lambda x: ys.index(x))\n"],
  [
    "a key of sorted, of something worked out, under a try",
    "list-search",
    "def f(xs, ys):\n    try:\n        return sorted(xs, key=lambda x: (ys.count(x), ys.index(x or x)))\n    except ValueError as error:\n        return str(error)\n",
  ],
  [
    "a key of a list's sort",
    "list-search",
    "def f(xs, ys):\n    order = list(ys)\n    mine = [x for x in xs]\n    mine.sort(key=lambda x: -order.index(x))\n    return mine\n",
  ],
  [
    "a method as a key",
    "list-search",
    "def f(xs, ys):\n    return sorted(set(map(str, xs)), key=list(map(str, ys)).index), sorted(xs, key=ys.index)\n",
  ],
  [
    "methods in a map, in a loop, under a try",
    "list-search",
    "def f(xs, ys):\n    out = []\n    for _ in 0, 1:\n        try:\n            out.append((list(map(ys.count, xs)), list(map(ys.index, xs))))\n        except ValueError as error:\n            out.append(str(error))\n    return out\n",
  ],
  [
    "a method of a list made here",
    "list-search",
    "def f(xs, ys):\n    order = sorted(ys, key=str)\n    mine = list(xs)\n    mine.sort(key=order.index)\n    return mine, sum(map(order.count, mine))\n",
  ],
  ["a filter", "list-membership", "def f(xs, ys):\n    return list(filter(lambda x: x not in ys, xs))\n"],
  [
    "a map in a key",
    "list-search",
    "def f(xs, ys):\n    return max(xs, key=lambda x: sum(map(lambda y: ys.index(y), [x])))\n",
  ],
  [
    "a scan in a map",
    "nested-scan",
    "def f(xs, ys):\n    return list(map(lambda x: next((y for y in ys if y == x), None), xs))\n",
  ],
  [
    "a copy in a filter in a loop",
    "copied-membership",
    "def f(xs, ys):\n    out = []\n    for _ in 0, 1:\n        out.append(list(filter(lambda x: x in [str(y) for y in ys], xs)))\n    return out\n",
  ],
];

const cases = shapes.map(([name, rule, text]): SearchCase => ({ name, text, calls, setup, fixed: [rule] }));

describe("searches in lambdas that run for each element", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect([...new Set(done.fixed)], `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(cases));

  test("writes what a careful person would", () => {
    expect(
      fixSearches("def f(xs, ys):\n    return [x for x in xs if x], list(filter(lambda x: x in ys, xs))\n").text,
    ).toBe(
      "def f(xs, ys):\n    ys_set = set(ys) if type(ys) in (list, tuple) else ys\n" +
        "    return [x for x in xs if x], list(filter(lambda x: x in ys_set, xs))\n",
    );
  });
});

const left: readonly (readonly [why: string, code: string, text: string])[] = [
  ["runs when somebody asks", "crosses-functions", "def f(xs, ys):\n    return filter(lambda x: x in ys, xs)\n"],
  ["is no lambda, and asks the list that is sorted", "changes-in-loop", "def f(xs):\n    xs.sort(key=xs.index)\n"],
  [
    "is no lambda, and runs when somebody asks",
    "crosses-functions",
    "def f(xs, ys):\n    return map(lambda x: ys.index(x), xs)\n",
  ],
  ["is kept", "crosses-functions", "def f(later, ys):\n    later.arrange(key=lambda x: ys.index(x))\n"],
  [
    "asks the list that is sorted",
    "changes-in-loop",
    "def f(xs):\n    xs.sort(key=lambda x: xs.index(x))\n    return xs\n",
  ],
  [
    "asks what may be the list that is sorted",
    "may-change-in-call",
    "def f(xs, ys):\n    xs.sort(key=lambda x: ys.index(x))\n    return xs\n",
  ],
  [
    "has its error caught around",
    "errors-caught",
    "def f(xs, ys):\n    try:\n        return sorted(xs, key=lambda x: ys.index(x))\n    except TypeError:\n        return []\n",
  ],
  [
    "asks each element's own list",
    "rebound",
    "def f(xs, ys):\n    return sorted(xs, key=lambda x: x.names.index(1))\n",
  ],
  [
    "stands in a class body",
    "crosses-functions",
    "A = [1]\nclass C:\n    def sort(self): pass\n    b = sorted(A, key=lambda x: A.index(x))\n",
  ],
  [
    "stands beside locals()",
    "dynamic-names",
    "def f(xs, ys):\n    return sorted(xs, key=lambda x: ys.index(x)), locals()\n",
  ],
];

test.each(left)("leaves a lambda that %s", (_, code, text) => {
  const done = fixSearches(text);
  expect(done.text).toBe(text);
  expect(done.obstacles.join("\n")).toContain(`: ${code} `);
});
