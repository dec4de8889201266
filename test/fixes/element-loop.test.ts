import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { packageFolder } from "../launch/world.ts";
import { expectSameAnswers, fix, random } from "./element-answers.ts";
import { bodyTexts, walkedTexts } from "./element-texts.ts";
import { expectFixtures, expectLeft, type LeftCase } from "./old-and-new.ts";
import { hasNumpy, runWithNumpy } from "./with-numpy.ts";

/** A function that works out `out` of `a`, `b` and a number `k`. */
const loop = (value: string, range = "len(a)", target = "out[i]"): string =>
  `import math\nimport numpy as np\ndef f(a, b, out, k=0.3):\n    for i in range(${range}):\n        ${target} = ${value}\n    return a, b, out\n`;

const values = [
  "a[i] * k + b[i]",
  "a[i] / b[i] - 1 / k",
  "-a[i] * 2 / (3 - k)",
  "a[i] if a[i] > k else b[i] * 1e300",
  "0 if a[i] == b[i] else 1",
  "math.sqrt(a[i]) * 1e200 / k",
  "abs(a[i]) + np.sqrt(b[i])",
  "out[i] * k + a[i]",
];
const ranges = ["len(a)", "1, len(a) - 1", "k", "-1, 2", "5, 2"];
const stencils = ["a[i - 1] + a[i] * k + a[i + 1]", "a[i - 1] - b[i]"];

/** Whatever may come: what is written as a whole, and what has to go the old way. */
const given = [
  `${random}(9), ${random}(9), np.zeros(9)`,
  `${random}(9), ${random}(9), np.zeros(9), 3`,
  `${random}(9), ${random}(9), np.zeros(9), 0`,
  `${random}(9), ${random}(9), np.zeros(9), np.float64(0.7)`,
  `${random}(9), ${random}(9), np.zeros(9), 2**70`,
  `${random}(9), ${random}(1), np.zeros(9)`,
  `${random}(9), ${random}(9), np.zeros(4)`,
  `${random}(9) * 1e308, -${random}(9) * 1e308, np.zeros(9)`,
  `np.array([0.0, -0.0, float("nan"), float("inf"), -1.0]), np.ones(5), np.zeros(5)`,
  `np.array([2**62, 2**62, 5]), np.array([2**62, 1, 0]), np.zeros(3, dtype=np.int64)`,
  `np.array([200, 100], dtype=np.uint8), np.array([100, 1], dtype=np.uint8), np.zeros(2)`,
  `${random}(9).astype(np.float32), ${random}(9), np.zeros(9)`,
  `${random}(9), ${random}(9), np.zeros(9, dtype=np.int8)`,
  `np.array([2**80, 1], dtype=object), np.ones(2), np.zeros(2)`,
  `np.array([[1.0], [2.0]]), np.ones(2), np.zeros(2)`,
  `[0.5, 1.5, 2.5], [1.0, 2.0, 3.0], [0, 0, 0]`,
  `[[1.0], [2.0, 3.0]], np.ones(2), np.zeros(2)`,
  `np.ma.array([1.0, 2.0], mask=[0, 1]), np.ones(2), np.zeros(2)`,
  `np.array([]), np.array([]), np.array([])`,
  `${random}(9), ${random}(9), np.broadcast_to(0.0, 9)`,
  `*(lambda x: (x, x, x))(${random}(9))`,
  `*(lambda x: (x[:-1], x[1:], x[1:]))(${random}(9))`,
  `*(lambda x: (x[1:], x[:-1], x[:-1]))(${random}(9))`,
  `*(lambda x: (x[::-1], x, x))(${random}(9))`,
  `${random}(9), ${random}(9), np.lib.stride_tricks.as_strided(np.zeros(9), (9,), (0,))`,
];

const rows = `import numpy as np
def f(image, out, k):
    height, width = image.shape
    for y in range(1, height - 1):
        for x in range(1, width - 1):
            out[y, x] = image[y, x] * k - image[y - 1, x] - image[y + 1, x] - image[y, x - 1] - image[y, x + 1]
    return image, out
`;
const images = [
  `${random}(6, 8), np.zeros((6, 8)), 4`,
  `${random}(6, 8), np.zeros((5, 7)), 4`,
  `(np.arange(48) * 50).astype(np.uint8).reshape(6, 8), np.zeros((6, 8)), 4`,
  `*(lambda x: (x, x))(${random}(6, 8)), 0.1`,
  `${random}(6, 8).T, np.zeros((8, 6), order="F"), 4`,
];

const planesSum = `import numpy as np
def f(a, b, out, k=0.3):
    total = 0
    for i in range(len(a)):
        for j in range(len(b)):
            total += a[i] * b[j] - k
    return total
`;

