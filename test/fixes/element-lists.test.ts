import { beforeAll, describe, expect, it } from "vitest";
import { requireNumpy } from "../../src/collect/program/require-numpy.ts";
import { makeWorld } from "../launch/world.ts";
import { makeProject, scriptIn } from "../verify/attempt.ts";
import { expectSameAnswers, fix } from "./element-answers.ts";
import { bodyTexts, walkedTexts } from "./element-texts.ts";
import { hasNumpy } from "./with-numpy.ts";

/** Lists of numbers, and of what is none or not all of one type. */
const lists = [
  "[0.5, 0.25, 1.5, 2.0]",
  "[3, 1, 2, 5]",
  "[0.1] * 9",
  "[0.0, -0.0, float('nan'), float('inf'), -1.0]",
  "[-0.0, 0.0, -0.0, 0.0]",
  "[1, 2.5, 3, 4.5]",
  "[True, False, True, True]",
  "[np.float64(0.5), np.float64(1.5)]",
  "[np.int64(2), np.int64(3)]",
  "[2**53 + 1, 1, 3]",
  "[2**62, 2**62, 5]",
  "[2**63, -1, 2**70]",
  "[1e308, 1e308, -1e308]",
  "[1e16, 1.0, -1e16, 0.1]",
  "[Decimal('0.1'), Decimal('0.2')]",
  "[Fraction(1, 3), Fraction(2, 3)]",
  "[]",
  "(0.5, 1.5, 2.5)",
  "type('L', (list,), {})([0.5, 1.5])",
  "['a', 'b']",
  "[[1.0], [2.0]]",
  "np.array([0.5, 1.5])",
  "None",
];
const givenLists = [
  ...lists.flatMap((a) => [
    `${a}, [0.5, 1.5, 2.5, 3.5], [0] * 9`,
    `${a}, [2, 0, 1, 3, 3, 2, 1, 0, 1], [0.5] * 9, 2`,
    `[0.5, 1.5, 2.5, 3.5], ${a}, [1] * 4, 0.5`,
  ]),
  "*(lambda x: (x, x, x))([0.5, 1.5, 0.25])",
  "*(lambda x: (x, x, x))([2, 1, 0])",
  "[0.5, 1.5], [1.5, 2.5], [0.0], 0.3",
  "[0.5, 1.5], [1.5, 2.5], [0.0, 0.0], np.float64(0.3)",
  "[0.5, 1.5], [1.5, 2.5], [0.0, 0.0], True",
  "[0.5, 1.5], [1.5, 2.5], (0.0, 0.0)",
  "[0.5, 1.5], [1.5, 2.5], np.zeros(2)",
  "[0.5, 1.5], [1.5, 2.5], {0: 1, 1: 2}",
];
const loops = [...bodyTexts, ...walkedTexts.slice(0, 3)];
/** With a loop in the loop: one alone is not worth an array. */
const nested = loops.map((text) =>
  text.replace(/\n(?= {4}return)/u, "\n        for z in range(2):\n            pass\n"),
);
const listTexts = nested.map((text) => `from decimal import Decimal\nfrom fractions import Fraction\n${text}`);

