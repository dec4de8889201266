import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repeatedCall } from "../../src/diagnose/rules/repeated-call/rule.ts";
import { fixRepeatedCall } from "../../src/fix/fixes/repeated-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const text: Seen = { elements: ["str"] };

const pure: readonly (readonly [name: string, text: string, calls: readonly string[], seen?: Seen])[] = [
  [
    "recursion over numbers",
    "def f(n):\n    if n < 2: return n\n    return f(n - 1) + f(n - 2)\n",
    ["f(15)", "[f(1), f(True), f(1.0), f(False)]", "[f(0), f(0.0), f(-0.0)]", "f('a')"],
  ],
  [
    "what it makes and fills itself",
    "def f(n):\n    out = []\n    for i in range(n):\n        out.append(str(i))\n    return ','.join(out)\n",
    ["[f(3), f(3), f(0)]", "f(None)"],
  ],
  [
    "a table that it fills, of which it returns one cell",
    `def f(a, b):
    rows = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            row = rows[i + 1]
            row[j + 1] = rows[i][j] + 1 if x == y else max(rows[i][j + 1], row[j])
    return rows[-1][-1]
`,
    ["[f('abcd', 'acbd'), f('abcd', 'acbd'), f('', 'a')]", "f('b', 'b')"],
    text,
  ],
  [
    "constants of the module, of the library and its own functions",
    `import re
import math
WORD = re.compile(r"[a-z]+")
SIZES = {"a": 1, "b": 2}
def weight(word): return sum(SIZES.get(each, 0) for each in word) * math.pi
def f(line):
    counts = {}
    for word in WORD.findall(line.lower()):
        counts[word] = counts.get(word, 0) + 1
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((word, weight(word)) for word, _ in best[:2])
`,
    ["[f('a b a'), f('a b a'), f('')]"],
    text,
  ],
  [
    "sorted copies, slices and values of dicts that it fills",
    `def f(n):
    groups = {}
    for i in range(n):
        groups.setdefault(i % 3, []).append(i)
    rest = [each for row in groups.values() for each in row]
    while rest and rest[0] < n // 2:
        rest = sorted(rest)[1:]
    pairs = [(row[0], len(row)) for key, row in sorted(groups.items())]
    return tuple(rest), max(pairs, default=None)
`,
    ["[f(7), f(7), f(0)]"],
  ],
  [
    "exceptions, which are not kept",
    "def f(n):\n    for i in range(n):\n        if i > 3: raise ValueError('too many: %d' % n)\n    return n\n",
    ["f(2)", "f(9)", "[f(1), f(9)]"],
  ],
  [
    "an import that is there, below a decorator's place",
    '"""A module."""\nimport functools\n\n# counts\ndef f(n):\n\treturn len([i for i in range(n)])\n',
    ["[f(3), f(3)]"],
  ],
  [
    "lists and dicts, of which each caller gets one of its own",
    `def f(line):
    if not line:
        return None
    words = []
    for word in line.split():
        words.append(word)
    return words if len(words) > 1 else {word: 1 for word in words}
def g(line):
    first = f(line)
    if type(first) is list: first.append('more')
    if type(first) is dict: first['more'] = 2
    return first, f(line), f(line) is f(line) and line
`.replace(
      "return words if len(words) > 1 else {word: 1 for word in words}",
      "if len(words) > 1: return words\n    return {word: 1 for word in words}",
    ),
    ["[g('a b c'), g('a'), g(''), g('a b c'), g('a')]", "f(7)", "[f('a b'), f(b'a b')]"],
    text,
  ],
  [
    "numbers of several types, of which equal ones mean something else",
    "def f(x, y=1, *, z=None):\n    return ' '.join('%r' % (each,) for each in (x, y, z))\n",
    [
      "[f(0.0), f(-0.0), f(0), f(False), f(1.0), f(1), f(True), f(2.5), f(2.5), f(-2.5)]",
      "[f(float('nan')), f(float('inf')), f(1, 1.0), f(1.0, 1), f(1.5, z=1), f(1.5, z=True), f(1.5, z=1.0), f(1.5, z=None)]",
      "[f(2.5, 0.0), f(2.5, -0.0), f(2.5, z=0.0), f(2.5, z=-0.0), f(2.5, y=-0.0)]",
      "f('a')",
      "f(1, 2, 3)",
    ],
    { elements: ["float", "int", "NoneType"] },
  ],
  [
    "floats alone",
    "def f(x, y):\n    return ' '.join('%+.1f' % each for each in (x, y))\n",
    [
      "[f(0.0, 1.0), f(-0.0, 1.0), f(1.0, 0.0), f(1.0, -0.0), f(1.5, 2.5), f(1.5, 2.5), f(1, 2.5), f(True, 2.5)]",
      "f('a', 1.0)",
    ],
    { elements: ["float"] },
  ],
  [
    "a static method of a decorated class",
    `def same(owner): return owner
@same
class Reader:
    size = 2
    @staticmethod
    def f(line):
        return tuple(sorted(line.split()))
    def of(self, line): return self.f(line) + Reader.f(line)
class Other(Reader):
    @staticmethod
    def f(line): return (line,)
`,
    ["[Reader().of('b a'), Reader().of('b a'), Other().of('b a')]", "Reader.f(b'b a')", "Reader.f(None)"],
    text,
  ],
];