/** Methods over what is an object's own, or what a class makes of it. */
const attributeTexts = [
  "for i in range(1, len(self.a) - 1):\n            self.out[i] = self.a[i - 1] * self.k + self.b[i]\n        return self.out",
  "for i in range(self.n):\n            self.total[0] = 1\n            self.out[i] = self.a[i] / self.k\n        return self.out",
  "total = 0\n        for i in range(self.a.shape[0]):\n            if self.a[i] > self.k:\n                total += self.a[i] * self.b[i]\n        return total",
].map(
  (body) =>
    `import numpy as np\nclass Own:\n    def __init__(self, a, b, out, k=0.3):\n        self.a, self.b, self.out, self.k, self.n = a, b, out, k, len(a)\n        self.total = np.zeros(3)\n    def f(self):\n        ${body}\nclass Slots(Own):\n    __slots__ = ("a",)\nclass Bare:\n    __slots__ = ("a", "b", "out", "k", "n", "total")\n    __init__, f = Own.__init__, Own.f\nclass Copied(Own):\n    @property\n    def out(self):\n        self.seen = getattr(self, "seen", 0) + 1\n        return self.made.copy() * self.seen\n    @out.setter\n    def out(self, value):\n        self.made = value\nclass Counted(Own):\n    count = 0\n    def __getattribute__(self, name):\n        Counted.count += 1\n        return object.__getattribute__(self, name)\nclass Mark:\n    def __get__(self, one, kind=None):\n        if one is None:\n            return None\n        Counted.count += 1\n        return vars(one)["a"]\n    def __set__(self, one, value):\n        vars(one)["a"] = value\nclass Marked(Own):\n    a = Mark()\nclass Given(Own):\n    a = np.arange(9) * 0.5\ndef f(kind, *given):\n    made = kind(*given)\n    if kind is Given:\n        del made.a\n    return made.f(), made.out, Counted.count\n`,
);

const kinds = ["Own", "Slots", "Bare", "Copied", "Counted", "Marked", "Given"];

/** Arrays of every kind. */
const arrays = [
  `${random}(9)`,
  `np.arange(9) % 4`,
  `np.arange(9) - 4`,
  `(np.arange(9) % 2).astype(np.int8)`,
  `(np.arange(9) * 31).astype(np.uint8)`,
  `(np.arange(9) * 4000 - 9000).astype(np.int32)`,
  `(np.arange(9) * 4000).astype(np.int16)`,
  `np.array([2**30, 2**31 - 1, 5], dtype=np.int32)`,
  `np.arange(9, dtype=np.uint16) * 90`,
  `np.array([2**32 - 1, 7, 60000], dtype=np.uint32)`,
  `${random}(9).astype(np.float32)`,
  `np.arange(9) * 2**59`,
  `np.array([0.0, -0.0, np.nan, np.inf, -1.0])`,
  `np.array([0.0, -0.0, 1.0, 1.0, -1.0])`,
  `${random}(9, 2)`,
  `[1.5, 2.5, 0.0]`,
  `np.array([True, False, True])`,
  `np.array([2**80, 1], dtype=object)`,
  `np.array([], dtype=np.int64)`,
  `${random}(9) * 1e308`,
  `${random}(18)[::2]`,
];
const shared = ["x, x, x", "x[:-1], x[1:], x[1:]", "x[1:], x[:-1], x[:-1]", "x[::-1], x, x", "x, x[::-1], x[::-1]"];
const givenTo = [
  ...arrays.flatMap((a) => [`${a}, ${a}, np.zeros(9)`, `${a}, np.arange(9) % 4, np.ones(9, dtype=np.uint8), 2`]),
  ...shared.flatMap((each) => [`*(lambda x: (${each}))(${random}(9))`, `*(lambda x: (${each}))(np.arange(9) % 5)`]),
];

