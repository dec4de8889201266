import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { arrayConcatenation } from "../../src/diagnose/rules/array-concatenation/rule.ts";
import { fixArrayConcatenation } from "../../src/fix/fixes/array-concatenation.ts";
import { packageFolder } from "../launch/world.ts";
import { expectFixtures, expectLeft, fixAll, type LeftCase, type Seen } from "./old-and-new.ts";
import { hasNumpy, runWithNumpy, RUN_BOTH } from "./with-numpy.ts";

const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, arrayConcatenation, fixArrayConcatenation, { type: "numpy.ndarray", ...seen });
const head = "import numpy as np\n";

/** A function that puts what it is given behind an array, and shows how the result lies in memory, too. */
const gather = (step: string, start = "out"): string =>
  `${head}def f(out, xs):\n    out = ${start}\n    for x in xs:\n        ${step}\n    return out, getattr(out, "strides", 0)\n`;

const steps = [
  "out = np.concatenate((out, x))",
  "out = np.concatenate([out, x], axis=1)",
  "out = np.concatenate((out, x), 0)",
  "out = np.hstack((out, x))",
  "out = np.vstack([out, x])",
  "out = np.append(out, x, axis=0)",
  "out = np.concatenate((out,\n            x +\n            x))",
  "if out is None:\n            out = x\n        else:\n            out = np.vstack((out, x))",
  "if x is xs[0]: x = 1\n        if x is xs[2]:\n            out = x\n        out = np.concatenate((out, x))",
];
const starts = [
  "np.array([])",
  "np.zeros(3)",
  "np.zeros((0, 2))",
  "np.ones((1, 2))",
  "np.ones((2, 2), order='F')",
  "np.ones((2, 2)).T",
  "np.arange(4).reshape(2, 2)",
  "np.ma.array([[1, 2]], mask=[[0, 1]])",
  "np.zeros((2, 2, 2))",
  "[[1, 2]]",
  "None",
];
const given = [
  "[np.ones((1, 2)), np.ones((1, 2)) * 2, np.full((3, 2), 3.0)]",
  "[np.ones((2, 1)), np.ones((2, 3)) * 2, np.full((2, 2), 3.0)]",
  "[np.ones((2, 2), order='F'), np.ones((2, 2)).T, np.ones((4, 4))[::2, ::2]]",
  "[np.ones((1, 2)), np.ones((1, 3)), np.ones((1, 2))]",
  "[[[1, 2]], [[3, 4]], [[5, 6.5]]]",
  "[[1.5, 2.5], [3.5, 4.5], (5.0, 6.0)]",
  "[np.zeros(2), np.arange(2), np.zeros(2, dtype=np.float32), np.zeros(2)]",
  "[np.arange(6.0)[::2], np.arange(3.0), np.array([])]",
  "[1.5, 2, np.float64(3), np.float32(0.1), 2**70]",
  "[np.array(['a', 'bc']), np.array(['def', 'g'])]",
  "[np.array([None, 1]), np.array([2, 'x'], dtype=object)]",
  "[np.matrix([[1, 2]]), np.ones((1, 2)), np.ones((1, 2))]",
  "[np.zeros((1, 2), dtype='>f8'), np.zeros((1, 2), dtype='>f8')]",
  "[np.arange(8).reshape(2, 2, 2), np.arange(8).reshape(2, 2, 2)]",
  "[np.array([True, False]), np.array([False, True]), np.array(['2020'], dtype='M8[D]')]",
  "[np.float64(1), np.array(5.0), [[1], [2, 3]], np.zeros(2)]",
  "[]",
  "(x for x in ())",
  "5",
];
const special = [
  // One buffer that changes at every turn, and is what the array begins with, too.
  [
    `${head}def f(xs):\n    buffer = np.zeros((1, 2))\n    out = buffer\n    for x in xs:\n        buffer += x\n        out = np.concatenate((out, buffer))\n    return out\n`,
    "f([1, 2, 3])",
  ],
  [
    `${head}def f(xs):\n    out = None\n    buffer = np.zeros((1, 2))\n    for x in xs:\n        buffer += x\n        if x == 3:\n            out = None\n        if out is None:\n            out = buffer\n        else:\n            out = np.vstack([out, buffer])\n    return out\n`,
    "f([1, 2, 3, 4, 5])",
  ],
  [
    `${head}def f(xs):\n    for a in xs:\n        out = np.array([])\n        for b in xs:\n            if a < b:\n                continue\n            out = np.hstack((out, a * b))\n        print(out, end='') if out is None else None\n    return out\n`,
    "f([1.5, 2.5, 3.5])",
  ],
] as const;

