import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

/** Each turn asks, and the turn that changes the list is the last one. */
const shapes: readonly (readonly [name: string, text: string])[] = [
  [
    "a return",
    "def f(xs, used):\n    for x in xs:\n        if x not in used:\n            used.append(x)\n            return x\n",
  ],
  [
    "a break",
    "def f(xs, used):\n    for x in xs:\n        if x not in used:\n            used.append(x)\n            break\n    else:\n        x = None\n    return x, used\n",
  ],
  [
    "an error",
    "def f(xs, used):\n    for x in xs:\n        if x in used:\n            used.remove(x)\n            raise KeyError(x)\n",
  ],
  [
    "a count up",
    "def f(xs, used):\n    at = 0\n    while True:\n        at += 1\n        name = at\n        if name not in used:\n            used.insert(0, name)\n            found = 2 * name  # and so on\n            return found\n",
  ],
  [
    "a way out of two loops",
    "def f(xs, used):\n    for x in xs:\n        for y in (x, -1):\n            if y not in used:\n                used.clear()\n                return y\n",
  ],
];

const calls = [
  "f([1, 2, 3], [1, 2])",
  "f([1, 2], [2, 1])",
  "f([], [])",
  "f((x for x in (1, 1.0, True)), [0])",
  "f([1], (1,))",
  "f([3], (1,))",
  "f([[1]], [[1]])",
  "f([3], None)",
  "f([3], Named([3]))",
  "f([4], Named([3]))",
  "(lambda used: (f([1, 5], used), f([5, 1], used), used))([1])",
];
const setup = "class Named(list):\n    def __contains__(self, x): return x == 4 or list.__contains__(self, x)\n";

const cases = shapes.map(([name, text]): SearchCase => ({ name, text, calls, setup, fixed: ["list-membership"] }));

const inLoop = (body: string): string =>
  `def f(xs, used):\n    for x in xs:\n        if x not in used:\n${body.replaceAll(/^/gmu, "            ")}\n`;

describe("a list that changes on the way out of the loop", () => {
  test("is as good as one that does not", () => {
    expectSameOrLoud(cases);
    for (const { name, text, fixed } of cases) expect(fixSearches(text).fixed, name).toEqual(fixed);
  });

  test.each([
    ["goes on", "used.insert(0, x)\nprint(x)"],
    ["goes on with the next", "used.remove(x)\ncontinue"],
    ["goes on where an error is caught", "try:\n    used.remove(x)\n    return int(x)\nexcept ValueError: pass"],
    ["goes on where errors are kept back", "with quiet:\n    used.remove(x)\n    return int(x)"],
    ["leaves an inner loop", "for y in x:\n    used.remove(y)\n    break"],
    ["leaves it perhaps", "used.remove(x)\nif x: return x"],
    ["asks again", "used.remove(x)\nreturn x in used"],
    ["asks again before", "used.remove(x)\nprint(x in used)\nreturn x"],
    ["does it again and again", "return [used.remove(y) for y in xs if y not in used]"],
    ["is a function's own way out", "def g():\n    used.remove(x)\n    return x\ng()"],
  ])("not where it %s", (_, body) => {
    const done = fixSearches(inLoop(body));
    expect(done.fixed.filter((rule) => rule === "list-membership")).toEqual([]);
  });
});
