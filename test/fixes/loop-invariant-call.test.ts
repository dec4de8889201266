import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loopInvariantCall } from "../../src/diagnose/rules/loop-invariant-call/rule.ts";
import { fixLoopInvariantCall } from "../../src/fix/fixes/loop-invariant-call.ts";
import { expectSame, fixAll, type Case } from "./old-and-new.ts";

const calls = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, 1.0, True])",
  "f((3, 1))",
  "f(iter([3, 1, 2]))",
  "f('cab')",
  "f({2: 1})",
  "f(None)",
  "f([1, 'a'])",
  "f([NAN, 1.5])",
];

const shapes: readonly (readonly [name: string, text: string])[] = [
  ["the greatest of a list", "def f(xs):\n    return [x * 2 for x in (4, 5) if x > max(xs)]\n"],
  [
    "a function of the file",
    `def mean(values):
    total = 0
    for value in values:
        total += value
    return total / len(values)
def f(xs):
    out = 0
    for x in xs:
        # the distance
        out += abs(x - mean(xs))
    return out
`,
  ],
  [
    "a sorted copy that is only read",
    "def f(xs):\n    out = []\n    for i in range(2):\n        out.append(sorted(xs)[i])\n    return out\n",
  ],
  [
    "a copy made here, in two loops",
    "def f(ys):\n    xs = list(ys)\n    n = 0\n    for a in (1, 2):\n        for b in (1, 2):\n            n += sum(xs) + sum(xs)\n    return n\n",
  ],
  [
    "the same text that is read again",
    "import re\ndef f(xs):\n    out = []\n    for x in 'ab':\n        out.append(re.compile('[a-c]').sub('-', x))\n    return out\n",
  ],
  [
    "what is seldom asked",
    "def f(xs):\n    out = []\n    for x in (0, 1):\n        if x > 5: out.append(min(xs))\n    return out\n",
  ],
  ["a while loop", "def f(xs):\n    n = 0\n    while n < max(xs):\n        n += 1\n    return n\n"],
];

/** What the loop never asks may be said not to be comparable: that is assumed not to be. */
const mixed = "f([1, 'a'])";
const cases = shapes.map(([name, text]): Case => ({
  name,
  text,
  calls: calls.filter((call) => call !== mixed || name !== "what is seldom asked"),
  setup: "NAN = float('nan')",
  fixes: 1,
}));

describe("loop-invariant-call", () => {
  test.each(cases.map((each) => [each.name, each] as const))("works out once %s", (_, each) => {
    const fixed = fixAll(each.text, loopInvariantCall, fixLoopInvariantCall);
    expect(fixed.fixes, `${fixed.obstacles.join("\n")}\n${fixed.text}`).toBe(1);
  });

  test("gives the same answers", () => expectSame(cases, loopInvariantCall, fixLoopInvariantCall));

  test("writes a plain name where nothing can fail, and asks for the type where it can", () => {
    const made = fixAll(shapes[3]?.[1] ?? "", loopInvariantCall, fixLoopInvariantCall).text;
    expect(made).toContain("    xs_sum = sum(xs)\n    for a in (1, 2):");
    expect(made).toContain("n += xs_sum + xs_sum");
    const asked = fixAll(shapes[0]?.[1] ?? "", loopInvariantCall, fixLoopInvariantCall).text;
    expect(asked).toContain("    xs_max = max(xs) if type(xs) is list and xs else None\n");
    expect(asked).toContain("if x > (max(xs) if xs_max is None else xs_max)]");
  });

  test("fixes both calls of the fixture, and prints what it printed", () => {
    const text = readFileSync(join(import.meta.dirname, "../../fixtures/rules/loop-invariant-call/slow.py"), "utf8");
    expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall).fixes).toBe(2);
  });
});

