import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { elementLoop } from "../../src/diagnose/rules/element-loop/rule.ts";
import { fixElementLoop } from "../../src/fix/fixes/element-loop.ts";
import { packageFolder } from "../launch/world.ts";
import { expectFixtures, expectLeft, fixAll, type LeftCase, type Seen } from "./old-and-new.ts";
import { hasNumpy, runWithNumpy, RUN_BOTH } from "./with-numpy.ts";

const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, elementLoop, fixElementLoop, { type: "numpy.ndarray", ...seen });

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

const random = "np.random.RandomState(7).rand";
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

describe("element-loop", () => {
  let isThere = false;
  beforeAll(() => {
    isThere = hasNumpy();
  });

  it("writes the expression over stretches, and keeps the loop for everything else", () => {
    expect(fix(loop("a[i - 1] * k", "1, len(a)")).text).toBe(`import math
import numpy as np
def f(a, b, out, k=0.3):
    turns = range(1, len(a))
    made = None
    try:
        if (
            turns
            and {(type(part), part.dtype.str) for part in (a, out,)} == {(np.ndarray, "<f8")}
            and all(type(part) in (float, np.float64) or type(part) is int and abs(part) < 1_000_000 for part in (k,))
            and turns.start >= 1
            and turns.stop - 1 <= a.shape[0]
            and turns.stop <= out.shape[0]
            and out.flags.forc
            and not np.may_share_memory(a, out)
        ):
            with np.errstate(all="raise"):
                made = a[turns.start - 1:turns.stop - 1] * k
            if out[turns.start:turns.stop].shape != made.shape or made.shape != (len(turns),) or not np.isfinite(made).all():
                made = None
    except Exception:
        made = None
    if made is not None:
        out[turns.start:turns.stop] = made
    else:
        for i in turns:
            out[i] = a[i - 1] * k
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
    const fixed = new Map([...texts, rows].map((text) => [text, fix(text)]));
    expect([...fixed.values()].filter(({ fixes }) => fixes !== 1)).toEqual([]);
    const input = JSON.stringify(all.map(([text, call]) => [text, fixed.get(text)?.text, call]));
    const outcomes = JSON.parse(runWithNumpy(["-c", RUN_BOTH], input)) as readonly (readonly [unknown, unknown])[];
    for (const [index, [old, now]] of outcomes.entries()) {
      expect(now, `${all[index]?.[1] ?? ""}\n${fixed.get(all[index]?.[0] ?? "")?.text ?? ""}`).toEqual(old);
    }
    expect(outcomes.length).toBe(all.length);
  });

  const left: readonly LeftCase[] = [
    ["whose number is read after it", ["other-use"], loop("a[i] * 2").replace("out\n", "out, i\n").trimEnd()],
    ["of lists", ["not-an-array"], loop("a[i] * 2").trimEnd(), { type: "list" }],
    ["where range is another one", [], `range = print\n${loop("a[i] * 2")}`.trimEnd()],
    ["where len is another one", ["dynamic-names"], `len = max\n${loop("a[i] * 2")}`.trimEnd()],
    ["named by text", ["dynamic-names"], loop("a[i] * 2").replace("return", "print(locals()); return").trimEnd()],
    ["that reads its own results", ["changes-in-loop"], loop("out[i - 1] * k + a[i]", "1, len(a)").trimEnd()],
    ["that raises in place", [], loop("a[i]").replace("out[i] =", "out[i] **=").trimEnd()],
    ["of a power", [], loop("a[i] ** 2").trimEnd()],
    ["of a sine", [], loop("math.sin(a[i])").trimEnd()],
    ["of the number itself", [], loop("a[i] * i").trimEnd()],
    ["of a gather", [], loop("a[b[i]]").trimEnd()],
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
