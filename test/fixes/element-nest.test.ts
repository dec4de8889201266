import { describe, expect, it } from "vitest";
import { expectSameAnswers, lines, random } from "./element-answers.ts";
import { hasNumpy } from "./with-numpy.ts";

/** Bodies of `for i in range(h): …; for j in range(…):` with what comes before both, before the inner one, its range, and what is returned. */
const nests: readonly (readonly [
  body: string,
  returned?: string,
  before?: string,
  between?: string,
  range?: string,
])[] = [
  ["out[i, j] = a[i, j] * k + b[j]"],
  ["out[i][j] = a[i][j] - b[i]"],
  ["out[j, i] = a[i, j] * 2"],
  ["out[i, j] = a[j, i] + out[i, j]"],
  ["out[i, j] = b[i] * b[j] / 3"],
  ["out[i, j] = b[j]"],
  ["out[i, j] = b[i]"],
  ["out[i, j] = 3"],
  ["out[i, j] = i * 2 - j"],
  ["out[i, j] = a[i, i] + a[j, j]"],
  ["out[i, j] = a[i - 1, j] + a[i, j + 1]", "out", "", "", "range(1, w - 1)"],
  ["t = out[i, j]; out[i, j] = a[i, j]; a[i, j] = t", "out, a"],
  ["total += a[i, j]", "total", "total = 0"],
  ["if a[i, j] > k: total += a[i, j] * j", "total", "total = 0.0"],
  ["total += b[i]; out[i, j] = total", "out, total", "total = 1"],
  ["if b[i] > k: count += 1", "count", "count = 0"],
  ["if b[j] > k: count += 2", "count", "count = 0"],
  ["count += 1", "count", "count = 0"],
  ["if a[i, j] > best: best = a[i, j]; y = i; x = j; v = b[j]", "best, y, x, v", "best = -9; y = x = v = None"],
  ["best = min(best, b[i])", "best", "best = 9"],
  ["r.append(b[i] + b[j])", "r", "r = [0]"],
  ["if b[j] > k: r.append(a[i, j] * 2)", "r", "r = []"],
  ["g[int(a[i, j] * 4)] += 1", "g", "g = np.zeros(5)"],
  ["if b[i] > k: g[int(b[j])] -= a[i, j]", "g", "g = np.ones(5)"],
  ["out[i, j] = (a[i, j] - k) ** 2 + b[j] ** 3"],
  ["out[i, j] = math.sin(b[i]) + math.sqrt(a[i, j])"],
  ["if i > 0 and j < w - 1 and a[i, j] > k: out[i, j] = a[i - 1, j + 1]"],
  ["if a[i, j] > k: out[i, j] = a[i - 1, j]"],
  ["if i > 0 and a[i, j] > k: out[i, j] = a[j, i - 1] + b[i - 1]"],
  ["out[i, j] = a[(i + 1) % h, j - 1]"],
  ["out[i, j] = a[(j + 1) % w, (i - 1) % h]"],
  ["out[i, j] = a[b[i], b[j]]"],
  ["if b[i] < k: continue; out[i, j] = a[i, j]"],
  ["v = a[i, j] if b[j] > k else b[i]; out[i, j] = max(v, k)"],
  ["u, v = a[i, j], b[i]; out[i, j] = u * v"],
  ["out[i, j] = p + a[i, j]", "out", "", "p = b[i] * 2"],
  ["out[i, j] = p + b[j]", "out", "", "p = b[i] * 2; q = 3; p = p * q"],
  ["s += a[i, j]; out[i, j] = s", "out", "", "s = 0.0"],
  ["out[i, j] = a[i, j]; s = a[i, j]", "out", "s = 1", "t = s"],
  ["out[i, j] = p", "out", "j = 1", "p = j"],
  ["out[i, j] = a[i, j] * 2", "out", "", "", "range(i)"],
  ["out[i, j] = a[i, j] * 2", "out", "", "", "range(1, a.shape[1] // 2)"],
  ["out[i, j] = a[i, j] * 2", "out", "n = a.shape", "", "range(n[1])"],
  ["out[i, j] = a[i, j] * 2", "out", "n = list(a.shape)", "", "range(n[1])"],
  ["out[i, j] = a[i, j] * 2", "out", "n = list(a.shape)", "n[1] = 2", "range(n[1])"],
  ["for m in (-1, 0, 1): out[i, j] += a[i, j] * m"],
  ["s = 0; for m in range(len(b)): s += a[i, m] * b[m]; out[i, j] = s"],
  ["v = a[i, j]; out[i, j] = v; out[i, 0] = v"],
  ["u, v = c[i, j]; out[i, j] = u * 0.3 + v * 0.7", "out", "c = np.stack((a, a.T), 2)"],
  ["if b[j] > k: out[i, j] = a[i, j] / b[j] + math.exp(b[i]) * b[j] ** 2"],
  ["if b[i] != 0 and b[j] / b[i] > k: out[i, j] = math.log(b[i]) * a[i, j]"],
  ["c[i, j, 0] = a[i, j] * 2; c[i, j, 1] = b[j]", "c", "c = np.zeros((h, w, 2), dtype=out.dtype)"],
  ["c[i, j, 0] = a[i, j]; c[i, j, -1] = b[j] + c[i, j, 0]", "c", "c = np.zeros((h, w, 1))"],
];