const cases = pure.map(([name, code, calls, seen]): Case => ({
  name,
  text: code,
  calls,
  fixes: 1,
  ...(seen && { seen }),
}));

describe("repeated-call", () => {
  test.each(cases.map((each) => [each.name, each] as const))("keeps the results of %s", (_, each) => {
    const fixed = fixAll(each.text, repeatedCall, fixRepeatedCall, each.seen);
    expect(fixed.fixes, `${fixed.obstacles.join("\n")}\n${fixed.text}`).toBeGreaterThan(0);
    expect(fixed.text).toContain("lru_cache(maxsize=None");
  });

  test("gives what the function gave, whatever it had been given before", () =>
    expectSame(cases, repeatedCall, fixRepeatedCall));

  test("works out what other arguments give each time, as before", () => {
    const [first] = cases;
    const { text: fixed, assumes } = fixAll(first?.text ?? "", repeatedCall, fixRepeatedCall);
    expect(fixed).toBe(`import functools


def kept_for_int(kept):
    """Keeps results for exactly these types: other arguments can be equal and mean something else."""

    @functools.wraps(kept)
    def f(n):
        if type(n) is int:
            return kept(n)
        return kept.__wrapped__(n)

    return f


@kept_for_int
@functools.lru_cache(maxsize=None)
${first?.text}`);
    expect(assumes.map(({ code }) => code)).toEqual(["not-deep", "keeps-results"]);
  });

  test.each<[what: string, types: readonly string[], code: string, condition: string]>([
    [
      "of several parameters",
      ["str"],
      "def f(a, b): return max([i for i in range(9)])",
      "if type(a) is type(b) is str:",
    ],
    ["of several types", ["int", "str"], "def f(a): return max([i for i in range(9)])", "if type(a) in (int, str):"],
    [
      "that may be left out",
      ["NoneType", "int"],
      "def f(a=None): return max([i for i in range(9)])",
      "if (a is None or type(a) is int):",
    ],
    [
      "in tuples",
      ["int", "tuple"],
      "def f(a): return max([i for i in range(9)])",
      "if (type(a) is int or type(a) is tuple and set(map(type, a)) <= {int}):",
    ],
  ])("keeps results by arguments %s", (_, elements, code, condition) => {
    const fixed = fixAll(`${code}\n`, repeatedCall, fixRepeatedCall, { elements });
    expect(fixed.fixes, fixed.obstacles.join()).toBe(1);
    expect(fixed.text).toContain(condition);
  });
});

const impure: readonly (readonly [why: string, code: string])[] = [
  [
    "asks another one whose default the file fills",
    "T = {}\ndef g(n, t=T): return t[n] if n in t else 0\ndef f(n): return sum(g(i) for i in range(n))\nT[1] = 2",
  ],
  ["prints", "def f(n):\n    for i in range(n): print(i)\n    return n"],
  [
    "reads a global that changes",
    "LIMIT = 1\ndef g():\n    global LIMIT\n    LIMIT += 1\ndef f(n):\n    return [i for i in range(n)][:LIMIT][0]",
  ],
  [
    "reads a list that somebody fills",
    "SEEN = []\ndef g(x): SEEN.append(x)\ndef f(n): return sum(i in SEEN for i in range(n))",
  ],
  ["counts its calls", "calls = 0\ndef f(n):\n    global calls\n    calls += 1\n    return sum(range(n))"],
  ["asks the clock", "import time\ndef f(n): return sum(range(n)) + time.time()"],
  ["draws lots", "import random\ndef f(n): return sum(random.random() for _ in range(n))"],
  ["reads a file", "def f(name): return len(list(open(name)))"],
  ["changes its argument", "def f(xs):\n    xs.append(1)\n    return len([x for x in xs])"],
  ["stores into its argument", "def f(xs):\n    for i in range(3): xs[i] = 0\n    return 0"],
  ["fills a default", "def f(n, memo={}):\n    for i in range(n): memo[i] = n\n    return len(memo)"],
  ["calls what it is given", "def f(n, g): return sum(g(i) for i in range(n))"],
  ["calls a function that prints", "def g(n): print(n)\ndef f(n): return [g(i) for i in range(n)][0]"],
  [
    "calls another method of its object, which does more",
    "class C:\n    def g(self): return next(self.n)\n    def f(self, n): return sum(range(n)) + self.g()",
  ],
  ["takes from an iterator", "def f(rows):\n    total = 0\n    while total < 9: total += next(rows)\n    return total"],
  ["asks for identity", "def f(a, b): return [a is b for _ in range(3)][0] is True"],
  ["awaits nothing", "async def g(n): return n\ndef f(n): return [g(i) for i in range(n)][0]"],
  [
    "fills what another one keeps",
    "import functools\n@functools.lru_cache()\ndef g(n): return [n]\ndef f(n):\n    g(n).append(n)\n    return len(g(n))",
  ],
  ["is a generator", "def f(n):\n    for i in range(n): yield i"],
  ["keeps its state in itself", "def f(n):\n    f.calls = n\n    return sum(range(n))"],
  ["imports when it runs", "def f(n):\n    import os\n    return [os.getcwd() for _ in range(n)][0]"],
  ["calls another module's function", "from other import g\ndef f(n): return [g(i) for i in range(n)][0]"],
  ["makes an object", "class C: pass\ndef f(n): return [C() for _ in range(n)][0]"],
  ["runs code", "def f(n): return [eval('n') for _ in range(n)][0]"],
  ["calls its twin", "def f(n): return 0 if n < 1 else g(n - 1)\ndef g(n): return 1 if n < 1 else f(n - 1)"],
];