/** Texts stay what they are whatever a loop calls: `told` changes every list that it is given, and binds what it can reach. */
const texts: readonly (readonly [name: string, text: string])[] = [
  [
    "a pattern with flags",
    "import re\ndef f(p, rows):\n    out = []\n    for row in rows:\n        told(rows)\n        pattern = re.compile(p, re.I | re.M)\n        out.append(pattern.findall(row))\n    return out\n",
  ],
  [
    "a word for the flags",
    "import re\ndef f(p, rows):\n    return [(told([1]), re.compile(p, flags=re.I).findall(row)) for row in rows]\n",
  ],
  [
    "a pattern of the module's",
    "import re\nP = 'A'\ndef f(p, rows):\n    return [(told([p]), re.compile(P).findall(row)) for row in rows]\n",
  ],
  [
    "a date that is read",
    "from datetime import datetime\ndef f(p, rows):\n    return [str(told([1])) + str(datetime.strptime(p, '%Y')) for row in rows]\n",
  ],
  [
    "a text's words",
    "def f(p, rows):\n    out = 0\n    for row in rows:\n        told(rows)\n        for word in p.split():\n            out += word in row or row in p.split(',')\n    return out\n",
  ],
  [
    "a text bound anew in the outer loop",
    "def f(p, rows):\n    out = []\n    for row in rows:\n        p = p + row\n        out.append([told([1]) or c in p.lower() for c in 'ab'])\n    return out\n",
  ],
];
const textCalls = [
  "f('a b,c', ['ab', 'b'])",
  "f('', [''])",
  "f('1999', ['1999', 'x'])",
  "f(T('a b'), ['a', 'b'])",
  "f(b'a', [b'a', b'b'])",
  "f(None, ['a'])",
  "f([1], [[1]])",
];
const textSetup = `
SEEN = []
class T(str):
    def split(self, *by):
        SEEN.append('split')
        return [str(len(SEEN))]
    lower = split
def told(xs):
    xs.append(xs[-1]) if len(xs) < 4 else None
`;
const textCases = texts.map(([name, text]): Case => ({
  name,
  text,
  calls: textCalls,
  setup: textSetup,
  seen: { type: "str" },
  fixes: 1,
}));

describe("loop-invariant-call on texts, in loops that may do anything", () => {
  test.each(textCases.map((each) => [each.name, each] as const))("works out once %s", (_, each) => {
    const fixed = fixAll(each.text, loopInvariantCall, fixLoopInvariantCall, each.seen);
    expect(fixed.fixes, fixed.text).toBe(each.name === "a text's words" ? 2 : 1);
  });

  test("gives the same answers", () => expectSame(textCases, loopInvariantCall, fixLoopInvariantCall));

  test("claims nothing of lists and other objects there", () => {
    for (const { text } of textCases.filter(({ name }) => !name.includes("module"))) {
      for (const type of ["list", "re.Match", "m.Name"])
        expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall, { type })).toMatchObject({
          fixes: 0,
          obstacles: [],
        });
    }
  });

  test.each([
    ["of a name that the loop binds", "for row in rows:\n  p = told(p)\n  print(p.split())"],
    [
      "of a name that an inner function binds",
      "def g():\n  nonlocal p\n  p = 'b'\n for row in rows:\n  g()\n  print(p.lower())",
    ],
    ["of the loop's own name", "for p in rows:\n  print(p.split())"],
    ["that a condition keeps from raising", "for row in rows:\n  if told(rows): print(re.compile(p))"],
    ["that comes after a way out", "for row in rows:\n  if told(rows): continue\n  print(re.compile(p))"],
    ["that is forgiven", "for row in rows:\n  with told(rows): print(re.compile(p))"],
    ["of the second half of a condition", "print([told(r) and re.compile(p) for r in rows])"],
    ["for what is chosen", "print([re.compile(p) for r in rows if told(r)])"],
    ["of two texts", "for row in rows:\n  print(p.split(row), told(rows))"],
    ["of a text that may not be there", "for row in rows:\n  if told(rows): q = 'a'\n  print(q.lower())"],
    ["of a class's own method", "for row in rows:\n  print(p.title(), told(rows))"],
  ])("leaves a call %s", (_, body) => {
    const text = `import re\nclass C:\n def title(self): return 1\ndef f(p, rows):\n ${body}\n`;
    const done = fixAll(text, loopInvariantCall, fixLoopInvariantCall, { type: "str" });
    expect(done).toMatchObject({ fixes: 0, text });
  });
});

