import { lines } from "./element-answers.ts";

/** Bodies of `for i in range(len(a))` with what comes before it and what is returned. */
const bodies: readonly (readonly [before: string, body: string, returned: string])[] = [
  ["total = 0", "total += a[i] * b[i]", "total"],
  ["total = 1", "total -= a[i] * k", "total"],
  ["total = 0", "total += math.sqrt(a[i])", "total"],
  ["total = 0", "total += (a[i] - k) ** 2", "total"],
  ["total = 0", "total += math.sin(a[i]); out[i] = total / (i + 1)", "total, out"],
  ["count = other = 0", "if a[i] > k and b[i] <= a[i]: count += 1; else: other += 2", "count, other"],
  ["total = 0", "if a[i] > k: total += a[i]", "total"],
  ["best = -1e9; where = None", "if a[i] > best: best = a[i]; where = i", "best, where"],
  ["best = 1e9; last = 0", "best = min(best, abs(a[i] - k)); last = max(last, b[i])", "best, last"],
  ["", "dx = a[i] - k; dy = b[i] - k; out[i] = math.sqrt(dx * dx + dy * dy)", "out"],
  ["", "if a[i] < k: out[i] = 0; elif a[i] > 2 * k: out[i] = 1; else: out[i] = a[i]", "out"],
  ["", "if a[i] < k: out[i] = a[i] * 2", "out"],
  ["", "v = a[i] * 3; v = max(1, min(2, v)); out[i] = v", "out"],
  ["", "t = out[i]; out[i] = b[i]; b[i] = t", "out, b"],
  ["count = 0", "if a[i] < k: continue; out[i] = a[i]; count += 1", "out, count"],
  ["", "out[i] = a[len(a) - 1 - i]", "out"],
  ["", "out[i] = a[i] * i + i // 2 - i % 3", "out"],
  ["", "if b[i] > k: out[i] = a[i - 1] + a[i + 1]", "out"],
  ["", "if i > 0 and i < len(a) - 1 and a[i] > k: out[i] = a[i - 1] + a[i + 1]", "out"],
  ["", "s = 0; for j in (-1, 0, 1): s += a[i + j] if 0 <= i + j < len(a) else 0; out[i] = s", "out"],
  ["", "out[i] = a[(i + 1) % len(a)] + a[i - 1]", "out"],
  ["r = [1]", "if a[i] > k: r.append(a[i] * 2)", "r"],
  ["r = []", "r.append(math.sqrt(a[i]))", "r"],
  ["", "s = 0; for j in range(len(b)): s += a[i] * b[j]; out[i] = s", "out"],
  ["", "for j in range(-1, 2): out[i] += a[i] * j", "out"],
  ["h = np.zeros(5)", "h[int(a[i] * 4)] += b[i]", "h"],
  ["h = np.ones(5)", "if a[i] > k: h[int(a[i])] -= 1", "h"],
  ["", "out[i] = b[a[i]]", "out"],
  ["", "out[i] = int(a[i]) + int(b[i]) * 2", "out"],
  ["", "out[i] = float(a[i]) / 3 - float(b[i])", "out"],
  ["", "out[i] = -a[i] * b[i] * a[i] - b[i]", "out"],
  ["", "out[i] = 1 if a[i] == 1 and b[i] in (2, 3) or not a[i] > k else 0", "out"],
  ["", "if a[i]: out[i] = b[i]", "out"],
  ["", "if a[i] > k: v = a[i]; else: v = b[i]; out[i] = v", "out"],
  ["", "if a[i] != 0: out[i] = b[i] / a[i]", "out"],
  ["", "if a[i] > 0 and 1 / a[i] > k: out[i] = math.log(a[i]) + math.sqrt(a[i])", "out"],
  ["", "out[i] = math.pi * math.e ** -b[i]", "out"],
  ["", "out[i] = (a[i] ** k if a[i] > k else math.acos(b[i])) ** 2", "out"],
  ["", "v = 1; if not v > k: v = a[i]; out[i] = v", "out"],
  [
    "count = 0",
    "if a[i] == 0 or b[i] / a[i] < k: count += 1; out[i] = int(1 / b[i]) if b[i] > 0.1 else 0",
    "out, count",
  ],
];

/** Functions `f(a, b, out, k)` of one loop. */
export const bodyTexts: readonly string[] = bodies.map(
  ([before, body, returned]) =>
    `import math\nimport numpy as np\ndef f(a, b, out, k=0.3):\n    ${before || "pass"}\n    for i in range(len(a)):\n${lines(body)}    return ${returned}\n`,
);

/** Of loops that take elements, and of a nest. */
export const walkedTexts: readonly string[] = [
  "total = 0\n    for v in a:\n        total += v * v\n    return total",
  "count = 0\n    for u, v in zip(a, b):\n        if u > v:\n            count += 1\n    return count",
  "for i, v in enumerate(a):\n        out[i] = v * k\n    return out",
  "t = np.zeros((len(a), len(b)))\n    for i in range(len(a)):\n        for j in range(len(b)):\n            t[i, j] = (a[i] - b[j]) ** 2 + k\n    return t",
].map((body) => `import numpy as np\ndef f(a, b, out, k=0.3):\n    ${body}\n`);
