import { describe, expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { expectFixtures, expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) => fixAll(text, frontSlicing, fixFrontSlicing, { type: "str", ...seen });

const texts = [
  "f('')",
  "f('a')",
  "f('ab')",
  "f('abc')",
  "f('a,bc,,d')",
  "f(b'a,b')",
  "f('((()))x')",
  "f([3, 1, 2])",
  "f([])",
  "f(['(', ')', 'x'])",
  "f(tuple('(x'))",
  "f(bytearray(b'ab'))",
  "f('aaabbc' * 9)",
];

const cases: readonly Case[] = [
  {
    name: "one by one",
    fixes: 1,
    calls: texts,
    text: `
def f(xs):
    out = []
    while xs:
        x = xs[0]
        xs = xs[1:]
        out.append(x)
    return out
`,
  },
  {
    name: "in pairs, and what is left",
    fixes: 1,
    calls: texts,
    text: `
def f(xs):
    out = []
    while len(xs) > 1 and xs[0] != xs[1]:
        x, xs = xs[0], xs[1:]  # the next
        out.append((x, len(xs), xs[-1], xs[:2], xs[1:3]))
        if not xs:
            break
    return out, xs
`,
  },
  {
    name: "steps of different lengths, also none",
    fixes: 1,
    calls: texts,
    text: `
def f(xs):
    out = []
    for step in range(9):
        token = xs[:2]
        if step == 1:
            token = xs[:0]
        xs = xs[len(token):]
        count = len(token) + 1
        out.append(xs[count:][:1])
        if not (xs):
            out.append("end")
    return out
`,
  },
  {
    name: "what begins with something",
    fixes: 1,
    calls: texts.filter((call) => /'/u.test(call) && !call.includes("b'")),
    text: `
def f(xs):
    depth = 0
    while xs != "":
        if not xs:
            break
        if xs.startswith("("):
            depth += 1
        elif xs.startswith((")", ",")):
            depth -= 1
        xs = xs[1:]
    return depth, len(xs)
`,
  },
  {
    name: "the very object where nothing was taken",
    fixes: 1,
    calls: [...texts, "f(GIVEN)"],
    setup: "GIVEN = ['x', 'y']\nSEEN = GIVEN\n",
    text: `
def f(xs):
    while xs and xs[0] == "(":
        if xs[-1] == "x":
            return xs, 1
        xs = xs[1:]
    if xs and isinstance(xs, list):
        xs.append("more")
    return xs
`,
  },
  {
    name: "loops in loops, and a name that begins anew",
    fixes: 1,
    calls: ["f(['ab', '', 'c'])", "f([])", "f([[1, 2], []])", "f('abc')"],
    text: `
def f(lines):
    out = []
    for line in lines:
        rest = line
        while rest:
            for _ in range(2):
                out.append(rest[:1])
                rest = rest[1:]
        out.append("")
    return out
`,
  },
  {
    name: "a loop around that goes on with the rest",
    fixes: 1,
    calls: texts,
    text: `
def f(xs):
    out = []
    for turn in range(3):
        for _ in range(turn):
            out.append(xs[0:1])
            xs = xs[1:]
        out.append(turn)
        xs = xs + xs[:1]
    return out
`,
  },
  {
    name: "a generator, tabs, a loop on one line",
    fixes: 1,
    calls: texts,
    text: `
def f(xs):
\twhile xs: yield xs[0]; xs = xs[1:]
`,
  },
  {
    name: "what raises half-way",
    fixes: 1,
    calls: [...texts, "f('12x4')", "f('1234')"],
    text: `
def f(xs):
    total = 0
    while True:
        try:
            total += int(xs[0])
            xs = xs[1:]
        except IndexError as error:
            return total, str(error)
`,
  },
];

describe("front-slicing", () => {
  test.each(cases.map((each) => [each.name, each] as const))("counts on: %s", (_, each) => {
    expect(fix(each.text).fixes, JSON.stringify(fix(each.text))).toBe(each.fixes);
  });

  test("gives the same answers", () => {
    expectSame(
      cases.map((each) => ({ ...each, seen: { type: "str" } })),
      frontSlicing,
      fixFrontSlicing,
    );
  });

  test("writes what a person would", () => {
    expect(fix(cases[0]?.text ?? "").text).toContain(`    out = []
    xs_start = 0
    while xs_start < len(xs):
        x = xs[xs_start]
        xs_start += 1
        out.append(x)
    return out
`);
    expect(fix(cases[1]?.text ?? "").text).toContain("        x, xs_start = xs[xs_start], xs_start + 1  # the next\n");
    expect(fix(cases[1]?.text ?? "").text).toContain(
      "            break\n    if xs_start:\n        xs = xs[xs_start:]\n",
    );
  });
});

/** Numbers of which nothing is known, as far as a call of `f` ends with them. */
const numbers = ["3", "1", "0", "-1", "-2", "99", "None", "True"];
const blocks = ["''", "'abcdefg'", "b'abcdefg'", "bytearray(b'abcdefg')", "[1, 2, 3, 4]", "(1, 2)", "range(5)"];
const cut = blocks.flatMap((xs) => numbers.map((number) => `f(${xs}, ${number})`));

const ranges: readonly Case[] = [
  {
    name: "blocks of a length",
    fixes: 1,
    calls: cut,
    text: `
def f(xs, n):
    turns = 0
    while len(xs) > 0:
        yield xs[0:n]
        xs = xs[n:]
        turns += 1
        if turns > 9: return
`,
  },
  {
    name: "frames, and what is left of the buffer",
    fixes: 1,
    calls: cut,
    text: `
def g(buffer, n):
    frames = []
    while True:
        if n is None:
            if len(buffer) < 2:
                break
            n = len(repr(buffer[0])) - len(frames)
            buffer = buffer[1:]
        if len(buffer) < n or len(frames) > 9:
            break
        frames.append(buffer[:n])
        buffer = buffer[n:]
        n = None
    return frames, buffer, n

def f(buffer, n):
    frames, rest, n = g(buffer, n)
    return frames, rest, n, rest is buffer or buffer == rest[:0]
`,
  },
  {
    name: "a length beyond the end, a rest that is returned",
    fixes: 1,
    calls: cut,
    text: `
def f(xs, n):
    for turn in range(5):
        if not xs: return turn
        if turn == 3 and n != 1: return xs
        xs = xs[n:]
        print(len(xs), xs[1:], xs[:-1], xs[n:9])
        if turn == 4: print(xs[0], xs[1])
`,
  },
];

const left: readonly LeftCase[] = [
  [
    "a list that the loop's calls may change",
    ["may-change-in-call"],
    "def f(xs, g):\n    while xs:\n        g(xs[0])\n        xs = xs[1:]",
    { type: "list" },
  ],
  ["a rest that is handed on", ["rest-used"], "def f(xs, g):\n    while xs:\n        g(xs)\n        xs = xs[1:]"],
  [
    "a rest that is kept",
    ["rest-used"],
    "def f(xs):\n    out = []\n    while xs:\n        out.append(xs)\n        xs = xs[1:]",
  ],
  [
    "an index that may be negative",
    ["rest-used"],
    "def f(xs, k):\n    while xs:\n        print(xs[k])\n        xs = xs[1:]",
  ],
  [
    "the last where there may be none",
    ["beyond-end"],
    "def f(xs):\n    while True:\n        xs = xs[1:]\n        print(xs[-1])",
  ],
  ["a list that grows", ["rest-used"], "def f(xs):\n    while xs:\n        xs = xs[1:]\n        xs.append(1)"],
  [
    "what an inner function sees",
    ["escapes", "rest-used"],
    "def f(xs):\n    while xs:\n        xs = xs[1:]\n        g = lambda: xs",
  ],
  ["what may be None", ["not-a-list"], "def f(xs=None):\n    while xs:\n        xs = xs[1:]"],
  [
    "a rest that is used where an error was caught",
    ["errors-caught"],
    "def f(xs, g):\n    try:\n        while xs:\n            g(xs[0])\n            xs = xs[1:]\n    except KeyError:\n        pass\n    return xs",
  ],
  ["recursion", ["recursive"], "def f(xs):\n    return xs[:1] + f(xs[1:])"],
  ["a method's recursion", ["recursive"], "class C:\n    def f(self, xs):\n        return self.f(xs[1:])"],
  ["a short text", [], "def f(xs):\n    while xs:\n        xs = xs[1:]", { size: 1000 }],
  ["an array", [], "def f(xs):\n    while len(xs):\n        xs = xs[1:]", { type: "numpy.ndarray" }],
  ["a slice that is taken once", [], "def f(xs):\n    xs = xs[1:]\n    return xs"],
  ["the module's name", ["crosses-functions"], "xs = 'abc'\nwhile xs:\n    xs = xs[1:]"],
];

test.each(ranges.map((each) => [each.name, each] as const))(
  "counts in a range what may be below zero: %s",
  (_, each) => {
    const fixed = fix(each.text);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(each.fixes);
    expect(fixed.text).toContain(" = range(len(");
  },
);

test("a range is cut as the sequence was", () =>
  expectSame(
    ranges.map((each): Case => ({ ...each, seen: { type: "str", size: 100_000 } })),
    frontSlicing,
    fixFrontSlicing,
  ));

test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));

test("fixtures are fixed or left as they are", () => {
  expectFixtures("front-slicing", fix, {
    "slow.py": { type: "list" },
    "near-miss-short.py": { size: 50 },
    "near-miss-shared.py": { type: "list" },
  });
});