const tables = `
def product(a, b, c):
    for i in range(len(a)):
        for j in range(len(b[0])):
            for k in range(len(b)):
                c[i][j] += a[i][k] * b[k][j]
    return c, a, b
def product_of(a, b, c):
    for i in range(len(a)):
        for j in range(len(b[0])):
            s = 0
            "a remark"
            for k in range(len(b)):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c, a, b
def times(a, b, c):
    out = []
    for i in range(len(a)):
        s = 0.0
        for k in range(len(b)):
            s += a[i][k] * b[k][0]
        out.append(s)
    return out
def row(a, b, c, i=1):
    for j in range(len(a)):
        c[i][j] = a[i][j] * 2 - b[j][i]
    return c, a, b
def blur(a, b, c):
    for y in range(1, len(a) - 1):
        for x in range(1, len(a[0]) - 1):
            c[y][x] = (a[y - 1][x] + a[y + 1][x] + a[y][x - 1] + a[y][x + 1]) / 4
    return c, a, b
def apart(a, b, c):
    total = 0.0
    for i in range(len(a)):
        for j in range(len(b)):
            total += abs(a[i][0] - b[j][1])
    return total
`;
const table = "[[0.1 * (3 * y + x) for x in range(3)] for y in range(3)]";
const whole = "[[3 * y - x for x in range(3)] for y in range(3)]";
const zeros = "[[0] * 3 for _ in range(3)]";
const tablesGiven = [
  `${table}, ${table}, ${zeros}`,
  `${table}, ${whole}, ${zeros}`,
  `${whole}, ${whole}, ${zeros}`,
  `${whole}, ${whole}, [[0.0] * 3 for _ in range(3)]`,
  `${table}, ${table}, [[0] * 3] * 3`,
  `${table}, ${table}, [[0.0, 0, 1.5] for _ in range(3)]`,
  `${table}, ${table}, [[None] * 3 for _ in range(3)]`,
  `${table}, ${table}, [[0] * 2 for _ in range(3)]`,
  `${table}, ${table}, [[0] * 5 for _ in range(4)]`,
  `${table}, ${table}, [(0, 0, 0)] * 3`,
  `${table}, [[1.0, 2.0], [3.0]], ${zeros}`,
  `${table}, [], ${zeros}`,
  `${table}, [[]], ${zeros}`,
  `${table}, ${table}, np.zeros((3, 3))`,
  `np.array(${table}), ${table}, ${zeros}`,
  `[[2**40] * 3] * 3, [[2**40] * 3] * 3, ${zeros}`,
  `[[2**63] * 3] * 3, ${whole}, ${zeros}`,
  `[[1e200] * 3] * 3, [[1e200] * 3] * 3, ${zeros}`,
  `[[True] * 3] * 3, ${table}, ${zeros}`,
  `[[Fraction(1, 3)] * 3] * 3, ${table}, ${zeros}`,
  `*(lambda x: (x, x, x))(${table})`,
  `*(lambda x: (x, ${table}, x))(${table})`,
  `*(lambda x: (x, ${table}, [x[0], [0] * 3, [0] * 3]))(${table})`,
  `*(lambda x: (x, x[:], [x[1], x[0], x[2]]))(${whole})`,
  `[tuple(row) for row in ${table}], ${table}, ${zeros}`,
];

describe("element-loop over lists", () => {
  let isThere = false;
  beforeAll(() => {
    isThere = hasNumpy();
  });

  it("makes arrays of lists of numbers where it may, and goes the old way with all other lists", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const all = listTexts.flatMap((text) => givenLists.map((each) => [text, `f(${each})`] as const));
    const names = ["product", "product_of", "times", "row", "blur", "apart"];
    const head = "from fractions import Fraction\n";
    const nests = names.flatMap((name) => tablesGiven.map((each) => [head + tables, `${name}(${each})`] as const));
    const made = expectSameAnswers([...all, ...nests], {
      type: "list",
      elements: ["float"],
      program: { agreed: { numpy: true } },
    });
    expect(made.filter(({ fixes }) => fixes > 0).length).toBe(31);
    expect(made.at(-1)?.fixes).toBe(5);
    expect(made.at(-1)?.text).toContain("from fractions import Fraction\nimport numpy as np\n");
    const alone = { type: "list", elements: ["float"], program: { agreed: { numpy: true } } } as const;
    expect(loops.filter((text) => fix(text, alone).fixes > 0).length).toBe(2);
    // One row would not be worth an array of all.
    expect(made.at(-1)?.text).toContain("    for j in range(len(a)):\n        c[i][j] =");
    const plain = fix(tables, { type: "list", elements: ["list"] });
    expect(plain.fixes).toBe(0);
  });
});

describe("--allow-numpy", () => {
  it("refuses before anything is run where the program's Python has no numpy, with the command that gets it", async () => {
    const folder = makeProject({ "app.py": "print(1)\n", "numpy.py": "raise ImportError('none of it here')\n" });
    const refusal = requireNumpy(scriptIn(folder, "app.py"), makeWorld({ cwd: folder }));
    await expect(refusal).rejects.toMatchObject({
      code: "missing-tool",
      message: expect.stringContaining("cannot import numpy (ImportError: none of it here)") as string,
      hint: expect.stringContaining("-m pip install numpy") as string,
    });
  });
});
