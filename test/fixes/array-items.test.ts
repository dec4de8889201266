import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { arrayItems } from "../../src/diagnose/rules/array-items/rule.ts";
import { fixArrayItems } from "../../src/fix/fixes/array-items.ts";
import { packageFolder } from "../launch/world.ts";
import { expectFixtures, expectLeft, fixAll, type LeftCase, type Seen } from "./old-and-new.ts";
import { hasNumpy, runWithNumpy, RUN_BOTH } from "./with-numpy.ts";

const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, arrayItems, fixArrayItems, { type: "numpy.ndarray", elements: ["numpy.float64"], ...seen });

const head = "import math\nimport numpy as np\n";

/** A function of arrays `a` and `b` and a number `k`, by its lines. */
const of = (...lines: readonly string[]): string =>
  `${head}def f(a, b, k=0.3):\n${lines.map((line) => `    ${line}\n`).join("")}`;

/** Loops in which each turn needs the one before. */
const lines: readonly (readonly string[])[] = [
  ["for i in range(1, len(a)):", "    a[i] = a[i] - k * a[i - 1]", "return a"],
  ["for i in range(1, a.shape[0]):", "    a[i] += b[i] / (a[i - 1] + k)", "return a, b"],
  ["for i in range(len(a) - 2, -1, -1):", "    b[i] -= a[i] * b[i + 1] / a[i]", "return b"],
  ["s = 0.0", "for i in range(1, len(a)):", "    s = s * k + a[i] * b[i]", "    a[i - 1] = s", "return s, a"],
  ["i = 1", "while i < len(a):", "    if a[i] > a[i - 1]:", "        a[i - 1] = a[i]", "    i += 2", "return a, i"],
  [
    "for i in range(1, len(a)):",
    "    key = a[i]",
    "    j = i - 1",
    "    while j >= 0 and a[j] > key:",
    "        a[j + 1] = a[j]",
    "        j -= 1",
    "    a[j + 1] = key",
    "return a",
  ],
  [
    "n = len(a)",
    "for i in range(n):",
    "    for j in range(n - i - 1):",
    "        if a[j] > a[j + 1]:",
    "            a[j], a[j + 1] = a[j + 1], a[j]",
    "return a, i",
  ],
  ["x = 1.0", "for v in a:", "    x = math.sqrt(abs(x * v)) + k", "    b[0] = max(x, b[0] - 1, v)", "return b"],
  ["for i in range(1, len(a)):", "    a[i] = 0 if a[i - 1] else -1", "return a"],
  ["for i in range(1, len(a)):", "    a[i] = a[i - 1] * a[i] * 1e80 * k if a[i] > 0.5 else -a[i - 1]", "return a"],
  ["m = 0", "for i in range(1, len(a)):", "    if a[i] > a[i - 1] * k: m = i; break", "a[0] = m", "return a, m"],
  ["for i in range(1, len(a)):", "    a[i] = float(int(a[i - 1] * 10)) + math.floor(a[i])", "return a"],
  ["for i in range(1, len(a)):", "    a[i] = a[i - 1] + math.exp(a[i] * 300)", "return a"],
  ["z = 0.0", "for i in range(1, len(a)):", "    if k - a[i] > z * a[i - 1]:", "        z = a[i]", "return z"],
  [
    "for i in range(1, len(a)):",
    "    if a[i] > k:",
    "        c = 1",
    "    elif b[i] > k:",
    "        c = 2",
    "    else:",
    "        c = 3",
    "    a[i] += c * a[i - 1]",
    "return a",
  ],
  ["for i in range(1, len(a)):", "    if a[i] > k:", "        c = 1", "    a[i] += c * a[i - 1]", "return a"],
  ["for i in range(len(a)):", "    a[i] = -k", "    a[i - 1] = a[i] * 0", "return a"],
];
const whole: readonly (readonly string[])[] = [
  ["for i in range(1, len(a)):", "    a[i] = a[i - 1] + a[i] * 3", "return a"],
  ["for i in range(1, len(a)):", "    a[i] = min(a[i - 1] + 1, a[i], b[i] // 2 + b[i - 1] % 3)", "return a"],
  ["n = 0", "for i in range(1, len(a)):", "    a[i] = a[a[i - 1]]", "    n += 1", "return a, n"],
  ["for i in range(1, len(a)):", "    a[i] = a[i] * a[i - 1] * b[i]", "return a"],
  ["for i in range(1, len(a)):", "    a[i] = a[i] * a[i - 1] + i * 7 - abs(b[i])", "return a"],
  [
    "c = 0",
    "for i in range(1, len(a)):",
    "    x = a[i]",
    "    while a[x] != x and c < 50:",
    "        x = a[x]; c += 1",
    "    a[i] = x",
    "return a",
  ],
];
const random = "np.random.RandomState(7).rand";
const arrays = [
  `${random}(9), ${random}(9)`,
  `${random}(9), ${random}(9), np.float64(0.7)`,
  `${random}(9), ${random}(9), 2`,
  `${random}(9), ${random}(9), 0`,
  `${random}(9), ${random}(5)`,
  `${random}(9) * 1e99, ${random}(9) * 1e99`,
  `${random}(9) * 1e300, ${random}(9) * 1e-300`,
  `np.array([0.0, -0.0, np.nan, np.inf, 1.0]), np.ones(5)`,
  `np.zeros(5), np.ones(5), -0.0`,
  `np.array([-1.5, 2.5, -0.0, 0.0, 7.0, 0.1]), np.arange(6.0)`,
  `${random}(9), np.arange(9)`,
  `np.arange(9) % 4, (np.arange(9) * 7) % 5`,
  `np.arange(9) % 4, np.arange(9) % 4, 3`,
  `(np.arange(9) - 4) * 2**28, np.arange(9) - 4`,
  `np.arange(9) * 2**59, np.arange(9)`,
  `(np.arange(9) * 31).astype(np.uint8), (np.arange(9) % 3).astype(np.int8)`,
  `${random}(9).astype(np.float32), ${random}(9)`,
  `${random}(9, 2), ${random}(9)`,
  `[1.5, 2.5, 0.5], [1.0, 2.0, 3.0]`,
  `[1, 2, 0], [1, 0, 2]`,
  `np.ma.array([1.0, 2.0], mask=[0, 1]), np.ones(2)`,
  `np.array([]), np.array([])`,
  `np.broadcast_to(0.5, 9), ${random}(9)`,
  `${random}(18)[::2], ${random}(9)`,
  `*(lambda x: (x, x))(${random}(9))`,
  `*(lambda x: (x[1:], x[:-1]))(${random}(9))`,
  `*(lambda x: (x, x[::-1]))(np.arange(9) % 5)`,
  `np.array([2**80, 1, 0], dtype=object), np.ones(3)`,
  `np.array([True, False, True]), np.ones(3)`,
];
const tables = `${head}def relax(u, k, steps):
    h, w = u.shape
    for step in range(steps):
        worst = 0.0
        for y in range(1, h - 1):
            for x in range(1, w - 1):
                new = (u[y - 1, x] + u[y + 1, x] + u[y][x - 1] + u[y, x + 1]) / 4
                change = abs(new - u[y, x])
                if change > worst:
                    worst = change
                u[y, x] = new
        if worst < k:
            break
    return u, step
def distance(s, t, d):
    for i in range(1, d.shape[0]):
        d[i, 0] = i
        for j in range(1, d.shape[1]):
            d[0, j] = j
            cost = 0 if s[i - 1] == t[j - 1] else 1
            d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + cost)
    return d
def warp(a, b, d):
    d[0, 0] = 0
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            cost = abs(a[i - 1] - b[j - 1])
            d[i, j] = cost + min(d[i - 1, j], d[i, j - 1], d[i - 1, j - 1])
    return d
def lowest(a, b, d):
    for i in range(1, len(a)):
        best = math.inf
        for j in range(i):
            best = min(best, a[j] + b[i])
        a[i] = best if best > d[0, 0] else 1 / (a[i - 1] + b[i])
        b[i] = -a[i - 1]
    return a, b, d
def edits(s, t, d):
    for i in range(1, len(d)):
        for j in range(1, d.shape[1]):
            if s[i - 1] == t[j - 1]:
                d[i][j] = d[i - 1][j - 1]
            else:
                d[i][j] = min([d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + 1])
    return d
def shortest(d):
    n = len(d)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if d[i][k] + d[k][j] < d[i][j]:
                    d[i][j] = d[i][k] + d[k][j]
    return d
`;
const tablesGiven = [
  `relax(${random}(5, 6), 0.01, 40)`,
  `relax(${random}(5, 6).T, 0, 4)`,
  `relax(np.arange(30).reshape(5, 6), 0.01, 4)`,
  `relax(${random}(5, 6)[:, ::2], 0.01, 4)`,
  `relax(${random}(5, 6), 0.01, 0)`,
  `distance(np.array([1, 2, 3, 4]), np.array([2, 3, 3]), np.zeros((5, 4), dtype=int))`,
  `distance(np.array([1.0, 2, 3, 4]), np.array([2.0, 3, 3]), np.zeros((5, 4)))`,
  `distance("abcd", "bcc", np.zeros((5, 4)))`,
  `distance(np.array([1, 2, 3, 4]), np.array([2, 3, 3]), np.zeros((6, 4), dtype=int))`,
  `warp(${random}(5), ${random}(4), np.full((6, 5), np.inf))`,
  `warp(${random}(5), ${random}(4), np.full((6, 5), -np.inf))`,
  `warp(${random}(5), ${random}(4), np.full((6, 5), np.nan))`,
  `warp(${random}(5) * np.inf, ${random}(4) * 1e308, np.full((6, 5), np.inf))`,
  `warp(${random}(5) * -1e308, ${random}(4) * 1e308, np.full((6, 5), np.inf))`,
  `warp(np.arange(5), np.arange(4), np.full((6, 5), np.inf))`,
  `lowest(${random}(5), ${random}(5), np.zeros((1, 1)))`,
  `lowest(np.array([0.5, np.inf, 2.0, 0.0, 1.0]), ${random}(5), np.zeros((1, 1)))`,
  `lowest(${random}(5), np.array([0.5, np.inf, 2.0, 0.0, 1.0]), np.zeros((1, 1)))`,
  `lowest(${random}(5), ${random}(5), np.full((1, 1), np.inf))`,
  `lowest(${random}(5) * 1e-310, np.zeros(5), np.ones((1, 1)))`,
  ...["", ", dtype=int"].flatMap((kind) => [
    `edits("abcd", "bcc", np.zeros((5, 4)${kind}))`,
    `edits("abc", "bcc", np.zeros((5, 4)${kind}))`,
    `edits("abcd", [*"bcc"], np.zeros((5, 4)${kind}))`,
    `edits([*"abcd"], [*"bcc"], np.zeros((5, 4)${kind}))`,
    `edits(np.array([*"abcd"]), np.array([*"bcc"]), np.zeros((5, 4)${kind}))`,
    `edits(np.array([1, 2, 3, 4]), np.array([2, 3, 3]), np.zeros((5, 4)${kind}))`,
    `edits(np.array([1.0, 2, np.nan, 4]), np.array([2.0, 3, 3]), np.zeros((5, 4)${kind}))`,
    `(lambda d: edits(d[0], "bcc", d))(np.zeros((5, 4)${kind}))`,
    `(lambda d: edits(d[0], d[1], d))(np.zeros((5, 4)${kind}))`,
  ]),
  `shortest(${random}(5, 5))`,
  `shortest(np.where(${random}(5, 5) > 0.6, np.inf, 1.0))`,
  `shortest((${random}(5, 5) * 9).astype(int))`,
  `shortest(${random}(5, 4))`,
];

