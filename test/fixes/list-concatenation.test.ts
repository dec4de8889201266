import { describe, expect, test } from "vitest";
import { listConcatenation } from "../../src/diagnose/rules/list-concatenation/rule.ts";
import { fixListConcatenation } from "../../src/fix/fixes/list-concatenation.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const lists = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, 1.0, True])",
  "f('abc')",
  "f(None)",
  "f([[1], [2, 3], []])",
  "f([(1,), (2,)])",
  "f([[1], (2,)])",
];
/** Types whose `+` means something else. */
const strange = `
class Row(list):
    def __add__(self, other): return "Row+"
    def __radd__(self, other): return "+Row"
class Other:
    def __radd__(self, other): return ["Other", other]
    def __repr__(self): return "Other()"
class Pretender(list):
    def __iter__(self): return iter("xyz")
`;
const nasty = [
  "f([Row([1]), [2]])",
  "f([[1], Row([2]), [3]])",
  "f([[1], Other(), [2], Other()])",
  "f([Pretender([1]), [2]])",
  "f((Row([1]),))",
  "f(part for part in [[1], [2]])",
  "f({'a': 1})",
];

const cases: readonly Case[] = [
  {
    name: "one at a time",
    fixes: 1,
    calls: lists,
    text: `
def f(xs):
    out = []
    for x in xs:
        out = out + [x, ]
    return out
`,
  },
  {
    name: "reads itself, tabs, one line",
    fixes: 1,
    calls: lists,
    text: `
class A:
\tdef run(self, xs):
\t\tout = [0]; n = 0
\t\tfor x in xs: out = out + [(out[-1], len(out), x)]; n += 1
\t\twhile n < 9: out = [*out, n, *out[:1]]; n += 3
\t\treturn out, n
f = A().run
`,
  },
  {
    name: "rows of cells",
    fixes: 1,
    calls: ["f([[1, 2], [], [3]])", "f([])", "f(['ab', (1,)])"],
    text: `
def f(rows):
    table = []
    for row in rows:
        cells = []
        for cell in row:
            cells = (cells
                     + [cell]
                     + [None])
        table.append(cells)
        if not cells: continue
        table.append([cells])
    return table
`,
  },
  {
    name: "an operand that has to be asked",
    fixes: 1,
    calls: [...lists, ...nasty],
    setup: strange,
    text: `
def f(parts):
    joined = []
    for part in parts:
        joined = joined + part
    return joined
`,
  },
  {
    name: "a call that has to be asked",
    fixes: 1,
    calls: [...lists, ...nasty],
    setup: strange,
    text: `
def g(x):
    SEEN.append(len(SEEN))
    return x
SEEN = []
def f(parts):
    joined = list()
    for part in parts:
        joined = joined + g(part)
        print(len(joined))
    return joined
`,
  },
  {
    name: "stars that raise half-way",
    fixes: 1,
    calls: ["f([[1], [2]])", "f([[1], 5, [2]])", "f([(x for x in (1, 2)), boom()])"],
    setup: "def boom():\n    yield 1\n    raise ValueError('boom')",
    text: `
def f(parts):
    out = []
    for part in parts:
        try:
            out = [*out, 0, *part]
        except (TypeError, ValueError) as error:
            print(error)
    return out
`,
  },
  {
    name: "a tuple",
    fixes: 1,
    seen: { type: "tuple" },
    calls: lists,
    text: `
def f(xs):
    seen = (0, 0)
    for x in xs:
        if x: seen += (x,)  # once
        else:
            seen = seen + (x, None)
        seen = (*seen, 1)
    # all of them
    return seen, seen[1:]
`,
  },
  {
    name: "an object's list",
    fixes: 3,
    calls: [...lists, ...nasty],
    setup: strange,
    text: `
class Log:
    def __init__(self, first=None):
        self._items = []
        self._rows = [0]
        self._any = list(first or ())
    def add(self, x):
        self._items = self._items + [x, len(self._items)]
        self._rows = [*self._rows, (x, x)]
        if not self._items: self._items = []
    def join(self, xs):
        self._any = self._any + xs
    def more(self):
        self._items = self._items + [len(self._items)]
        for item in self._items: print(item)
        return list(self._items), self._items[-1], sorted([str(x) for x in self._rows]), [x for x in self._any]
def f(xs):
    log = Log()
    for x in xs:
        log.add(x)
        log.join(x)
    return log.more(), log.more()
`,
  },
  {
    name: "sums",
    fixes: 4,
    calls: [...lists, ...nasty],
    setup: strange,
    text: `
def f(parts):
    a = sum([[each, 1] for each in parts], [])
    b = sum((sorted([2, 1]) for each in a), start=[])
    made = []
    for each in a: made.append([each])
    c = sum(made, list())
    return a, b, c, len(sum(parts, [])), sum([1, 2])
`,
  },
  {
    name: "a sum of what may be anything",
    fixes: 1,
    calls: [...lists, ...nasty],
    setup: strange,
    text: `
def f(parts):
    return sum(parts, [])
`,
  },
  {
    name: "sums of what is worked out meanwhile",
    fixes: 3,
    calls: [...lists, ...nasty, "f([[1], [2]])", "f([(1,), [2]])", "f([[1], 3, [2]])"],
    setup: strange,
    text: `
def f(parts):
    log = []
    def one(part, kept=[]):
        log.append(part)
        kept.append(part)
        return kept if len(log) % 2 else [part]
    def rows():
        buffer = []
        for part in parts:
            buffer.append(part)
            yield buffer
    try:
        a = sum((one(part) for part in parts), [])
        log.append(sorted(sum(map(one, parts), []), key=str))
        b = tuple(
            sum(rows(), [])
        )
    except TypeError as error:
        return log, str(error)
    return joined(dict(enumerate(parts)), log), a, b, log
def joined(parts, log):
    if parts:
        return sum(parts.values(), start=[])
`,
  },
  {
    name: "async, and an early return",
    fixes: 1,
    calls: lists,
    text: `
async def f(xs):
    out: list = []
    for x in xs:
        if len(out) > 1: return out
        out = out + [x]
    return out, sorted(str(x) for x in out)
`,
  },
  {
    name: "an existing import is used",
    fixes: 1,
    calls: lists,
    text: `
import itertools
chain = "taken"
def f(xs):
    return sum([list(x) for x in xs], []), chain
`,
  },
];

