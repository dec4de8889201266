import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { vectorizedCall } from "../../src/diagnose/rules/vectorized-call/rule.ts";
import { planVectorizedCalls } from "../../src/diagnose/rules/vectorized-call/plan.ts";
import { fixVectorizedCall } from "../../src/fix/fixes/vectorized-call.ts";
import { packageFolder } from "../launch/world.ts";
import { expectAlike, random } from "./element-answers.ts";
import { candidatesIn, expectFixtures, expectLeft, fixAll, type LeftCase, type Seen } from "./old-and-new.ts";
import { hasNumpy, runWithNumpy } from "./with-numpy.ts";

const time: Evidence = { kind: "time", total: seconds(1), share: fraction(0.9) };
const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, vectorizedCall, fixVectorizedCall, { type: "numpy.ndarray", measured: [time], ...seen });

const aboutIn = (text: string): readonly string[] =>
  candidatesIn(text, vectorizedCall).flatMap(({ context }) => planVectorizedCalls(context).map(({ about }) => about));

const head = "import math\nimport numpy as np\n";
/** Functions of one or two numbers, by what follows their header. */
const bodies = [
  "return x * 2.5 + y",
  "return x / y - 1 / (y * y + 1)",
  "return x if x > y else y * 1e300",
  "return 0 if x == y else x",
  "return 1 if x > 0 else 0",
  "return x > y and not x == 3",
  "return x != 0 and y / x > 1 or x < -3",
  "return math.sqrt(x) * math.pi",
  "return math.log(x) if x > 0 else -1.0",
  "return max(x, y, 1) - min(x, 0) + abs(y)",
  "return x ** 2 + y ** 0.5",
  "return int(x) + 1",
  "return float(x) * float(y)",
  "return -x",
  "return x",
  "return x // 2 - y % 3",
  "'''Says so.'''\n    if x < y:\n        return y - x\n    return x * 0.5",
  "if x < 0:\n        return 0\n    elif x < y:\n        return y\n    else:\n        return math.exp(x)",
  "if x == 0:\n        return True\n    z = y / x\n    return z > 1",
  "if x > 0:\n        if y > 0:\n            z = 1 / y\n            return z * z\n        return 2\n    y = y + 1\n    return -y",
  "z = x\n    if y > 1:\n        z = 0\n    x = z * 2\n    return x - z",
  "if x > 1:\n        x = x / 2\n    else:\n        x = 3\n    return x * y",
  "z = 1\n    if not z > y:\n        z = x\n        return z\n    return 1",
  "return K * x + y",
  "return np.sqrt(x) + y",
];
const texts = bodies.map(
  (body) =>
    `${head}K = 3\ndef g(x, y=1.5):\n    ${body}\ndef f(a, b, **named):\n    each = np.vectorize(g, **named)\n    return each(a, b), each(a), each(a, 2), each(a, -0.5)\n`,
);
const others = [
  `${head}def f(a, b):\n    return np.vectorize(lambda x, y: x * b + y)(a, 1.0)\n`,
  `${head}def f(a, b):\n    def g(x):\n        return b if x > b else x\n    return [np.vectorize(g, otypes=[float])(each) for each in (a, a)]\n`,
  `${head}@np.vectorize\ndef g(x: float, y):\n    return x - y\nclass C:\n    def m(self, a, b):\n        return g(a, b)\ndef f(a, b):\n    return C().m(a, b)\n`,
  `${head}def g(x):\n    return x + 1\neach = np.vectorize(g)\ndef f(a, b):\n    each.pyfunc = each.pyfunc\n    return each(a), each(b)\n`,
  `${head}def g(x):\n    return x * 2\ndef h(x):\n    return x + 3\neach = np.vectorize(g)\ndef f(a, b):\n    each.pyfunc = h\n    return each(a)\n`,
];
const kinds = [
  `${random}(9), ${random}(9)`,
  `${random}(9) - 0.5, 0.25`,
  `${random}(9) - 0.5, 2`,
  `${random}(9).astype(np.float32), ${random}(9)`,
  `${random}(3, 3).astype(np.float32) - 1, ${random}(3, 3).astype(np.float32)`,
  `np.arange(-4, 5), np.arange(9) % 4`,
  `np.arange(9) % 4, 2`,
  `np.arange(9, dtype=np.int8) * 14, np.arange(9, dtype=np.int8)`,
  `np.arange(9, dtype=np.uint8) * 28, np.arange(9, dtype=np.int32)`,
  `np.arange(9) * 2**59, np.arange(9)`,
  `np.array([2**63], dtype=np.uint64), np.array([1])`,
  `np.array([0.0, -0.0, np.nan, np.inf, -1.0]), np.ones(5)`,
  `np.array([0.0, -0.0, 1.0, 1.0, -1.0]), np.array([0.0, 0.0, -0.0, 1.0, 2.0])`,
  `np.array([1.0, 0.0]), np.array([0.0, 0.0])`,
  `${random}(9) * 1e308, ${random}(9) * 1e308`,
  `${random}(2, 3, 4), ${random}(2, 3, 4)`,
  `${random}(4, 4).T, ${random}(4, 4)`,
  `${random}(18)[::2], ${random}(9)[::-1]`,
  `${random}(3, 1), ${random}(4)`,
  `${random}(9), ${random}(4)`,
  `np.float64(0.5), 0.25`,
  `np.array(0.5), np.array(2)`,
  `[1.5, 2.5, 0.0], (1, 2, 3)`,
  `np.array([True, False]), np.array([1, 0])`,
  `np.array([]), np.array([])`,
  `np.array([1.5, None], dtype=object), np.ones(2)`,
  `np.ma.array([1.0, 2.0], mask=[0, 1]), np.ones(2)`,
  `np.matrix([[1.0, 2.0]]), np.ones((1, 2))`,
  `${random}(3).astype(np.float16), ${random}(3)`,
  `${random}(3).astype(">f8"), ${random}(3)`,
  `2**70, np.arange(3)`,
];
const named = [
  "",
  ", otypes=[float]",
  ", otypes=[int]",
  ", otypes='f'",
  ", otypes=[bool]",
  ", otypes=[np.uint8]",
].concat([
  ", cache=True",
  ", excluded=[1]",
  ", signature='(),()->()'",
  ", otypes=[object]",
  ", otypes='dd'",
  ", otypes='U'",
]);