describe("array-concatenation", () => {
  let isThere = false;
  beforeAll(() => {
    isThere = hasNumpy();
  });

  it("gathers what fits, and puts it together after the loop", () => {
    const text = `${head}def f(xs):\n    out = np.zeros((0, 2))\n    for x in xs:\n        out = np.concatenate((out, x), axis=0)\n    return out\n`;
    expect(fix(text).text).toBe(`${head}def f(xs):
    out = np.zeros((0, 2))
    out_parts = []
    for x in xs:
        item = x
        part = np.asanyarray(item) if type(item) in (list, tuple, np.ndarray) else item
        grown = out_parts[0] if out_parts else out
        if (
            type(part) is type(grown) is np.ndarray
            and part.dtype.isbuiltin == 1 and part.dtype == grown.dtype
            and (part.ndim == grown.ndim == 1 or part.ndim == grown.ndim > 1 and part.flags.c_contiguous and grown.flags.c_contiguous and part.shape[1:] == grown.shape[1:])
        ):
            if not out_parts:
                out_parts.append(grown.copy())
            out_parts.append(part.copy())
        else:
            if out_parts:
                out = np.concatenate(out_parts)
                out_parts = []
            out = np.concatenate((out, item), axis=0)
    if out_parts:
        out = np.concatenate(out_parts)
    return out
`);
  });

  it("gives the same arrays, orders in memory and errors for whatever is put behind whatever", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const texts = steps.map((step) => gather(step));
    const plain = texts.flatMap((text) =>
      starts.flatMap((start) => given.map((xs) => [text, `f(${start}, ${xs})`] as const)),
    );
    const all = [...plain, ...special];
    const known = new Map([...new Set(all.map(([text]) => text))].map((text) => [text, fix(text)]));
    expect([...known].filter(([, { fixes }]) => fixes !== 1).map(([text]) => text)).toEqual([]);
    const input = JSON.stringify(all.map(([text, call]) => [text, known.get(text)?.text, call]));
    const outcomes = JSON.parse(runWithNumpy(["-c", RUN_BOTH], input)) as readonly (readonly [unknown, unknown])[];
    for (const [index, [old, now]] of outcomes.entries()) {
      expect(now, `${all[index]?.[1] ?? ""}\n${known.get(all[index]?.[0] ?? "")?.text ?? ""}`).toEqual(old);
    }
    expect(outcomes.length).toBe(all.length);
  });

  const left: readonly LeftCase[] = [
    ["read in the loop", ["other-use"], gather("out = np.vstack((out, x)); print(len(out))")],
    ["read by what is put behind it", ["other-use"], gather("out = np.concatenate((out, out[-1:]))")],
    ["set anew from itself", ["other-use"], gather("out = np.vstack((out, x))\n        out = out * 2")],
    ["grown in two ways", ["other-use"], gather("out = np.vstack((out, x))\n        out = np.vstack((out, x))")],
    ["of a generator", ["runs-later"], gather("out = np.vstack((out, x))\n        yield x")],
    ["in a with", ["errors-caught"], gather("with x:\n            out = np.vstack((out, x))")],
    ["another library's", ["not-an-array"], gather("out = np.vstack((out, x))"), { type: "dask.array.core.Array" }],
    ["commented on", ["other-use"], gather("out = np.vstack((out,  # first\n            x))")],
  ];
  test.each(left.map((each) => [each[0], each] as const))("is left where it is %s", (_, each) => {
    const [why, obstacles, code, seen = {}] = each;
    expectLeft([why, obstacles, code.trimEnd(), seen], fix);
  });

  it("is not seen where the function, the axis or the order is another one", () => {
    const others = [
      gather("out = np.concatenate((out, x), axis=-1)"),
      gather("out = np.concatenate((x, out))"),
      gather("out = np.concatenate((out, x, x))"),
      gather("out = np.concatenate((out, *x))"),
      gather("out = np.concatenate((out, x), out=x)"),
      gather("out = np.append(out, x)"),
      gather("out = np.hstack((out, x), dtype=float)"),
    ];
    for (const text of others) expect(fix(text)).toMatchObject({ text, fixes: 0, obstacles: [] });
  });

  it("fixes its slow fixture alone, to the same answer", ({ skip }) => {
    expectFixtures("array-concatenation", fix, {});
    if (!isThere) return skip("numpy cannot be installed");
    const slow = readFileSync(join(packageFolder, "fixtures/rules/array-concatenation/slow.py"), "utf8").replace(
      "12_000",
      "3_000",
    );
    expect(runWithNumpy(["-"], fix(slow).text)).toBe(runWithNumpy(["-"], slow));
  });
});