const attributes = `${head}class Rod:
    scale = 0.25
    def __init__(self, u, dx, n):
        self.u, self.dx, self.n, self._last = u, dx, n, 0.0
    def settle(self, other):
        for step in range(self.n):
            for x in range(1, len(self.u) - 1):
                self.u[x] = (self.u[x - 1] + self.u[x + 1]) * self.dx + other.u[x] / self.dx
        return self.u, other.u
    def scaled(self, u):
        for x in range(1, self.u.shape[0]):
            self.u[x] = self.u[x - 1] * self.scale + u[x]
        return self.u, u
class Copies(Rod):
    @property
    def u(self):
        return self._u.copy()
    @u.setter
    def u(self, value):
        self._u = value
class Watched(Rod):
    def __getattribute__(self, name):
        return 2.5 if name == "dx" else object.__getattribute__(self, name)
class Defaults(Rod):
    u = dx = None
`;
const attributesGiven = ["Rod", "Copies", "Watched", "Defaults"].flatMap((name) => [
  `(lambda r: r.settle(r))(${name}(${random}(9), 0.25, 3))`,
  `${name}(${random}(9), 0.25, 3).settle(Rod(${random}(9), 1, 1))`,
  `${name}(${random}(9), np.float64(0.25), 3.0).settle(Rod(${random}(9), 1, 1))`,
  `${name}(${random}(9), 0.0, 3).settle(Rod(${random}(9), 1, 1))`,
  `${name}([0.5, 1.5, 2.5], 0.5, 3).settle(Rod(${random}(9), 1, 1))`,
  `${name}(np.arange(5), 1, 3).settle(Rod(np.arange(5), 1, 1))`,
  `(lambda r: r.scaled(r.u))(${name}(${random}(9), 0.25, 3))`,
  `(lambda r: (setattr(r, "scale", 0.5), r.scaled(${random}(9))))(${name}(${random}(9), 0.25, 3))`,
]);

