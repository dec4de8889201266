import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const nasty = [
  "f([1, 2, 3], [2, 5])",
  "f([], [])",
  "f([], [1])",
  "f([1], [])",
  "f([1, 1.0, True, 0, False], [True, 1.0, 0])",
  "f([NAN, 1], [NAN])",
  "f([NAN, 1], [float('nan')])",
  "f(['b', 'c'], 'abc')",
  "f('ab', 'xaby')",
  "f([1, 2], {1: 'a'})",
  "f([1, 2], (2, 3))",
  "f([1, 2, 3, 1], iter([1, 2, 3]))",
  "f([[1], [2]], [[1]])",
  "f([[1]], [1])",
  "f([1], [[1]])",
  "f([1], None)",
  "f([], None)",
  "f([1, 2], Odd([1]))",
  "f([1, 2], Bag([1]))",
  "f([1, 2], range(2))",
  "f([None, 'x'], [None])",
];
const setup = `
NAN = float("nan")
class Odd(list):
    def __contains__(self, x):
        return x == 2
class Bag:
    def __init__(self, xs):
        self.xs = xs
    def __contains__(self, x):
        return x == 7 or x in self.xs
    def __len__(self):
        return 3
`;

const one = ["list-membership"];
const shapes: readonly (readonly [string, string])[] = [
  [
    "for with an if",
    `
def f(xs, names):
    hits = []
    for x in xs:
        if x in names:
            hits.append(x)
    return hits
`,
  ],
  [
    "not in, continue, one line, tabs",
    `
def f(xs, names):
\tn = 0
\tfor x in xs:
\t\tif x not in names: continue
\t\tn += 1
\treturn n
`,
  ],
  ["a list comprehension that is returned", "def f(xs, names):\n    return [x for x in xs if x in names]\n"],
  ["any", "def f(xs, names):\n    return any(x in names for x in xs)\n"],
  ["a body on the line of its head", "def f(xs, names): return sum(1 for x in xs if x not in names)\n"],
  ["after a semicolon", "def f(xs, names):\n    n = 1; ys = {x: x in names for x in xs}; return n, ys\n"],
  [
    "a condition",
    `
def f(xs, names):
    if names and all(x in names for x in xs):
        return "all"
    elif not names:
        return "none"
    else:
        return "some"
`,
  ],
  [
    "while",
    `
def f(xs, names):
    x = 0
    while x in names and x < 100:
        x += 1
    return x
`,
  ],
  [
    "the outermost loop, several tests, several lines",
    `
def f(xs, names):
    out = []
    for x in xs:
        for y in xs:
            if (x not in names
                    and y in (names)):
                out.append((x, y))
            elif (
                x in names
            ):
                out.append(x)
    return out
`,
  ],
  [
    "a list made here",
    `
def f(xs, names):
    wanted = [x for x in xs]
    wanted += [1]
    return [n for n in list(names or ()) if n in wanted], wanted
`,
  ],
  [
    "a list made here that changes afterwards",
    `
def f(xs, names):
    wanted = sorted(xs, key=str)
    out = []
    for n in xs:
        if n in wanted: out.append(n)
    wanted.append(9)
    wanted.sort(key=str)
    return out, wanted
`,
  ],
  [
    "a new list in every turn of the outer loop",
    `
def f(xs, names):
    out = []
    for x in xs:
        near = [x]
        for y in xs:
            if y in near:
                out.append(y)
        near.append(2)
    return out
`,
  ],
  [
    "async, nested, decorated",
    `
import functools
def f(xs, names):
    @functools.lru_cache()
    def inner():
        async def run():
            found = 0
            for x in xs:
                if x in names:
                    found += 1
            return found
        return run()
    return inner()
`,
  ],
  [
    "an attribute that __init__ sets",
    `
class Filter:
    def __init__(self, names):
        self.names = names
    def run(self, xs):
        out = []
        for x in xs:
            if x in self.names:
                out.append(self.label(x))
        return out
    def label(self, x):
        return str(x)
def f(xs, names):
    return Filter(names).run(xs)
`,
  ],
  [
    "a chain whose last operand is the list, a walrus, == beside it",
    `
def f(xs, names):
    out = []
    for x in xs:
        if None is not x in names:
            out.append(1)
        if (y := x) in names:
            out.append(y)
        out.append((x in names) == True)
    return out
`,
  ],
  [
    "a function of this file that only reads",
    `
def clean(x):
    parts = []
    parts.append(x)
    return parts[0]
def f(xs, names):
    return [clean(x) for x in xs if clean(x) in names]
`,
  ],
  [
    "a generator function",
    `
def gen(xs, names):
    kept = list(xs)
    for x in xs:
        if x in kept:
            yield x
def f(xs, names):
    return list(gen(xs, names))
`,
  ],
  [
    "groups made here",
    `
from collections import defaultdict
def f(xs, names):
    groups = defaultdict(list)
    count = 0
    for x in xs:
        if x in names:
            groups[str(x)].append(x)
            count += 1
    return dict(groups), count
`,
  ],
  [
    "star arguments",
    "def g(xs, *names):\n    return [x for x in xs if x in names]\ndef f(xs, names):\n    return g(xs, *names)\n",
  ],
  [
    "names that are taken",
    `
names_set = 7
def f(xs, names):
    names_set_2 = 8
    return [x for x in xs if x in names], names_set, names_set_2
`,
  ],
  [
    "a private constant of the module",
    `
_KNOWN = [1, "a", None,
          2.0]  # kept
def known(x):
    return x in _KNOWN
def f(xs, names):
    return [known(x) for x in xs]
`,
  ],
  [
    "a tuple of the module, two names on one line",
    `
KNOWN = (1, "a"); OTHER = 2
class A:
    def known(self, x):
        """Docs."""
        if x in KNOWN: return OTHER
def f(xs, names):
    return [A().known(x) for x in xs]
`,
  ],
  [
    "constants in the test",
    `
def f(xs, names):
    return [x for x in xs if x in ["a", "b", 1, 2.0, None, True, -4, b"x", (1, 2), "i" "j", "k"]]
`,
  ],
  [
    "a script's own list",
    `
names = [1, 2, "ab"]
hits = []
for x in [1, 2, 3, "ab", 2]:
    if x in names:
        hits.append(x)
def f(xs, other):
    return 1
print(hits)
`,
  ],
];