describe("vectorized-call", () => {
  it("knows what np.vectorize has made, by whatever name it is called", () => {
    const imports = "import numpy as np\nfrom numpy import vectorize as each\n";
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["def f(a):\n    return np.vectorize(g)(a)\n", ["g"]],
      ["def f(a):\n    return each(lambda x: x + 1, otypes=[float])(a, 2)\n", ["lambda"]],
      ["g = np.vectorize(h.k)\ndef f(a):\n    return g(a)\n", ["h.k"]],
      ["@np.vectorize\ndef g(x):\n    return x\ndef f(a):\n    return g(a)\n", ["g"]],
      ["@np.vectorize(otypes=[int])\ndef g(x):\n    return x\ndef f(a):\n    return g(a)\n", ["g"]],
      ["def f(a):\n    return np.vectorize(g)\n", []],
      ["def f(a):\n    return np.vectorize(g)(*a)\n", []],
      ["def f(a):\n    return np.frompyfunc(g, 1, 1)(a)\n", []],
      ["g = np.vectorize(h)\ng = h\ndef f(a):\n    return g(a)\n", []],
    ];
    for (const [text, about] of cases) expect(aboutIn(imports + text), text).toEqual(about);
  });

  it("gives the same bits, kinds, shapes, warnings and errors for whatever it is given", ({ skip }) => {
    if (!hasNumpy()) return skip("numpy cannot be installed");
    for (const elements of [["numpy.float64"], ["numpy.int64"]]) {
      const calls = texts.flatMap((text) =>
        kinds.map((each, at) => [text, `f(${each}${named[at % 3 === 0 ? 0 : at % named.length] ?? ""})`] as const),
      );
      const more = others.flatMap((text) => kinds.map((each) => [text, `f(${each})`] as const));
      const fixed = expectAlike([...calls, ...more], (text) => fix(text, { elements }));
      expect(fixed.filter(({ fixes }) => fixes === 0).map(({ text }) => text)).toEqual([]);
    }
  });

  const left: readonly LeftCase[] = [
    ["numpy's sine", ["array-code"], "return np.sin(x)"],
    ["another function's result", ["array-code"], "return h(x)"],
    ["text", ["array-code"], "return 'a' if x > 0 else 'b'"],
    ["nothing in one branch", ["array-code"], "if x > 0:\n        return x"],
    ["a number or a truth", ["array-code"], "return True if x > 0 else x"],
    [
      "a loop that ends early",
      ["array-code"],
      "for i in range(9):\n        if x > i:\n            return i\n    return 0",
    ],
    ["what does not hang on it", ["array-code"], "return 3"],
    ["two numbers", ["array-code"], "return x, x + 1"],
    ["a table's row", ["array-code"], "return TABLE[x]"],
    ["a name of its module", ["array-code"], "global T\n    T = x\n    return x"],
  ].map(([why, obstacles, body]) => [
    `that gives ${String(why)}`,
    obstacles as readonly string[],
    `${head}TABLE = []\ndef g(x):\n    ${String(body)}\ndef f(a):\n    return np.vectorize(g)(a)`,
  ]);
  const called: readonly LeftCase[] = [
    ["of lists", ["not-an-array"], `${head}def f(a):\n    return np.vectorize(lambda x: x + 1)(a)`, { type: "list" }],
    ["with a keyword", ["array-code"], `${head}def f(a):\n    return np.vectorize(lambda x, y: x + y)(a, y=1)`],
    [
      "of a decorated function",
      ["array-code"],
      `${head}@np.vectorize\n@h\ndef g(x):\n    return x\ndef f(a):\n    return g(a)`,
    ],
    [
      "of a variable of the comprehension around it",
      ["array-code"],
      `${head}def f(a):\n    return [np.vectorize(lambda x: x + k)(a) for k in a]`,
    ],
    [
      "where abs is another one",
      ["dynamic-names"],
      `${head}abs = max\ndef f(a):\n    return np.vectorize(lambda x: x + 1)(a)`,
    ],
    ["named by text", ["dynamic-names"], `${head}def f(a):\n    return np.vectorize(lambda x: x + 1)(a), locals()`],
  ];
  test.each([...left, ...called].map((each) => [each[0], each] as const))(
    "is left where it is a call %s",
    (_, each) => {
      expectLeft(each, fix);
    },
  );

  it("fixes its slow fixture alone, to the same answer", ({ skip }) => {
    expectFixtures("vectorized-call", fix, {});
    if (!hasNumpy()) return skip("numpy cannot be installed");
    const slow = readFileSync(join(packageFolder, "fixtures/rules/vectorized-call/slow.py"), "utf8").replace(
      ", 60)",
      ", 6)",
    );
    expect(runWithNumpy(["-"], fix(slow).text)).toBe(runWithNumpy(["-"], slow));
  });
});