const refused: readonly (readonly [why: string, body: string])[] = [
  [
    "is kept at each turn",
    "    out, kept = [], []\n    for x in xs:\n        kept.append(out)\n        out = out + [x]\n    return kept",
  ],
  [
    "has another name",
    "    out = []\n    first = out\n    for x in xs:\n        out = out + [x]\n    return first, out",
  ],
  ["is the caller's", "    for x in xs:\n        xs = xs + [x]\n    return xs"],
  ["came from somewhere", "    out = SEEN\n    for x in xs:\n        out = out + [x]\n    return out"],
  [
    "is walked while it grows",
    "    out = [1]\n    for x in out:\n        if len(out) < 9: out = out + [x]\n    return out",
  ],
  ["is walked by zip", "    out = [1]\n    for x, y in zip(out, xs):\n        out = out + [x]\n    return out"],
  ["is yielded", "    out = []\n    for x in xs:\n        yield out\n        out = out + [x]"],
  [
    "is kept by a lambda",
    "    out = []\n    fs = []\n    for x in xs:\n        fs.append(lambda: out)\n        out = out + [x]\n    return [f() for f in fs]",
  ],
  [
    "is kept by an iterator",
    "    out = [1]\n    it = iter(out)\n    for x in xs:\n        out = out + [x]\n    return list(it)",
  ],
  ["is part of itself", "    out = []\n    for x in xs:\n        out = out + [out]\n    return out"],
  [
    "is what `or` gives",
    "    out = [1]\n    for x in xs:\n        old = out or None\n        out = out + [x]\n    return old",
  ],
  ["grows in front", "    out = []\n    for x in xs:\n        out = [x] + out\n    return out"],
  [
    "is a default",
    "    out = []\n    for x in xs:\n        def g(o=out): return o\n        out = out + [x]\n    return g()",
  ],
  ["may be an array", "    out = []\n    for x in xs:\n        out = out + x + [1]\n    return out"],
  [
    "is reset from elsewhere",
    "    out = []\n    for x in xs:\n        out = out + [x]\n        if x: out = x\n    return out",
  ],
  [
    "is a tuple that is read in the loop",
    "    t = ()\n    for x in xs:\n        t += (x,)\n        if len(t) > 3: print(t)\n    return t",
  ],
  [
    "is a tuple in a try",
    "    t = ()\n    try:\n        for x in xs:\n            t += (1 / x,)\n    except ZeroDivisionError:\n        pass\n    return t",
  ],
  ["is a tuple in a with", "    t = ()\n    with SEEN:\n        for x in xs:\n            t += (1 / x,)\n    return t"],
  ["is a tuple read by what is added", "    t = ()\n    for x in xs:\n        t = t + (len(t),)\n    return t"],
  ["is a sum beside something else", "    return len(xs), sum(xs.values(), [])"],
  ["is a sum that waits", "    return sum((yield), [])"],
];

