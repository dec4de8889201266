import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = `
NAN = float("nan")
class Headers(dict):
    def __contains__(self, key):
        return dict.__contains__(self, key.lower())
`;

const calls = [
  "f([1, 2, 3], {1: 2, 3: 4})",
  "f([1, 1.0, True, 0], {True: 1.0, 0: NAN})",
  "f([NAN, float('nan')], {1: NAN, NAN: 1})",
  "f(['A', 'a'], Headers(a='A', b=1))",
  "f([[1], 1], {1: [1]})",
  "f([], {})",
  "f([], None)",
  "f([1], None)",
  "f([1, 2], [1, 2, 2])",
  "f([1, 'a'], [1, 'a'])",
  "f([2, 1], (3, 1))",
  "f([1, 2, 1], iter([1, 2, 3]))",
  "f([1, 2], {1, 2})",
  "f('abc', 'bcd')",
  "f([1], [{'k': 1}, {'k': 2}])",
  "f([1], [{'k': 1}, {}])",
];

const shapes: readonly (readonly [name: string, text: string])[] = [
  ["list of a dict's keys", "def f(xs, d):\n    return [x for x in xs if x in list(d.keys())]\n"],
  [
    "keys asked without a loop",
    "def g(x, d):\n    return x not in list(d.keys())\ndef f(xs, d):\n    return [g(x, d) for x in xs]\n",
  ],
  [
    "list of a dict made here, which grows",
    "def f(xs, d):\n    known = {}\n    for x in xs:\n        if x not in list(known):\n            known[x] = d\n    return list(known)\n",
  ],
  [
    "a dict's values",
    "def f(xs, d):\n    out = []\n    for x in xs:\n        if x in d.values() or x in list(d.values()): out.append(x)\n    return out\n",
  ],
  ["a set made for each", "def f(xs, d):\n    n = 0\n    for x in xs:\n        n += x in set(d)\n    return n\n"],
  [
    "a sorted copy",
    "def f(xs, d):\n    n = 0\n    for x in xs:\n        if x in sorted(d) and x not in tuple(d): n += 1\n        if x in sorted(d): n += 1\n    return n\n",
  ],
  ["what others have", 'def f(xs, d):\n    return [x for x in xs if x not in [r["k"] for r in d]]\n'],
  ["what others are as text", "def f(xs, d):\n    return [x for x in xs if str(x) in [str(r) for r in d]]\n"],
];

const cases = shapes.map(([name, text]): SearchCase => ({ name, text, calls, setup, fixed: ["copied-membership"] }));

describe("copied-membership", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect([...new Set(done.fixed)], `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(cases));
});

const refused: readonly (readonly [why: string, code: string, body: string])[] = [
  ["changes in the loop", "changes-in-loop", "for x in xs:\n  if x in d.values(): d[x] = 1"],
  ["may change in a call", "may-change-in-call", "for x in xs:\n  if x in set(d): call(x)"],
  [
    "may be a dict that gets a text as its key",
    "may-change-in-call",
    'for x in xs:\n  if x in d.values(): xs.other["k"] = x',
  ],
  ["may be a set that something is added to", "may-change-in-call", "for x in xs:\n  if x in set(d): xs.other.add(x)"],
  ["has elements that change", "changes-in-loop", 'for x in xs:\n  if x in [r["k"] for r in d]: x["k"] = 1'],
  [
    "is asked under a try",
    "errors-caught",
    "for x in xs:\n  try:\n   if x in set(d): print(x)\n  except TypeError: pass",
  ],
];

test.each(refused)("leaves a copy of what %s", (_, code, body) => {
  const text = `from m import call\ndef f(xs, d):\n ${body}\n`;
  const done = fixSearches(text);
  expect(done.text).toBe(text);
  expect(done.obstacles.join("\n")).toContain(`copied-membership: ${code} `);
});

const sliceCalls = [
  "f([1, 2, 1, 3, 2, 1])",
  "f([1, 1.0, True, 0, False, 0.0])",
  "f([NAN, NAN, float('nan'), 1, NAN])",
  "f(('a', 'b', 'a', ''))",
  "f([(1, 2), (1, 2.0), (), (1, 2)])",
  "f([[1], [1]])",
  "f('banana')",
  "f([])",
  "f(None)",
  "f(Rows([1, 2, 1]))",
];
const sliceSetup = `
NAN = float("nan")
class Rows(list):
    def __getitem__(self, part): return [1, 2]
`;

const slices: readonly (readonly [name: string, text: string])[] = [
  ["what was there before", "def f(xs):\n    return [x for i, x in enumerate(xs) if x not in xs[:i]]\n"],
  ["what comes after", "def f(xs):\n    return [x for i, x in enumerate(xs) if x in xs[i + 1:]]\n"],
  [
    "both, by numbers",
    "def f(xs):\n    out = []\n    for i in range(len(xs)):\n        if xs[i] in xs[:i] and xs[i] not in xs[i + 1:]:\n            out.append((i, xs[i] in xs[2:], xs[i] in xs[:i + 9]))\n    return out\n",
  ],
  [
    "a place that is not proven",
    "def f(xs):\n    out = []\n    for at in [-2, 0, 1, True, 2.0, None, 99]:\n        for x in [1, 2, 'a', '', NAN]:\n            try:\n                k = at\n            finally:\n                pass\n            out.append((at, x in xs[at:], x not in xs[:k]))\n    return out\n",
  ],
  [
    "a list made here",
    "def f(xs):\n    ys = [x for x in xs]\n    return [y for i, y in enumerate(ys) if y not in ys[:i]], [1 for i, y in enumerate(ys, 1) if y in ys[i:]]\n",
  ],
];

const sliceCases = slices.map(([name, text]): SearchCase => ({
  name,
  text,
  calls: sliceCalls,
  setup: sliceSetup,
  fixed: ["copied-membership"],
}));

describe("copied-membership of a slice", () => {
  test.each(sliceCases.map((each) => [each.name, each] as const))("fixes %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect([...new Set(done.fixed)], `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
    expect(done.text).toMatch(/_(?:firsts|lasts)\.get\(/u);
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(sliceCases));

  const left: readonly (readonly [why: string, body: string])[] = [
    ["grows in the loop", "for i, x in enumerate(xs):\n  if x in xs[:i]: xs.append(x)"],
    ["is cut on both sides", "for i, x in enumerate(xs):\n  if x in xs[1:i]: print(x)"],
    ["is cut at what is worked out", "for i, x in enumerate(xs):\n  if x in xs[:i - 1]: print(x)"],
    ["is asked in a chain", "for i, x in enumerate(xs):\n  if 0 < x in xs[:i]: print(x)"],
    [
      "is asked under a try",
      "for i, x in enumerate(xs):\n  try:\n   if x in xs[:i]: print(x)\n  except TypeError: pass",
    ],
  ];
  test.each(left)("leaves one of what %s", (_, body) => {
    const text = `def f(xs):\n ${body}\n`;
    expect(fixSearches(text).text).toBe(text);
  });
});
