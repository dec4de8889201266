import { describe, expect, it, test } from "vitest";
import { expectSameAnswers, fix, random } from "./element-answers.ts";
import { expectLeft, type LeftCase } from "./old-and-new.ts";
import { hasNumpy } from "./with-numpy.ts";

const head = "import math\nimport numpy as np\n";
/** Lists of what becomes of elements. */
const lists = [
  "[math.sqrt(x) for x in a]",
  "np.array([math.fabs(x) + 1 for x in a])",
  "[x * k for x in a]",
  "[math.floor(x) for x in a]",
  "np.array([int(x) * 2 for x in a])",
  "[x * y - k for x, y in zip(a, b)]",
  "[i * x for i, x in enumerate(a)]",
  "[a[i + 1] - a[i] for i in range(len(a) - 1)]",
  "np.asarray([a[i] / b[i] for i in range(k)])",
  "[math.sqrt(x) for x in a if x > k]",
  "np.array([x ** 2 for x in a if x != 0 and 1 / x > k])",
  "[float(x) for x in a]",
  "[abs(x) * 2.0 for x in a]",
  "[1.0 if x > k else 0.0 for x in a]",
  "np.array([x for x in a])",
  "[x for x in a]",
  "np.array([math.log(x) + x for x in a if x > 0])",
  "np.array([math.sqrt(x ** 2 + 1) * k for x in a])",
];
const texts = lists.flatMap((list) => [
  `${head}def f(a, b, k=0.3):\n    r = ${list}\n    return r, [type(x).__name__ for x in r], getattr(r, "dtype", None), a\n`,
  ...(list.includes("a[i]")
    ? [
        `${head}class C:\n    def f(self):\n        k = self.k\n        return ${list.replaceAll(/\ba\[/gu, "self.a[").replaceAll("len(a)", "len(self.a)").replaceAll(" in a", " in self.a")}\ndef f(a, b, k=0.3):\n    c = C()\n    c.a, c.k = a, k\n    return c.f()\n`,
      ]
    : []),
]);
const arrays = [
  `${random}(9)`,
  `${random}(9) - 0.5`,
  "np.arange(9) - 4",
  "np.arange(9)",
  "np.arange(9) * 2**59",
  "(np.arange(9) * 28).astype(np.uint8)",
  "np.arange(9, dtype=np.int32) * 1000",
  `${random}(9).astype(np.float32)`,
  "np.array([0.0, -0.0, np.nan, np.inf, -1.0])",
  "np.array([0.0, -0.0, 1.0, -1.0])",
  "np.array([])",
  "np.array([], dtype=np.int64)",
  `${random}(3, 3)`,
  `${random}(18)[::2]`,
  `${random}(9) * 1e308`,
  "[0.5, 1.5, 0.0]",
  "np.array([True, False])",
  "np.array([2**80, 1.5], dtype=object)",
  "np.ma.array([1.0, 2.0], mask=[0, 1])",
  "range(3)",
];
const given = arrays.flatMap((a) => [`f(${a}, ${a})`, `f(${a}, np.arange(4) / 2, 2)`, `f(${a}, ${random}(9), 9)`]);

describe("element-loop", () => {
  it("gives the same lists and arrays for comprehensions, whatever they go through", ({ skip }) => {
    if (!hasNumpy()) return skip("numpy cannot be installed");
    for (const elements of [["numpy.float64"], ["numpy.int64"]]) {
      const all = texts.flatMap((text) => given.map((each) => [text, each] as const));
      const made = expectSameAnswers(all, { elements });
      expect(made.filter(({ fixes }) => fixes === 0).map(({ text }) => text)).toEqual([]);
    }
  });

  it("lets nothing but the program's own name hold the list", () => {
    const text = `${head}def f(a):\n    roots = [math.sqrt(x) for x in a]\n    return roots\n`;
    expect(fix(text).text).toContain(
      "\n    roots = [math.sqrt(x) for x in a] if made is None else made\n    del made, parts\n",
    );
  });

  const left: readonly LeftCase[] = [
    ["in a call that does something before", [], `${head}def f(a):\n    return g(h(), [math.sqrt(x) for x in a])`],
    ["in lists", [], `${head}def f(a):\n    return [[math.sqrt(x) for x in row] for row in a]`],
    ["of truths", [], `${head}def f(a):\n    return [x > 1 for x in a]`],
    ["with a kind that is told", [], `${head}def f(a):\n    return np.array([x * 2 for x in a], dtype=object)`],
    ["through a range that is worked out", [], `${head}def f(a):\n    return [a[i] * 2 for i in range(g())]`],
    ["of two loops", [], `${head}def f(a):\n    return [a[i] * b for i in range(4) for b in range(3)]`],
    ["of lists", ["not-an-array"], `${head}def f(a):\n    return [math.sqrt(x) for x in a]`, { type: "list" }],
    ["of a module", ["escapes"], `${head}r = [math.sqrt(x) for x in a]`],
    ["of a generator", ["runs-later"], `${head}def f(a):\n    r = [math.sqrt(x) for x in a]\n    yield r`],
    ["named by text", ["dynamic-names"], `${head}def f(a):\n    r = [math.sqrt(x) for x in a]\n    return locals()`],
  ];
  test.each(left.map((each) => [each[0], each] as const))("is left where it is a list %s", (_, each) => {
    expectLeft(each, fix);
  });
});