const cases = shapes.map(([name, text]): SearchCase => ({ name, text, fixed: one, calls: nasty, setup }));

describe("list-membership", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect(done.fixed, `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
    expect(done.assumes.some(({ code }) => code === "hashable" || code === "hashable-value")).toBe(true);
  });

  test("gives the same answer or a TypeError", () => expectSameOrLoud(cases));

  test("writes what a careful person would", () => {
    expect(fixSearches("def f(xs, names):\n  for x in xs:\n    if x in names: print(x)\n").text).toBe(
      "def f(xs, names):\n  names_set = set(names) if type(names) in (list, tuple) else names\n" +
        "  for x in xs:\n    if x in names_set: print(x)\n",
    );
    expect(fixSearches("def f(xs):\n    a = xs.split()\n    return [x for x in xs if x in a]\n").text).toContain(
      "    a_set = set(a)\n    return [x for x in xs if x in a_set]\n",
    );
  });
});

const refused: readonly (readonly [string, string, string])[] = [
  ["a list that changes in the loop", "changes-in-loop", "for x in xs:\n  if x in names: names.remove(x)"],
  ["a list that is bound in the loop", "rebound", "for x in xs:\n  if x in names: names = xs"],
  ["a change through an unknown call", "may-change-in-call", "for x in xs:\n  if x in names: call(x)"],
  ["a change through another parameter", "may-change-in-call", "for x in xs:\n  if x in names: out.append(x)"],
  ["a change through a second name", "may-change-in-call", "y = names\n for x in xs:\n  if x in names: y.append(x)"],
  ["a method handed over", "changes-in-loop", "for x in xs:\n  if x in names: list(map(names.append, xs))"],
  ["a method handed over before", "may-change-in-call", "a = names.append\n for x in xs:\n  if x in names: a(x)"],
  ["a yield, after which others run", "may-change-in-call", "for x in xs:\n  if x in names: yield x"],
  ["a loop that waits for others", "may-change-in-call", "while x in names: time.sleep(1)"],
  ["a lock", "may-change-in-call", "for x in xs:\n  with lock:\n   if x in names: print(x)"],
  ["a generator expression that is kept", "runs-later", "return (x for x in xs if x in names)"],
  [
    "a named one that is used up too late",
    "runs-later",
    "g = (x for x in xs if x in names)\n names.sort()\n return sorted(g)",
  ],
  ["a named one that is used twice", "runs-later", "g = (x for x in xs if x in names)\n return sorted(g) + list(g)"],
  [
    "a named one that is not used up first",
    "runs-later",
    "g = (x for x in xs if x in names)\n return call(), sorted(g)",
  ],
  [
    "a named one that is used up while others change the list",
    "may-change-in-call",
    "g = (x for x in xs if x in names)\n return sorted(g, key=call())",
  ],
  ["a lambda that is handed out", "crosses-functions", "return sorted, (lambda x: x in names)"],
  [
    "an exception that is swallowed",
    "errors-caught",
    "for x in xs:\n  try: print(x in names)\n  except Exception: pass",
  ],
  ["a bare except", "errors-caught", "try:\n  for x in xs: print(x in names)\n except: pass"],
  ["suppress", "errors-caught", "with suppress(TypeError):\n  for x in xs: print(x in names)"],
  ["an attribute of an unknown object", "dynamic-names", "for x in xs:\n  if x in out.names: print(x)"],
  ["an element of a container", "not-a-name", "for x in xs:\n  if x in out[0]: print(x)"],
  ["locals()", "dynamic-names", "for x in xs:\n  if x in names: print(x)\n return locals()"],
  ["a set of the program's own", "dynamic-names", "set = 1\n for x in xs:\n  if x in names: print(x)"],
  [
    "a list that a closure changes",
    "may-change-in-call",
    "y = list(xs)\n def g(): y[0] = 1\n for x in xs:\n  if x in y: g()",
  ],
  [
    "a parameter that recursion changes",
    "may-change-in-call",
    "for x in xs:\n  if x in names: f(x, names, out)\n names.insert(0, 1)",
  ],
  ["an await", "may-change-in-call", "async def g():\n  for x in xs:\n   if x in names: await x"],
];

describe("list-membership refuses", () => {
  test.each(refused)("%s", (_, code, body) => {
    const text = `import time\nfrom contextlib import suppress\nfrom m import call, lock\ndef f(xs, names, out):\n x = 0\n ${body}\n`;
    const done = fixSearches(text);
    expect(done.text).toBe(text);
    expect(done.obstacles.join("\n")).toContain(`: ${code} `);
  });

  test("a public list of the module, which another module may change", () => {
    const done = fixSearches("KNOWN = [1]\ndef f(x):\n    return x in KNOWN\n");
    expect([done.fixed, done.obstacles]).toEqual([[], ["list-membership: escapes KNOWN"]]);
  });

  test("elements that were seen not to be hashable, or to compare in their own way", () => {
    const text = "def f(xs, names):\n    return [x for x in xs if x in names]\n";
    expect(fixSearches(text, { hashable: "unhashable" }).obstacles).toEqual([
      "list-membership: unhashable-elements int",
    ]);
    expect(fixSearches(text, { hashable: "custom" }).obstacles).toEqual(["list-membership: custom-equality int"]);
  });

  test("to speak of short lists, sets and dicts", () => {
    const text = "def f(xs, names):\n    return [x for x in xs if x in names]\n";
    for (const seen of [{ size: 5 }, { type: "set" }, { type: "dict" }, { type: "str" }]) {
      expect(fixSearches(text, seen)).toMatchObject({ fixed: [], obstacles: [] });
    }
  });

  test("a property, and an attribute that other threads change", () => {
    const property =
      "class A:\n @property\n def names(self): return []\n def f(self, xs):\n  return [x for x in xs if x in self.names]\n";
    expect(fixSearches(property).obstacles).toEqual(["list-membership: dynamic-names self.names"]);
    const threads =
      "import threading\nclass A:\n def __init__(self): self.names = []\n def add(self, x): self.names.append(x)\n" +
      " def f(self, xs):\n  return [x for x in xs if x in self.names]\n";
    expect(fixSearches(threads).obstacles).toEqual(["list-membership: may-change-in-call threading"]);
  });
});
