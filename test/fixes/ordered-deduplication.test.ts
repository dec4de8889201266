import { describe, expect, test } from "vitest";
import { expectSameOrLoud, fixSearches, type SearchCase } from "./search-cases.ts";

const setup = 'NAN = float("nan")\n';
const calls = [
  "f([3, 1, 3, 2, 1])",
  "f([])",
  "f([7])",
  "f([1, 1.0, True, 0, False, 0.0])",
  "f([NAN, NAN, float('nan')])",
  "f('abcab')",
  "f(['b', 'a', 'b', None, None])",
  "f([(1, 2), (1, 2), (2, 1)])",
  "f([[1], [1]])",
  "f([1, [1], 1])",
  "f({1: 2, 3: 4})",
  "f(x % 3 for x in range(9))",
  "f(None)",
];

const shapes: readonly (readonly [string, string])[] = [
  [
    "the usual loop",
    `
def f(xs):
    seen = []
    for x in xs:
        if x not in seen:
            seen.append(x)
    return seen
`,
  ],
  [
    "continue, an early test, tabs, one line",
    `
def f(xs):
\tseen, out = [], []
\tfor x in xs:
\t\tif x in seen: continue
\t\tseen.append(x); out.append((x, len(seen)))
\treturn out
`,
  ],
  [
    "else, a comment, an item that is worked out",
    `
def f(xs):
    kept = list()

    dropped = 0
    for x in xs:
        key = str(x)
        if key in kept:
            dropped += 1
        else:
            kept.append(key.upper().lower())  # as str
    return kept, dropped, kept[:1]
`,
  ],
  [
    "one statement on the line of its if",
    "def f(xs):\n    seen = []\n    for x in xs:\n        if x not in seen: seen.append(x)\n    return seen\n",
  ],
  [
    "a list that is not empty at first, several appends and tests",
    `
def f(xs):
    seen = [None, 1]
    todo = list(xs)
    while todo:
        x = todo.pop()
        if x in seen:
            continue
        seen.append(x)
        if repr(x) not in seen:
            seen.append(
                repr(x)
            )
    return sorted(map(repr, seen)), seen[0]
`,
  ],
  [
    "loops in loops, appended in the outer one",
    `
def f(xs):
    order = []
    for x in xs:
        for y in (x, x):
            if any(z in order for z in (y, y)):
                break
        else:
            order.append(x)
            continue
        order.append(None)
    return order
`,
  ],
  [
    "a new list in every turn",
    `
def f(xs):
    rows = []
    for x in xs:
        seen = []
        for y in [x, x, 0]:
            if y not in seen:
                seen.append(y)
        rows.append(tuple(seen))
    return rows
`,
  ],
  [
    "a generator function, a method, a class of its own",
    `
class Dedup:
    def run(self, xs):
        seen = []
        for x in xs:
            if x not in seen:
                seen.append(x)
                yield x
def f(xs):
    return Dedup().run(xs)
`,
  ],
  [
    "changes before and after the loop",
    `
def f(xs):
    seen = []
    seen.extend(["z", 0])
    seen.sort(key=str)
    for x in xs:
        if x not in seen:
            seen.append(x)
    seen.reverse()
    return seen
`,
  ],
  [
    "unpacking with stars beside it, async",
    `
async def f(xs):
    seen = []
    for x in xs:
        if not (x in seen):
            seen.append(x)
    head, *rest = seen or [0]
    return head, rest
`,
  ],
  [
    "a list that grows by more than one at a time",
    `
def f(xs):
    seen, out = [], []
    for x in xs:
        if x in seen:
            out.append(len(seen))
            continue
        seen += [x]
        if str(x) not in seen:
            seen += [str(x), repr(x)]
            seen.extend([])
            seen.extend(y for y in (x, 7) if y not in seen)
        seen.insert(0, x)
        seen.insert(1, [0, x][1])
        more = iter([x, 8])
        seen += more
        out.append(next(more, None))
    return seen, out
`,
  ],
  [
    "a comprehension for its effects",
    `
def f(xs):
    unique = []
    [unique.append(x) for x in xs if x not in unique]
    return unique
`,
  ],
  [
    "a list that is extended with what is not in it",
    `
def f(xs):
    seen = [1, None]
    for turn in range(2):
        seen.extend(x for x in xs if x != 2 if x not in seen)
        seen.append(turn)
    return seen
`,
  ],
  [
    "a script",
    `
seen = []
for word in "a b a c b".split():
    if word not in seen:
        seen.append(word)
print(seen)
def f(xs):
    return 1
`,
  ],
];

const cases = shapes.map(([name, text]): SearchCase => ({
  name,
  text,
  calls,
  setup,
  fixed: ["ordered-deduplication"],
}));

const reachable = `
def merge(xs, out):
    for x in xs:
        if x not in out:
            out.append(x)
            out_count = len(out)
    return out
class Log:
    def __init__(self, names): self.names, self.all = names, [names]
    def take(self, xs):
        for x in xs:
            if x in self.names: continue
            self.names.append(x)
def f(xs):
    start = [1, None, "a"]
    log = Log(merge(xs, start))
    log.take([2, 2, "b", None])
    return start, log.names is start, merge(xs, xs) if type(xs) is list and len(xs) < 2 else None
`;