const planes = `import math
import numpy as np
def convolve(image, kernel, out, k=1):
    h, w = image.shape
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            acc = 0.0
            for ky in range(3):
                for kx in range(3):
                    acc += image[y + ky - 1, x + kx - 1] * kernel[ky, kx]
            out[y, x] = acc * k
    return out
def life(grid, new):
    h, w = grid.shape
    for y in range(h):
        for x in range(w):
            n = 0
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    if dy != 0 or dx != 0:
                        n += grid[(y + dy) % h, (x + dx) % w]
            if grid[y, x] == 1 and (n < 2 or n > 3):
                new[y, x] = 0
            elif grid[y, x] == 0 and n == 3:
                new[y, x] = 1
            else:
                new[y, x] = grid[y, x]
    return new
def around(a, out, k):
    h, w = a.shape
    for y in range(h):
        for x in range(w):
            s = 0.0
            for dy in (-1, 0, 1):
                for dx in (-1, 0, 1):
                    yy = y + dy
                    if 0 <= yy < h and 0 <= x + dx < w:
                        s += a[yy, x + dx] * k
            out[y, x] = s
    return out
def product(a, b, c):
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            s = 0.0
            for k in range(a.shape[1]):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c
`;
const planesGiven = [
  ...["", ".astype(np.int64)", ".astype(np.uint8)"].flatMap((kind) => [
    `convolve((np.arange(48) % 11).reshape(6, 8)${kind}, ${random}(3, 3), np.zeros((6, 8)))`,
    `convolve((np.arange(48) % 11).reshape(6, 8)${kind}, np.arange(9).reshape(3, 3) - 4, np.zeros((6, 8), dtype=int))`,
    `life((np.arange(48) % 5 % 2).reshape(6, 8)${kind}, np.zeros((6, 8), dtype=int))`,
    `life((np.arange(48) * 9 % 7 % 2).reshape(6, 8)${kind}, np.zeros((6, 8), dtype=np.uint8))`,
    `product((np.arange(12) % 5).reshape(3, 4)${kind}, (np.arange(20) % 7).reshape(4, 5)${kind}, np.zeros((3, 5)))`,
  ]),
  `convolve(${random}(6, 8), ${random}(3, 3), np.zeros((6, 8)), 0.5)`,
  `convolve(${random}(6, 8), [[1, 2, 3]] * 3, np.zeros((6, 8)))`,
  `around(${random}(6, 8), np.zeros((6, 8)), 0.5)`,
  `around(np.arange(48).reshape(6, 8), np.zeros((6, 8)), 3)`,
  `around(np.arange(48).reshape(6, 8), np.zeros((6, 8), dtype=int), 0.5)`,
  `life(${random}(6, 8), np.zeros((6, 8)))`,
  `product(${random}(3, 4), ${random}(4, 5), np.zeros((3, 5)))`,
  `product(${random}(3, 4), ${random}(2, 5), np.zeros((3, 5)))`,
  `product(*(lambda x: (x, x, x))(${random}(4, 4)))`,
];

