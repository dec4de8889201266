import { expect, test } from "vitest";
import { repeatedRecursion } from "../../src/diagnose/rules/repeated-call/rule.ts";
import { fixRepeatedCall } from "../../src/fix/fixes/repeated-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const text: Seen = { elements: ["str"] };

const pure: readonly (readonly [name: string, code: string, calls: readonly string[], seen?: Seen])[] = [
  [
    "ways through a grid that is handed on",
    `def f(grid, r, c):
    if r == len(grid) - 1 and c == len(grid[0]) - 1:
        return 1
    total = 0
    if r + 1 < len(grid) and grid[r + 1][c] == 0:
        total += f(grid, r + 1, c)
    if c + 1 < len(grid[0]) and grid[r][c + 1] == 0:
        total += f(grid, r, c=c + 1)
    return total
G = [[0] * 6 for _ in range(6)]
class Row(list):
    def __getitem__(self, i): return 1
`,
    [
      "f(G, 0, 0)",
      "(G[1].__setitem__(1, 1), f(G, 0, 0), G[1].__setitem__(1, 0), f(G, 0, 0))",
      "f(((0, 0), (0, 0)), 0, 0)",
      "f([Row([0, 0]), Row([0, 0])], 0, 0)",
      "f(G, 0.0, 0)",
      "f(G, 0, True)",
      "f(iter(G), 0, 0)",
      "f({}, 0, 0)",
      "f(None, 0, 0)",
      "f()",
      "f(grid=G, c=2, r=1)",
    ],
  ],
  [
    "a knapsack of an object's lists",
    `class Packer:
    def __init__(self, weights, values):
        self.weights = weights
        self.__values = values
    def best(self, i, room):
        """The most."""
        if i == len(self.weights) or room == 0:
            return 0
        skip = self.best(i + 1, room)
        if self.weights[i] > room:
            return skip
        return max(skip, self.__values[i] + self.best(i + 1, room - self.weights[i]))
class Other(Packer):
    def best(self, i, room): return Packer.best(self, i, room) + 1
P = Packer([3, 4, 5, 1], [4, 5, 6, 1])
`,
    [
      "P.best(0, 9)",
      "(P.best(0, 9), P.weights.append(2), P.best(0, 9))",
      "Packer([1, 2], [3, 4]).best(0, 2)",
      "Packer([1, 2], [-0.0, 0.0]).best(0, 2)",
      "Other([3, 4, 5, 1], [4, 5, 6, 1]).best(0, 9)",
      "Packer(iter([1]), [1]).best(0, 9)",
      "Packer([1, 2], [1]).best(0, 9)",
      "(Packer.best.__doc__, Packer.best.__name__)",
      "Packer.__new__(Packer).best(0, 1)",
    ],
  ],
  [
    "how deep a graph is, whose results are numbers",
    `class Graph:
    def __init__(self): self.edges = {}
    def depth(self, name):
        needs = self.edges.get(name, ())
        if not needs: return 0
        return 1 + max(self.depth(need) for need in needs)
G = Graph()
G.edges = {"a": ["b", "c"], "b": ["c", "d"], "c": ["d"], 1: [True], True: ["a"]}
`,
    [
      "[G.depth(each) for each in 'abcd']",
      "G.depth(1)",
      "(G.edges.update(d=['e']), G.depth('a'), G.depth('d'))",
      "G.depth(('a',))",
      "G.depth([])",
      "Graph().depth('x')",
    ],
    text,
  ],
  [
    "words in a text, with a result that could be changed, which is not kept",
    `def f(rest, words):
    if not rest: return [[]]
    return [[word] + more for word in words if rest.startswith(word) for more in f(rest[len(word):], words)]
W = ["a", "aa", "b"]
`,
    ["f('aab', W)", "[f('aab', W) is f('aab', W), f('aab', iter(W))]", "f('', None)", "f('a', None)"],
    text,
  ],
  [
    "tuples of cost and place",
    `def best(table, i, j=0):
    if i >= len(table): return (0, -1)
    return min((table[i][k] + best(table, i + 1, k)[0], k) for k in range(len(table[i])) if abs(k - j) < 2)
T = [[3, 1, 2], [5, 1, 0], [2, 2, 9]]
`,
    ["best(T, 0)", "best(T, 0, 2)", "best(tuple(T), 0, j=1)", "best(T, 0, 9)", "best([], 0)"],
  ],
];

const cases = pure.map(([name, code, calls, seen]): Case => ({
  name,
  text: code,
  calls,
  fixes: 1,
  ...(seen && { seen }),
}));

test("a recursion gives what it gave, whatever it hands on", () => {
  for (const { name, text: code, seen } of cases) {
    const fixed = fixAll(code, repeatedRecursion, fixRepeatedCall, seen);
    expect(fixed.fixes, `${name} ${fixed.obstacles.join()}`).toBeGreaterThan(0);
    expect(fixed.text).toContain("threading.local()");
  }
  expectSame(cases, repeatedRecursion, fixRepeatedCall);
});

const impure: readonly (readonly [why: string, code: string])[] = [
  ["fills what it hands on", "def f(xs, n):\n    xs.append(n)\n    return len(xs) if n < 1 else f(xs, n - 1)"],
  [
    "fills what lies deep in what it hands on",
    "def f(xs, n):\n    row = xs[0][0][0][0][0]\n    row += [n]\n    return 1 if n < 2 else len(row) + f(xs, n - 1)",
  ],
  [
    "takes from each of what it hands on",
    "def f(xs, n): return 1 if n < 2 or not xs[0] else sum(map(next, xs)) + f(xs, n - 1)",
  ],
  ["takes from what it hands on", "def f(xs, n): return next(xs) if xs[0] else f(xs, n - 1)"],
  ["hands on something else at times", "def f(xs, n): return f(xs[1:], n - 1) + f(xs, n) if xs[n] else 1"],
  ["gives its parameter another value", "def f(xs, n):\n    if n: xs = [n]\n    return f(xs, n - 1) + xs[0]"],
  ["looks into nothing", "def f(a, n): return 1 if n < 2 else a + f(a, n - 1)"],
  ["prints", "def f(xs, n):\n    print(n)\n    return 1 if n < 2 else xs[n] + f(xs, n - 1)"],
  ["hands itself on", "def f(xs, n): return 1 if n < 2 else xs[n] + sum(map(f, xs))"],
  ["calls what it hands on", "def f(xs, n): return 1 if n < 2 else xs(n) + f(xs, n - 1) + xs[0]"],
  [
    "changes its object",
    "class C:\n    def f(self, n):\n        self.n = n\n        return self.rows[n] + self.f(n - 1)",
  ],
  ["asks another object", "class C:\n    def f(self, n): return self.rows[n] + self.next.f(n - 1)"],
  [
    "reads a property",
    "class C:\n    @property\n    def rows(self): return [1]\n    def f(self, n): return self.rows[n] + self.f(n - 1)",
  ],
  ["may be another one's", "class C:\n    def f(self, n): return self.rows[n] + self.f(n - 1)\ndef g(c): c.f = len"],
  ["has any number of arguments", "def f(xs, *n): return xs[n[0]] + f(xs, *n)"],
  ["is a generator", "def f(xs, n):\n    yield xs[n]\n    yield from f(xs, n - 1)"],
];

test.each(impure)("says nothing of a recursion that %s", (_, code) => {
  expect(fixAll(`${code}\n`, repeatedRecursion, fixRepeatedCall)).toMatchObject({ fixes: 0, obstacles: [] });
});