describe("ordered-deduplication", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes %s", (_, { text, fixed }) => {
    const done = fixSearches(text);
    expect(done.fixed, `${done.obstacles.join("\n")}\n${done.text}`).toEqual(fixed);
    expect(done.assumes.map(({ code }) => code)).toEqual(["hashable"]);
  });

  test("gives the same answer or a TypeError", () =>
    expectSameOrLoud([...cases, { name: "reachable", text: reachable, calls, setup, fixed: [] }]));

  test("writes what a careful person would", () => {
    expect(fixSearches(shapes[0]?.[1] ?? "").text).toBe(`
def f(xs):
    seen = []
    seen_set = set()
    for x in xs:
        if x not in seen_set:
            seen.append(x)
            seen_set.add(x)
    return seen
`);
  });
});

const refused: readonly (readonly [string, string, string])[] = [
  ["a parameter and code not in sight", "may-change-in-call", "for x in xs:\n  if x not in out: out.append(x); call()"],
  [
    "a parameter that others see in between",
    "may-change-in-call",
    "for x in xs:\n  if x not in out: out.append(x); yield x",
  ],
  ["a parameter without a loop", "crosses-functions", "if xs not in out: out.append(xs)"],
  ["an attribute of an unknown object", "dynamic-names", "for x in xs:\n  if x not in out.seen: out.seen.append(x)"],
  ["another change", "changes-in-loop", "s = []\n for x in xs:\n  if x not in s: s.append(x); call(s.pop(0))"],
  ["a list that is stored", "escapes", "s = []\n out.s = s\n for x in xs:\n  if x not in s: s.append(x)"],
  ["a list that is passed on", "escapes", "s = []\n for x in xs:\n  if x not in s: s.append(x); call(s)"],
  [
    "an append as an expression",
    "changes-in-loop",
    "s = []\n for x in xs:\n  if not (x in s or s.append(x)): print(x)",
  ],
  [
    "what is added in part where an error is caught",
    "changes-in-loop",
    "s = []\n try:\n  for x in xs:\n   if x not in s: s.extend(call(x))\n except ValueError: pass",
  ],
  [
    "a comprehension that does more",
    "changes-in-loop",
    "s = []\n [s.append(x) for x in xs if x not in s and not s.sort()]",
  ],
  ["a comprehension that is kept", "changes-in-loop", "s = []\n t = [s.append(x) for x in xs if x not in s]"],
  ["a list that is repeated", "changes-in-loop", "s = []\n for x in xs:\n  if x not in s: s.append(x); s *= 2"],
  [
    "a list that is extended from what changes it",
    "escapes",
    "s = []\n def g():\n  for x in xs: s.append(x); yield x\n ys = g()\n s.extend(x for x in ys if x not in s)",
  ],
  ["a list that its source has", "escapes", "s = []\n ys = call(s)\n s.extend(x for x in ys if x not in s)"],
  [
    "extending where an error is caught",
    "errors-caught",
    "s = []\n try: s.extend(x for x in xs if x not in s)\n except TypeError: pass",
  ],
  ["a slice", "changes-in-loop", "s = []\n for x in xs:\n  if x not in s: s.append(x); s[:] = xs"],
  [
    "an exception that is swallowed",
    "errors-caught",
    "s = []\n for x in xs:\n  try:\n   if x not in s: s.append(x)\n  except TypeError: pass",
  ],
  [
    "two names for the list",
    "may-change-in-call",
    "s = t = []\n for x in xs:\n  if x not in s: s.append(x)\n  t.append(2)",
  ],
  [
    "a closure that changes it",
    "escapes",
    "s = []\n def g(): s[0] = 1\n for x in xs:\n  if x not in s: s.append(x); g()",
  ],
];

function methodOf(decorator: string): string {
  return `class A:\n @${decorator}\n def f(out, xs):\n  for x in xs:\n   if x not in out: out.append(x)\n`;
}

test("the first parameter of a static method may be a list", () => {
  expect(fixSearches(methodOf("staticmethod")).fixed).toEqual(["ordered-deduplication"]);
  expect(fixSearches(methodOf("classmethod")).fixed).toEqual([]);
});

test("a list that others have too is searched through a set as well, where nothing else runs in the loop", () => {
  const done = fixSearches(reachable);
  expect(done.fixed).toContain("ordered-deduplication");
  expect(done.text).toContain("out_set = set(out) if type(out) is list else out");
  expect(done.assumes.map(({ code }) => code)).toEqual(expect.arrayContaining(["hashable", "unchanged", "is-list"]));
});

describe("ordered-deduplication refuses", () => {
  test.each(refused)("%s", (_, code, body) => {
    const text = `from m import call\ndef f(xs, out):\n ${body}\n`;
    const done = fixSearches(text);
    expect(done.text).toBe(text);
    expect(done.obstacles.join("\n")).toContain(`: ${code} `);
  });
});
