import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { arrayAppend } from "../../src/diagnose/rules/array-append/rule.ts";
import { fixArrayAppend } from "../../src/fix/fixes/array-append.ts";
import { packageFolder } from "../launch/world.ts";
import { expectFixtures, expectLeft, fixAll, type LeftCase, type Seen } from "./old-and-new.ts";
import { hasNumpy, runWithNumpy, RUN_BOTH } from "./with-numpy.ts";

const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, arrayAppend, fixArrayAppend, { type: "numpy.ndarray", ...seen });
const head = "import numpy as np\n";

/** A function that gathers what it is given. */
const gather = (start: string, loop = "for x in xs:\n        out = np.append(out, x)"): string =>
  `${head}def f(xs):\n    out = ${start}\n    ${loop}\n    return out\n`;

const starts = [
  "np.array([])",
  "np.array([], dtype=np.int8)",
  "[]",
  "np.empty(0, dtype=object)",
  "np.ma.array([1, 2], mask=[0, 1])",
  "np.zeros((2, 2))",
  "3",
];
const given = [
  "[]",
  "[1, 2, 3]",
  "[2**62, 2**63, -1]",
  "[2**80, 1]",
  "[0.1, 0.2, float('nan'), -0.0]",
  "[True, False]",
  "[1, 2.5, True]",
  "[1 + 2j, 3]",
  "['a', 'bcd']",
  "[None, 1]",
  "[[1, 2], [3]]",
  "[[[1], [2, 3]]]",
  "[np.float32(0.1), np.float32(0.2)]",
  "[np.int8(100), np.int8(100)]",
  "[np.uint8(1), np.int8(-1), np.float16(0.5)]",
  "[np.arange(3), np.arange(2.0)]",
  "[np.array([1, 2], dtype='>i4'), np.array([3], dtype='>i4')]",
  "[np.matrix([[1, 2], [3, 4]])]",
  "[np.ma.array([1, 2], mask=[1, 0])]",
  "[np.datetime64('2020-01-01')]",
  "(x for x in (1, 2))",
  "5",
];

const special = [
  // A view of one buffer that is changed at every turn.
  [
    gather(
      "np.array([])",
      "buffer = np.zeros(2)\n    for x in xs:\n        buffer += x\n        out = np.append(out, buffer)",
    ),
    "f([1, 2, 3])",
  ],
  [
    gather("np.array([])", "row = [0]\n    for x in xs:\n        row[0] = x\n        out = np.append(out, row)"),
    "f([1, 2.5])",
  ],
  [
    gather(
      "np.array([])",
      "for a in xs:\n        for b in xs:\n            if a < b:\n                continue\n            out = np.append(out, a * b)",
    ),
    "f([1, 2, 3])",
  ],
  [
    gather(
      "np.array([])",
      "for x in xs:\n        if x > 2:\n            break\n        out = np.append(out, x)\n    else:\n        x = 0",
    ),
    "f([1, 2])",
  ],
  [
    gather(
      "np.array([])",
      "for x in xs:\n        if x > 2:\n            return 'left'\n        out = np.append(out, 1 / x)",
    ),
    "f([1, 0])",
  ],
] as const;