describe("element-loop", () => {
  let isThere = false;
  beforeAll(() => {
    isThere = hasNumpy();
  });

  it("writes the expression over stretches, and keeps the loop for everything else", () => {
    expect(fix(loop("a[i - 1] * k", "1, len(a)")).text).toBe(`import math
import numpy as np
def f(a, b, out, k=0.3):
    rest = range(1, len(a))
    while rest:
        turns, is_whole = rest, False
        try:
            turns = rest[:max(32768, len(rest) // 16)]
            if (
                turns
                and {(type(part), part.dtype.str) for part in (a, out,)} == {(np.ndarray, "<f8")}
                and a.ndim == out.ndim == 1
                and all(type(part) in (float, np.float64) or type(part) is int and abs(part) < 1_000_000 for part in (k,))
                and turns.start >= 1
                and turns.stop - 1 <= a.shape[0]
                and turns.stop <= out.shape[0]
                and out.flags.forc
                and not np.may_share_memory(a, out)
                and np.geterr()["under"] == "ignore"
            ):
                with np.errstate(all="raise", under="ignore"):
                    made = a[turns.start - 1:turns.stop - 1] * k
                is_whole = out[turns.start:turns.stop].shape == made.shape == (len(turns),) and made.dtype.str == "<f8" and np.isfinite(made).all()
        except Exception:
            pass
        if is_whole:
            out[turns.start:turns.stop] = made
        else:
            for i in turns:
                out[i] = a[i - 1] * k
        rest = rest[len(turns):]
    return a, b, out
`);
  });

  it("gives the same bits, types, warnings and errors for whatever it is given", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const texts = [
      ...values.map((value) => loop(value)),
      ...values.slice(-2).flatMap((value) => ranges.map((range) => loop(value, range))),
      ...stencils.map((value) => loop(value, "1, len(a) - 1")),
      ...stencils.map((value) => loop(value)),
      ...["+", "-", "*", "/"].map((sign) => loop("a[i] - k").replace("out[i] =", `out[i] ${sign}=`)),
    ];
    const plain = texts.flatMap((text) => given.map((each) => [text, `f(${each})`] as const));
    const all = [...plain, ...images.map((each) => [rows, `f(${each})`] as const)];
    expectSameAnswers(all);
  });

  it("gives the same for sums, counts, extremes, choices, gathers, histograms and loops in the loop", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const texts = [...bodyTexts, ...walkedTexts];
    const plain = texts.flatMap((text) => givenTo.map((each) => [text, `f(${each})`] as const));
    const ofObjects = attributeTexts.flatMap((text, at) =>
      givenTo
        .filter((_, index) => index % 3 === at)
        .flatMap((each) => kinds.map((kind) => [text, `f(${kind}, ${each})`] as const)),
    );
    const all = [...plain, ...ofObjects];
    for (const elements of [["numpy.float64"], ["numpy.int64"]]) {
      const made = expectSameAnswers([...all, ...planesGiven.map((each) => [planes, each] as const)], { elements });
      expect(made.filter(({ fixes }) => fixes === 0).length).toBeLessThan(4);
    }
  });

  it("adds in numpy's order with a tolerance, and the loop's where that could be further off", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const program = { agreed: { tolerance: 1e-9 } };
    const texts = [...bodyTexts.filter((text) => /total [+-]=/u.test(text)), ...walkedTexts.slice(0, 1), planesSum];
    const cancelling = [
      "[1e16, 1.0, -1e16]",
      "[1e8 + 0.1] * 8 + [-1e8 - 0.1] * 8 + [0.3]",
      "[0.1] * 30",
      "[0.1, 0.2, -0.3]",
      "[-0.0, -0.0]",
      "[0.1] * 9",
      "[1e308, 1e308]",
    ];
    const all = texts.flatMap((text) =>
      [...givenTo, ...cancelling.map((each) => `np.array(${each}), np.ones(9), np.zeros(9)`)].map(
        (each) => [text, `f(${each})`] as const,
      ),
    );
    const made = expectSameAnswers(all, { program });
    expect(made.filter(({ text }) => text.includes("np.add.reduce(")).length).toBe(7);
    // What is needed before the end stays in the loop's order.
    expect(made.filter(({ text }) => text.includes("np.add.accumulate(")).length).toBe(1);
    expect(fix(texts[0] ?? "", { program, elements: ["numpy.int64"] }).text).not.toContain("reduce");
  });

  const left: readonly LeftCase[] = [
    ["whose number is read after it", ["other-use"], loop("a[i] * 2").replace("out\n", "out, i\n").trimEnd()],
    ["of lists", ["not-an-array"], loop("a[i] * 2").trimEnd(), { type: "list" }],
    ["where range is another one", [], `range = print\n${loop("a[i] * 2")}`.trimEnd()],
    ["where len is another one", ["dynamic-names"], `len = max\n${loop("a[i] * 2")}`.trimEnd()],
    ["named by text", ["dynamic-names"], loop("a[i] * 2").replace("return", "print(locals()); return").trimEnd()],
    ["that reads its own results", ["changes-in-loop"], loop("out[i - 1] * k + a[i]", "1, len(a)").trimEnd()],
    ["that raises in place", [], loop("a[i]").replace("out[i] =", "out[i] **=").trimEnd()],
    [
      "of powers of numpy's whole numbers",
      ["not-seen"],
      loop("2.5 ** a[i] + a[i] ** math.fabs(k * i)").replace("import numpy", "import math\nimport numpy").trimEnd(),
      { elements: ["numpy.int64"] },
    ],
    ["of numpy's sine", [], loop("np.sin(a[i])").trimEnd()],
    ["that adds up across turns", [], loop("a[i]").replace("out[i] = a[i]", "k = k * a[i]; out[i] = k").trimEnd()],
    ["with a break", [], loop("a[i]").replace("out[i] =", "if a[i] > k: break\n        out[i] =").trimEnd()],
    ["that may negate a whole 0 among floats", [], loop("-(a[i] if a[i] > k else 0)").trimEnd()],
    ["with two targets", [], loop("a[i]").replace("out[i] =", "v = out[i] =").trimEnd()],
    ["of calls", [], loop("g(a[i])").trimEnd()],
    ["with a step", [], loop("a[i] * 2", "0, len(a), 2").trimEnd()],
    ["without numpy", [], loop("a[i] * 2").replace("import numpy as np\n", "").trimEnd()],
  ];
  test.each(left.map((each) => [each[0], each] as const))("is left where it is a loop %s", (_, each) => {
    const [why, obstacles, code, seen = {}] = each;
    expectLeft([why, obstacles, code, seen], fix);
  });

  it("fixes its slow fixture alone, to the same answer", ({ skip }) => {
    expectFixtures("element-loop", fix, {});
    if (!isThere) return skip("numpy cannot be installed");
    const slow = readFileSync(join(packageFolder, "fixtures/rules/element-loop/slow.py"), "utf8").replace(
      "400_000",
      "40_000",
    );
    expect(runWithNumpy(["-"], fix(slow).text)).toBe(runWithNumpy(["-"], slow));
  });
});