/** Methods of a class with `self._xs`, which `__init__` makes. */
const refusedAttributes: readonly (readonly [why: string, methods: string])[] = [
  ["is handed out", "    def add(self, x): self._xs = self._xs + [x]\n    def get(self): return self._xs"],
  ["is kept elsewhere", "    def add(self, x):\n        SEEN.append(self._xs)\n        self._xs = self._xs + [x]"],
  ["comes from elsewhere", "    def add(self, x): self._xs = self._xs + [x]\n    def set(self, xs): self._xs = xs"],
  [
    "is walked while others run",
    "    def add(self, x): self._xs = self._xs + [x]\n    def all(self):\n        for x in self._xs: self.add(x)",
  ],
  [
    "is walked by a generator",
    "    def add(self, x): self._xs = self._xs + [x]\n    def all(self):\n        yield from self._xs",
  ],
  ["changes while it is added to", "    def add(self, x): self._xs = self._xs + [self.add(x)]"],
  ["waits while it is added to", "    async def add(self, x): self._xs = self._xs + [await x]"],
  ["grows by what is walked through", "    def add(self, x): self._xs = [*self._xs, *x]"],
  ["grows in front", "    def add(self, x): self._xs = [x] + self._xs"],
  ["is a tuple", "    def add(self, x): self._xs = (*self._xs, x)"],
  [
    "is emptied by name",
    "    def add(self, x): self._xs = self._xs + [x]\n    def clear(self): setattr(self, '_xs', [])",
  ],
];

/** The elements of what is summed. */
const seen = { elements: ["list"] };

describe("list-concatenation", () => {
  test("a list that grows in place is the same list", () => {
    expectSame(
      cases.map((each) => ({ ...each, seen: { ...seen, ...each.seen } })),
      listConcatenation,
      fixListConcatenation,
    );
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes, seen: own }) => {
    const fixed = fixAll(text, listConcatenation, fixListConcatenation, { ...seen, ...own });
    expect(fixed.fixes, `${fixed.obstacles.join()}\n${fixed.text}`).toBe(fixes);
  });

  test.each(refused)("leaves a list that %s", (_, body) => {
    const text = `SEEN = []\ndef f(xs):\n${body}\n`;
    const type = body.includes("t = ()") ? "tuple" : "list";
    const { fixes, obstacles } = fixAll(text, listConcatenation, fixListConcatenation, { ...seen, type });
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });

  test.each(refusedAttributes)("leaves an object's list that %s", (_, methods) => {
    const text = `SEEN = []\nclass A:\n    def __init__(self):\n        self._xs = []\n${methods}\n`;
    const { fixes, obstacles } = fixAll(text, listConcatenation, fixListConcatenation, seen);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });

  test("says nothing of numbers, of texts, of few lists", () => {
    const numbers =
      "def f(xs):\n    n = 0\n    s = ''\n    for x in xs:\n        n = n + x\n        s = s + str(x)\n    return n, s\n";
    expect(fixAll(numbers, listConcatenation, fixListConcatenation)).toMatchObject({ fixes: 0, obstacles: [] });
    const few = "def f(a, b, c):\n    return sum([a, b, c], []), sum(a, [])\n";
    expect(fixAll(few, listConcatenation, fixListConcatenation, { ...seen, size: 3 })).toMatchObject({
      fixes: 0,
      obstacles: [],
    });
  });

  test("does not ask a generator or a dict's values twice", () => {
    const text = "def f(parts):\n    return sum(parts, [])\n";
    for (const type of ["generator", "dict_values"]) {
      expect(fixAll(text, listConcatenation, fixListConcatenation, { ...seen, type }).obstacles).toEqual([
        "not-a-list",
      ]);
    }
  });

  test("keeps CRLF and tabs", () => {
    const text = "def f(xs):\r\n\tout = []\r\n\tfor x in xs:\r\n\t\tout = out + x\r\n\treturn out\r\n";
    expect(fixAll(text, listConcatenation, fixListConcatenation).text).toBe(
      "def f(xs):\r\n\tout = []\r\n\tfor x in xs:\r\n\t\tif type(out) is list and type(x) is list:\r\n\t\t\tout += x\r\n\t\telse:\r\n\t\t\tout = out + x\r\n\treturn out\r\n",
    );
  });
});