test.each(impure)("says nothing of a function that %s", (_, code) => {
  expect(fixAll(`${code}\n`, repeatedCall, fixRepeatedCall)).toMatchObject({ fixes: 0, obstacles: [] });
});

const advice: readonly (readonly [why: string, obstacle: string, code: string, seen?: Seen])[] = [
  ["returns a set", "shared-result", "def f(n): return {i for i in range(n)}"],
  ["returns a list or a set", "shared-result", "def f(n):\n    if n: return [n for _ in range(n)]\n    return set()"],
  [
    "returns a list that it is not seen to make",
    "shared-result",
    "def g(n): return [n]\ndef f(n): return g(n) or [i for i in range(n)]",
  ],
  [
    "returns what an iterator may be",
    "shared-result",
    "def f(n):\n    if n: return [n]\n    return map(str, range(n))",
  ],
  ["returns an iterator", "shared-result", "def f(n): return map(str, range(n))"],
  [
    "may return a row of its table",
    "shared-result",
    "def f(n):\n    rows = [[i] for i in range(n)]\n    return rows[0]",
  ],
  ["returns a tuple of lists", "shared-result", "def f(n): return ([i for i in range(n)], n)"],
  [
    "returns a row that it fills through another name",
    "shared-result",
    "def f(n):\n    rows = [[] for i in range(n)]\n    row = rows[0]\n    row.append([n])\n    return rows[0][0]",
  ],
  [
    "may return what it has put into a copy's rows",
    "shared-result",
    "def f(n):\n    rows = [[n] for i in range(3)]\n    for row in list(zip(rows, rows)): row[0].append([n])\n    return rows[0][1]",
  ],
  [
    "may return what it has put into the rows of a list of its rows",
    "shared-result",
    "def f(n):\n    rows = [[n]]\n    view = [row for row in rows]\n    view[0].append([n])\n    return rows[0][1]",
  ],
  ["returns lists in a tuple", "shared-result", "def f(n): return tuple(map(str.split, [str(n)]))"],
  [
    "is given floats in tuples",
    "equal-arguments",
    "def f(x): return sum(each for each in x)",
    { elements: ["tuple", "float"] },
  ],
  [
    "is given decimals",
    "equal-arguments",
    "def f(x): return sum(x for _ in range(9))",
    { elements: ["decimal.Decimal"] },
  ],
  [
    "is given True and 1 in tuples",
    "equal-arguments",
    "def f(t): return sum(t) + sum(t)",
    { elements: ["tuple", "int", "bool"] },
  ],
  ["may have any number of arguments", "equal-arguments", "def f(n, *rest): return sum(range(n))"],
  ["calls an argument type", "equal-arguments", "def f(type): return sum(range(type))"],
  ["was given empty tuples alone", "equal-arguments", "def f(t): return sum([n for n in t])", { elements: ["tuple"] }],
  ["may mean something else by int", "equal-arguments", "int = float\ndef f(n): return sum(range(n))"],
  ["has another name too", "rebound", "def f(n): return sum(range(n))\nf = f"],
  ["is asked for more than results", "other-use", "def f(n): return sum(range(n))\nprint(f.__name__)"],
];

const advised = advice.map(([why, obstacle, code, seen = {}]) => [why, { obstacle, code, seen }] as const);

test.each(advised)("leaves it to a person where a function %s", (_, { obstacle, code, seen }) => {
  const done = fixAll(`${code}\n`, repeatedCall, fixRepeatedCall, seen);
  expect(done).toMatchObject({ fixes: 0, text: `${code}\n` });
  expect(done.obstacles).toContain(obstacle);
});

test("fixtures are fixed or left as they are", () => {
  const folder = join(import.meta.dirname, "../../fixtures/rules/repeated-call");
  const seen: Readonly<Record<string, Seen>> = {
    "slow.py": text,
    "near-miss-zeros.py": { elements: ["tuple", "float"] },
  };
  // Here every call is taken for one of many: of these files the functions are called once.
  const calledOnce = new Set(["near-miss-once.py", "fast.py"]);
  for (const name of readdirSync(folder).filter((each) => !calledOnce.has(each))) {
    const done = fixAll(readFileSync(join(folder, name), "utf8"), repeatedCall, fixRepeatedCall, seen[name]);
    expect(done.fixes > 0, name).toBe(name === "slow.py");
  }
});