const nestTexts = nests.map(([body, returned = "out", before = "", between = "", range = "range(w)"]) =>
  `import math\nimport numpy as np\ndef f(a, b, out, k=0.3):\n    h, w = a.shape; ${before || "pass"}\n    for i in range(h):\n        ${between || "pass"}\n        for j in ${range}:\n${lines(body).replaceAll(/^/gmu, "    ").trimEnd()}\n    return ${returned}\n`.replace(
    "        pass\n",
    "",
  ),
);
const nestsGiven = [
  ...[
    `${random}(4, 4)`,
    "np.arange(16).reshape(4, 4) % 5 - 1",
    "(np.arange(16) % 3).astype(np.int8).reshape(4, 4)",
    "(np.arange(16) * 31).astype(np.uint8).reshape(4, 4)",
    `${random}(4, 4).T`,
    `${random}(8, 8)[::2, ::2]`,
    "np.array([[0.0, -0.0], [1.0, np.nan]])",
    "np.arange(16).reshape(4, 4) * 2**57",
    "np.full((4, 4), 1e308)",
  ].map(
    (a, at) =>
      `${a}, ${at % 2 === 0 ? "np.arange(4) % 3, np.zeros((4, 4))" : `${random}(4), np.zeros((4, 4), dtype=int), 1`}`,
  ),
  `${random}(5, 3), ${random}(5), np.zeros((5, 5))`,
  `${random}(3, 5), ${random}(5), np.zeros((5, 5))`,
  `${random}(0, 5), ${random}(3), np.zeros((5, 5))`,
  `${random}(5, 0), ${random}(3), np.zeros((5, 5))`,
  `${random}(4, 4), ${random}(4), np.zeros((4, 4), order="F").T`,
  `*(lambda x: (x, x[0], x))(${random}(4, 4))`,
  `*(lambda x: (x, x[0], x[::-1]))(${random}(4, 4))`,
  `*(lambda x: (x[:-1, :-1], x[0], x[1:, 1:]))(${random}(5, 5))`,
  `${random}(4, 4), ${random}(4), np.broadcast_to(0.0, (4, 4))`,
];

describe("element-loop", () => {
  it("gives the same for two loops at once, whatever stands between and in them", ({ skip }) => {
    if (!hasNumpy()) return skip("numpy cannot be installed");
    const all = nestTexts.flatMap((text) => nestsGiven.map((each) => [text, `f(${each})`] as const));
    const made = expectSameAnswers(all, { elements: ["numpy.int64"] });
    expect(made.filter(({ text }) => text.includes("inner_turns")).length).toBe(43);
  });
});
