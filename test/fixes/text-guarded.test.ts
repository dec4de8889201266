import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { candidatesIn, expectLeft, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const bytes: Seen = { type: "bytes", size: 100_000 };
/** What it begins as, and what it grows by. */
const starts = [
  "f(b'<', [b'ab', b'', b'c'])",
  "f(b'', [])",
  "f('<', ['a', 'b'])",
  "f([1], [[2], (3,)])",
  "f((1,), [(2,)])",
  "f(bytearray(b'<'), [b'a', bytearray(b'b')])",
  "f(b'<', [bytearray(b'a'), memoryview(b'b')])",
  "f(b'<', [b'a', 'b'])",
  "f(b'<', [3])",
  "f(1, [2, 3])",
  "f(Sub(b'<'), [b'a', b'b'])",
];
const strange = `
class Sub(bytes):
    def __add__(self, other): return Sub(bytes(self) + b"+" + other)
def f(start, xs, f=f):
    try: result = f(start, xs)
    except Exception as error: result = type(error)
    return result, type(result), start
`;

const cases: readonly Case[] = [
  {
    name: "a sum, grown by several statements, as a protocol packs commands",
    fixes: 1,
    calls: starts,
    setup: strange,
    seen: bytes,
    text: `
def first(x): return x
def f(start, xs):
    output = first(start) + first(start)
    for x in map(first, xs):
        output += first(x)
        output += x
    return output
`,
  },
  {
    name: "with a name of its own for bytes",
    fixes: 1,
    calls: starts,
    setup: strange,
    seen: bytes,
    text: `
bytes = bytes
def f(data, xs):
    for x in xs: data += x
    return data
`,
  },
  {
    name: "a sum at each turn",
    fixes: 1,
    calls: starts,
    setup: strange,
    seen: bytes,
    text: `
def f(data, xs):
    for x in xs:
        data = data + x  # the next
        if x: data += x
    return data
`,
  },
  {
    name: "a parameter, read on the way",
    fixes: 1,
    calls: starts,
    setup: strange,
    seen: bytes,
    text: `
def f(data, xs):
    seen = []
    xs = iter(xs)
    while len(data) < 9:
        x = next(xs, None)
        if x is None:
            seen.append((data, type(data)))
            break
        data += x
        if len(data) > 5:
            return data, data[1:], seen
    return data, seen
`,
  },
  {
    name: "what a call gives, or a literal",
    fixes: 1,
    calls: starts,
    setup: strange,
    seen: bytes,
    text: `
def f(start, xs):
    data = min(start, start)
    if not data: data = b''
    if len(xs) > 2: data, count = b"three", 3
    for _ in range(2):
        for x in xs:
            if x: data += x
        for x in xs: data += x
    print(len(data))
    return data
`,
  },
];

const loop = "    for x in xs:\n        data += x";
const left: readonly (readonly [string, readonly string[], string])[] = [
  ["each turn looks at it", ["result-used"], `def f(data, xs):\n${loop}\n        print(hash(data))\n    return data`],
  ["the loop gives it another value", ["other-use"], `def f(data, xs):\n${loop}\n        data = g(x)\n    return data`],
  [
    "a handler could see it",
    ["other-use"],
    `def f(data, xs):\n    try:\n    ${loop.replaceAll("\n", "\n    ")}\n    except OSError: pass\n    return data`,
  ],
  [
    "a piece is made of it",
    ["other-use"],
    "def f(data, xs):\n    for x in xs:\n        data += g(data)\n    return data",
  ],
  ["an inner function has it", ["escapes"], `def f(xs):\n    data = g()\n    h = lambda: data\n${loop}\n    return h`],
  [
    "the loop has an else",
    ["other-use"],
    `def f(data, xs):\n    for y in xs:\n        data = g(y)\n    ${loop.replaceAll("\n", "\n    ")}\n        else:\n            continue\n    return data`,
  ],
];

describe("bytes that begin as anything", () => {
  test("what grows is the same, and fails the same", () => {
    expectSame(cases, textConcatenation, fixTextConcatenation);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text: code, fixes, seen }) => {
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, seen);
    expect(fixed.fixes, fixed.text + fixed.obstacles.join()).toBe(fixes);
    expect(fixed.text).toContain("_is_bytes:");
  });

  test.each(left)("leaves it where %s", (...each) => {
    expectLeft([...each, bytes], (code, seen) => fixAll(code, textConcatenation, fixTextConcatenation, seen));
  });

  test("says nothing of text, which is lengthened in its place", () => {
    const code = "def f(data, xs):\n    for x in xs:\n        data += x\n    return data\n";
    const [found] = candidatesIn(code, textConcatenation);
    expect(found?.candidate.facts).toContainEqual({ kind: "source", fact: "begins-as-anything", name: "data" });
    expect(fixAll(code, textConcatenation, fixTextConcatenation, { type: "str", size: 100_000 })).toMatchObject({
      fixes: 0,
      obstacles: [],
    });
  });

  test.each(["total = 0", "total = len(xs)", "total = [g()]", "total = 'a' if g() else 'b'"])(
    "looks at no %s",
    (start) => {
      const code = `def f(xs):\n    ${start}\n    for x in xs:\n        total += x\n    return total\n`;
      expect(candidatesIn(code, textConcatenation)).toEqual([]);
    },
  );
});
