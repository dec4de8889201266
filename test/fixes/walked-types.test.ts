import { expect, test } from "vitest";
import { expectSameOrLoud, fixSearches } from "./search-cases.ts";

test.each(["dict_values", "collections.deque"])("a search through %s is named, and not changed", (type) => {
  const text = "def f(xs, names):\n    return [x for x in xs if x in names]\n";
  const done = fixSearches(text, { type });
  expect([done.fixed, done.obstacles]).toEqual([[], ["list-membership: not-a-list names"]]);
});

const arrays = "from array import array\ndef f(xs, names):\n    return [x for x in xs if x in names]\n";

test("a search through an array is made one in a set where the file knows arrays by their name", () => {
  expectSameOrLoud([
    {
      name: "arrays",
      text: arrays,
      calls: [
        "f([1, 2.0, True, 'a', NAN], array('i', [1, 2]))",
        "f([1.5, -0.0, NAN, float('nan'), 0], array('d', [0.0, 1.5, NAN]))",
        "f([1, 4], Own('b', [1]))",
        "f([1], [1])",
        "f([1], None)",
        "f([[1], 1], array('b', [1]))",
        "f([], array('b'))",
      ],
      setup: "NAN = float('nan')\nclass Own(array):\n    def __contains__(self, x): return x == 4\n",
      seen: { type: "array.array" },
      fixed: ["list-membership"],
    },
  ]);
  expect(fixSearches(arrays, { type: "array.array" }).text).toContain("in (list, tuple, array) else names");
  const dotted = arrays.replace("from array import array", "import array");
  expect(fixSearches(dotted, { type: "array.array" }).text).toContain("in (list, tuple, array.array) else names");
});

test.each([
  ["imports none", arrays.replace("from array import array", "import os")],
  ["means something else by it", arrays.replace("xs, names):", "xs, names, array):")],
  ["imports numpy's", arrays.replace("from array", "from numpy")],
  ["gives it another meaning", `${arrays}array = list\n`],
])("not where the file %s", (_, text) => {
  const done = fixSearches(text, { type: "array.array" });
  expect([done.fixed, done.obstacles]).toEqual([[], ["list-membership: not-a-list names"]]);
});