describe("array-append", () => {
  let isThere = false;
  beforeAll(() => {
    isThere = hasNumpy();
  });

  it("gathers the parts in a list and makes one array of them", () => {
    expect(fix(gather("np.array([])")).text).toBe(`${head}def f(xs):
    out = np.array([])
    out_parts = []
    for x in xs:
        out_parts.append(np.ravel(np.array(x, subok=True)))
    out_kinds = {(type(part), part.dtype.str) for part in out_parts}
    if out_kinds in ({(np.ndarray, "<f8")}, {(np.ndarray, "<i8")}, {(np.ndarray, "|b1")}) and type(np.asanyarray(out)) is np.ndarray:
        out = np.append(out, np.concatenate(out_parts))
    else:
        for part in out_parts:
            out = np.append(out, part)
    return out
`);
  });

  it("gives the same arrays, types and errors for whatever is put behind whatever", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const plain = starts.flatMap((start) => given.map((xs) => [gather(start), `f(${xs})`] as const));
    const all = [...plain, ...special];
    const known = new Map([...new Set(all.map(([text]) => text))].map((text) => [text, fix(text)]));
    const fixed = all.map(([text]) => known.get(text) ?? fix(text));
    expect(fixed.filter(({ fixes }) => fixes !== 1).map(({ text }) => text)).toEqual([]);
    const input = JSON.stringify(all.map(([text, call], index) => [text, fixed[index]?.text, call]));
    const outcomes = JSON.parse(runWithNumpy(["-c", RUN_BOTH], input)) as readonly (readonly [unknown, unknown])[];
    for (const [index, [old, now]] of outcomes.entries()) {
      expect(now, `${all[index]?.[1] ?? ""}\n${fixed[index]?.text ?? ""}`).toEqual(old);
    }
    expect(outcomes.length).toBe(all.length);
  });

  const left: readonly (readonly [string, readonly string[], string, Seen?])[] = [
    [
      "read in the loop",
      ["other-use"],
      gather("np.array([])", "for x in xs:\n        out = np.append(out, x)\n        print(out)"),
    ],
    [
      "read by what is put behind it",
      ["other-use"],
      gather("np.array([])", "for x in xs:\n        out = np.append(out, out)"),
    ],
    [
      "returned in the loop",
      ["other-use"],
      gather("np.array([])", "for x in xs:\n        out = np.append(out, x)\n        if x: return out"),
    ],
    [
      "in a try",
      ["errors-caught"],
      gather(
        "np.array([])",
        "try:\n        for x in xs:\n            out = np.append(out, x)\n    finally:\n        print(out)",
      ),
    ],
    [
      "seen from an inner function",
      ["escapes"],
      gather("np.array([])", "g = lambda: out\n    for x in xs:\n        out = np.append(out, x)"),
    ],
    [
      "a global",
      ["escapes"],
      `${head}out = np.array([])\ndef f(xs):\n    global out\n    for x in xs:\n        out = np.append(out, x)`,
    ],
    [
      "of a generator",
      ["runs-later"],
      gather("np.array([])", "for x in xs:\n        yield x\n        out = np.append(out, x)"),
    ],
    [
      "named by text",
      ["dynamic-names"],
      gather("np.array([])", "for x in xs:\n        out = np.append(out, x)\n    print(locals())"),
    ],
    ["another library's array", ["not-an-array"], gather("np.array([])").trimEnd(), { type: "dask.array.core.Array" }],
  ];
  test.each(left.map((each) => [each[0], each] as const))("is left where it is %s", (_, each) => {
    const [why, obstacles, code, seen = {}] = each;
    const leftCase: LeftCase = [why, obstacles, code.trimEnd(), seen];
    expectLeft(leftCase, fix);
  });

  it("is not seen where the function, the axis or the name is another one", () => {
    const others = [
      gather("np.array([])", "for x in xs:\n        out = np.append(out, x, axis=0)"),
      gather("np.array([])", "for x in xs:\n        other = np.append(out, x)"),
      gather("np.array([])", "for x in xs:\n        out: object = np.append(out, x)"),
      gather("np.array([])", "for x in xs:\n        out = a = np.append(out, x)"),
      gather("np.array([])", "out = np.append(out, xs)"),
      gather("np.array([])").replace("import numpy as np", "import other as np"),
    ];
    for (const text of others) expect(fix(text)).toMatchObject({ text, fixes: 0, obstacles: [] });
  });

  it("fixes its slow fixture alone, to the same answer", ({ skip }) => {
    expectFixtures("array-append", fix, {});
    if (!isThere) return skip("numpy cannot be installed");
    const slow = readFileSync(join(packageFolder, "fixtures/rules/array-append/slow.py"), "utf8");
    expect(runWithNumpy(["-"], fix(slow).text)).toBe(runWithNumpy(["-"], slow));
  });
});