const left: readonly (readonly [why: string, body: string])[] = [
  ["of a list that grows", "for x in range(9):\n  xs.append(max(xs) + 1)"],
  ["of a list that a call may change", "for x in range(9):\n  call(max(xs))"],
  ["of a list bound anew", "for x in range(9):\n  xs = xs[1:]\n  print(max(xs))"],
  ["of the loop's own element", "for row in xs:\n  print(sum(row))"],
  ["of two lists", "for x in range(9):\n  print(max(xs, ys))"],
  ["that gives an iterator", "for x in range(9):\n  for y in itertools.islice(xs, 2): print(y)"],
  ["that gives matches one by one", "for x in range(9):\n  for m in re.finditer('a', xs): print(m)"],
  ["without a loop", "print(sum(xs))"],
  ["of a function that prints", "for x in range(9):\n  print(shown(xs))"],
  ["of a clock", "for x in range(9):\n  print(time.ctime(5), time.sleep(1))"],
  ["of rows that change", "for x in range(9):\n  xs[0][0] = x\n  print(max(xs))"],
  ["of a list through another name", "ys = xs\n for x in range(9):\n  ys.append(1)\n  print(sum(xs))"],
  ["that a lambda makes later", "return [lambda: sum(xs) for x in range(9)]"],
  ["in a generator that runs later", "return (x + sum(xs) for x in range(9))"],
];

test.each(left)("leaves a call %s", (_, body) => {
  const text = `import time, itertools, re\nfrom m import call\ndef shown(xs):\n print(xs)\n return sum(xs)\ndef f(xs, ys):\n ${body}\n`;
  expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall)).toMatchObject({ fixes: 0, text });
});

const advice: readonly (readonly [why: string, obstacle: string, body: string])[] = [
  ["gives a list that is kept", "shared-result", "for x in range(9):\n  own = sorted(xs)\n  print(own)"],
  ["stands under a try", "errors-caught", "for x in range(9):\n  try: print(max(xs))\n  except ValueError: pass"],
];

test.each(advice)("leaves it to a person where the call %s", (_, obstacle, body) => {
  const done = fixAll(`def f(xs):\n ${body}\n`, loopInvariantCall, fixLoopInvariantCall);
  expect(done.fixes).toBe(0);
  expect(done.obstacles).toContain(obstacle);
});

test("leaves lists whose elements can change without them", () => {
  const text = "def f(xs):\n for x in range(9):\n  print(max(xs))\n";
  const done = fixAll(text, loopInvariantCall, fixLoopInvariantCall, { elements: ["list"] });
  expect(done).toMatchObject({ fixes: 0, obstacles: ["changing-arguments"] });
});

const owned = (result: string): string =>
  `import itertools\ndef other(xs):\n    return map(str, xs)\ndef own(xs):\n    ys = zip(xs, xs)\n    return ${result}\ndef f(xs):\n    for x in range(3):\n        for y in own(xs):\n            print(x, y)\n`;

test.each([
  "(x for x in xs)",
  "map(str, xs)",
  "iter(xs)",
  "itertools.chain(xs, xs)",
  "other(xs)",
  "ys",
  "xs and reversed(xs)",
  "list(ys) and ys",
])("leaves what would be used up after the first turn: %s", (result) => {
  expect(fixAll(owned(result), loopInvariantCall, fixLoopInvariantCall).fixes).toBe(0);
});

test.each([
  "[x for x in xs]",
  "list(map(str, xs))",
  "sorted(x for x in xs)",
  "[sum(map(int, [x])) for x in reversed(xs)]",
])("takes what can be walked through again: %s", (result) => {
  const text = owned(result).replace("    ys = zip(xs, xs)\n", "    a, b = map(int, '12')\n");
  expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall).fixes).toBe(1);
  expectSame(
    [{ name: result, text: text.replaceAll("print(x, y)", "xs[0:0]"), calls: ["f([1, 2])"], fixes: 1 }],
    loopInvariantCall,
    fixLoopInvariantCall,
  );
});