/** Old and new answer alike; gives the texts in which nothing was fixed. */
function expectSameAnswers(all: readonly (readonly [text: string, call: string])[], seen: Seen): readonly string[] {
  const fixed = new Map([...new Set(all.map(([text]) => text))].map((text) => [text, fix(text, seen)]));
  const input = JSON.stringify(all.map(([text, call]) => [text, fixed.get(text)?.text, call]));
  const outcomes = JSON.parse(runWithNumpy(["-c", RUN_BOTH], input)) as readonly (readonly [unknown, unknown])[];
  for (const [index, [old, now]] of outcomes.entries()) {
    expect(now, `${all[index]?.[1] ?? ""}\n${fixed.get(all[index]?.[0] ?? "")?.text ?? ""}`).toEqual(old);
  }
  expect(outcomes.length).toBe(all.length);
  return [...fixed].filter(([, { fixes }]) => fixes === 0).map(([text]) => text);
}

describe("array-items", () => {
  let isThere = false;
  beforeAll(() => {
    isThere = hasNumpy();
  });

  it("lets the loop take its numbers from lists, and keeps it for everything else", () => {
    expect(fix(of(...(lines[3] ?? []))).text).toBe(`${head}def f(a, b, k=0.3):
    s = 0.0
    is_listed = False
    try:
        if (
            all(type(part) is np.ndarray for part in (a, b,))
            and all(type(part) in (float, np.float64) and -1e100 < part < 1e100 or type(part) is int and -2**30 < part < 2**30 for part in (s, k,))
            and a.dtype.str == "<f8" and a.ndim == 1
            and -1e100 < a.min() and a.max() < 1e100
            and a.flags.writeable and a.flags.forc
            and b.dtype.str == "<f8" and b.ndim == 1
            and -1e100 < b.min() and b.max() < 1e100
            and not np.may_share_memory(a, b)
            and np.geterr()["under"] == "ignore"
        ):
            a_list = a.tolist()
            b_list = b.tolist()
            s_number = float(s) if type(s) is np.float64 else s
            k_number = float(k) if type(k) is np.float64 else k
            for i in range(1, len(a)):
                s_number = s_number * k_number + a_list[i] * b_list[i]
                if not -1e100 < s_number < 1e100:
                    raise OverflowError
                a_list[i - 1] = float(s_number)
            a_made = np.array(a_list)
            is_listed = (a_made.dtype, a_made.shape) == (a.dtype, a.shape)
    except Exception:
        pass
    if is_listed:
        a[...] = a_made
        if s_number is not s:
            s = np.float64(s_number)
    else:
        for i in range(1, len(a)):
            s = s * k + a[i] * b[i]
            a[i - 1] = s
    return s, a
`);
  });

  it("lets what is only added, compared and chosen from be infinite", () => {
    const warp = /def warp[^]*?(?=def)/u.exec(tables)?.[0] ?? "";
    const { text } = fix(`${head}${warp}`);
    expect(text).toContain("((d < 1e100) | (d == np.inf)).all()");
    expect(text).toContain("and -1e100 < a.min() and a.max() < 1e100");
    expect(text).toContain('if not -1e100 < checked < 1e100 and checked != float("inf"):');
  });

  it("asks nothing of a name that each branch sets", () => {
    const text = fix(of(...(lines[14] ?? []))).text;
    expect(text).toContain("for part in (k,))");
    expect(text).toContain("checked = a_list[i] + (c * a_list[i - 1])");
  });

  it("reads arrays and numbers of an object that are its own", () => {
    const done = fix(attributes);
    expect(done.fixes).toBe(2);
    expect(done.text).toContain('and "u" in vars(self) and all(not hasattr(vars(each).get("u"), "__set__")');
    expect(done.text).toContain("u_list[x] = checked");
    expect(done.text).toContain("self.u[...] = u_made");
  });

  it("gives the same bits, types, warnings and errors for whatever it is given", ({ skip }) => {
    if (!isThere) return skip("numpy cannot be installed");
    const texts = [...lines, ...whole].map((each) => of(...each));
    const all = texts.flatMap((text) => arrays.map((each) => [text, `f(${each})`] as const));
    const tabled = [
      ...tablesGiven.map((each) => [tables, each] as const),
      ...attributesGiven.map((each) => [attributes, each] as const),
    ];
    for (const elements of [["numpy.float64"], ["numpy.int64"]]) {
      const others = expectSameAnswers([...all, ...tabled], { elements });
      expect(others.length).toBeLessThan(elements[0] === "numpy.float64" ? 4 : 2);
    }
  });

  const loop = "for i in range(1, len(a)):";
  const left: readonly LeftCase[] = [
    [
      "whose number may have either type after it",
      ["other-use"],
      of("m = 0", loop, "    m = max(m, a[i] * a[i - 1])", "    a[i] = m", "return m"),
    ],
    [
      "whose number an inner function sees",
      ["escapes"],
      of("s = 0", "g = lambda: s", loop, "    s = a[i] - s * a[i - 1]", "    a[i] = s"),
    ],
    ["of a module", ["escapes"], `${head}a = np.ones(9)\nfor i in range(1, 9):\n    a[i] = a[i] - a[i - 1]`],
    ["named by text", ["dynamic-names"], of(loop, "    a[i] -= a[i - 1]", "return locals()")],
    ["of lists", ["not-an-array"], of(loop, "    a[i] -= a[i - 1]", "return a"), { type: "list" }],
    ["of rows", ["not-an-array"], of(loop, "    a[i] -= a[i - 1]", "return a"), { elements: ["numpy.ndarray"] }],
    [
      "where float is another one",
      ["dynamic-names"],
      `float = max
${of(loop, "    a[i] -= a[i - 1]", "return a")}`,
    ],
    ["with a call", [], of(loop, "    a[i] = abs(g(a[i - 1]))", "return a")],
    ["of powers", [], of(loop, "    a[i] = a[i - 1] ** 2", "return a")],
    ["of slices", [], of(loop, "    a[i] = a[i - 1:i]", "return a")],
    ["with a return", [], of(loop, "    a[i] -= a[i - 1]", "    if a[i] > k: return i", "return a")],
    ["of an array that is another one in each turn", [], of(loop, "    a[i] -= a[i - 1]", "    a = b", "return a")],
    ["that divides by what may be infinite", [], of(loop, "    a[i] = a[i - 1] / (a[i] / k)", "return a")],
    ["that compares what may be infinite", [], of(loop, "    a[i] = 1.0 if a[i - 1] / k > a[i] else 0.5", "return a")],
    ["that can be written over whole arrays", [], of("for i in range(len(a)):", "    a[i] = b[i] * k", "return a")],
    ["that sets an attribute", [], of(loop, "    a[i] -= a[i - 1]", "    b.total = i", "return a")],
    [
      "of attributes of an object that is another one in each turn",
      [],
      of("for b in a:", "    b.u[1] -= b.u[0]", "return a"),
    ],
    ["without numpy", [], of(loop, "    a[i] -= a[i - 1]", "return a").replace("import numpy as np\n", "")],
  ];
  test.each(left.map((each) => [each[0], each] as const))("is left where it is a loop %s", (_, each) => {
    const [why, obstacles, code, seen = {}] = each;
    expectLeft([why, obstacles, code.trimEnd(), seen], fix);
  });

  it("fixes its slow fixture alone, to the same answer", ({ skip }) => {
    expectFixtures("array-items", fix, {
      "near-miss-rows.py": { elements: ["numpy.ndarray"] },
      "fast.py": { type: "list" },
    });
    if (!isThere) return skip("numpy cannot be installed");
    const slow = readFileSync(join(packageFolder, "fixtures/rules/array-items/slow.py"), "utf8").replace("800", "40");
    expect(runWithNumpy(["-"], fix(slow).text)).toBe(runWithNumpy(["-"], slow));
  });
});
