import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const bytes: Seen = { type: "bytes", size: 100_000 };
const text: Seen = { type: "str", size: 100_000 };
const pieces = [
  "f([b'ab', b'', b'c'])",
  "f([])",
  "f(['a'])",
  "f([bytearray(b'x'), memoryview(b'yz')])",
  "f([b'a', 3])",
];
const texts = ["f(['ab', '', '\\r\\n', '\\udc80'])", "f([])", "f([b'a'])", "f([None])", "f(['a', 1])", "f([M('a')])"];

const cases: readonly Case[] = [
  {
    name: "bytes, returned in the loop and after it",
    fixes: 1,
    calls: pieces,
    seen: bytes,
    text: `
def f(xs):
    data = b"<"
    data += b"!"
    for x in xs:
        if len(data) > 9 or not data: return data
        data = data + x
        data += b"-"
    return data, type(data)
`,
  },
  {
    name: "bytes in a try, seen by its handlers",
    fixes: 1,
    calls: [...pieces, "f([b'ab', b'stop', b'c'])", "f([b'ab', b'more', b'c'])", "f([b'a', 'x', b'more'])"],
    seen: bytes,
    text: `
def f(xs):
    data = b""
    seen = []
    try:
        if not xs:
            data += b"none"
        else:
            for x in xs:
                data += x
                if x == b"more": raise KeyError(len(data))
                if x == b"stop": return data, type(data), seen
        data += b"."
    except KeyError as error:
        seen.append((data, str(error)))
        data += b"!"
    except ValueError:
        return data
    else:
        data += b"?"
    finally:
        data += b"_"
    return data, type(data), seen
`,
  },
  {
    name: "bytes read from a file",
    fixes: 1,
    calls: ["f(3)", "f(100)"],
    seen: bytes,
    text: `
def f(n):
    data = b""
    with open(__import__("sys").executable, "rb") as file:
        for _ in range(n):
            data += file.read(7)
    return data
`,
  },
  {
    name: "text of an object",
    fixes: 1,
    calls: texts,
    seen: text,
    text: `
class M(str):
    def __radd__(self, other): return "own"
    def __str__(self): return self
    def __format__(self, how): return self
class Out:
    def __init__(self):
        self._text = ""
    def put(self, x):
        self._text += "<%s>" % (x,)
        self._text += f"{x}" "-" + ", ".join(["a", "b"]) + "{}.".format(x)
    def take(self):
        taken = self._text
        self._text = ""
        return taken, len(self._text), self._text or 1
def f(xs):
    out = Out()
    for x in xs: out.put(x)
    return out.take(), f"{out._text}", out.take()
`,
  },
  {
    name: "bytes of an object",
    fixes: 1,
    calls: pieces,
    seen: bytes,
    text: `
class Out:
    def __init__(self):
        self._data = b""
    def put(self, x):
        self._data += x
    def look(self):
        read = self._data[-1:] or self._data[len(self._data[1:]) :]
        return self._data, self._data[:1], len(self._data), bool(self._data), read, b"a" in self._data, self._data.find(b"b")
def f(xs):
    out = Out()
    for x in xs: out.put(x)
    return out.look()
`,
  },
];

/** Somebody sees what is there so far, or could. */
const refused: readonly (readonly [why: string, body: string])[] = [
  ["keeps each", "    d = b''\n    for x in xs:\n        d += x\n        SEEN.append(d)\n    return d"],
  ["hashes each", "    d = b''\n    for x in xs:\n        d += x\n        SEEN.append(hash(d))\n    return d"],
  ["has another name", "    d = b''\n    for x in xs:\n        e = d\n        d += x\n    return e"],
  [
    "looks after an error",
    "    try:\n        d = b''\n        for x in xs: d += x\n    except TypeError: pass\n    return d",
  ],
  ["goes on after a with", "    with g():\n        d = b''\n        for x in xs:\n            d += x\n    return d"],
  ["is a closure's", "    d = b''\n    h = lambda: d\n    for x in xs: d += x\n    return h()"],
];

describe("text-concatenation", () => {
  test("what is gathered is the same text, and refuses the same", () => {
    const told = cases.map((each) => ({
      ...each,
      setup: "def f(xs, f=f):\n    try: return f(xs)\n    except TypeError: return 'refused'",
    }));
    expectSame(told, textConcatenation, fixTextConcatenation);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text: code, seen, name }) => {
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, seen);
    expect(fixed.fixes, fixed.obstacles.join() + name).toBe(1);
    expect(fixed.assumes.map((assumed) => assumed.code)).toEqual(seen?.type === "str" ? [] : ["is-text"]);
  });

  test.each(refused)("leaves bytes to a person where the function %s", (_, body) => {
    const { fixes, obstacles } = fixAll(
      `SEEN = []\ndef f(xs):\n${body}\n`,
      textConcatenation,
      fixTextConcatenation,
      bytes,
    );
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });

  test("says nothing of short text, of numbers, of a local str", () => {
    const code = "def f(xs):\n    d = b''\n    for x in xs: d += x\n    return d\n";
    expect(fixAll(code, textConcatenation, fixTextConcatenation, { type: "bytes", size: 16_000 }).obstacles).toEqual(
      [],
    );
    expect(fixAll(code, textConcatenation, fixTextConcatenation, { type: "int" }).obstacles).toEqual([]);
    const local = code.replace("b''", "''");
    expect(fixAll(local, textConcatenation, fixTextConcatenation, text)).toMatchObject({ fixes: 0, obstacles: [] });
  });

  test.each([
    "x",
    "str(x)",
    "f'{x}'",
    "'{}'.format(x)",
    "'%s' % (x,)",
    "'a' % x",
    "'a' + x",
    "b'a'",
    "''.join(xs) + x",
  ])("asks for text of an object where %s could add in its own way", (piece) => {
    const code = `class Out:\n    def __init__(self):\n        self._t = ""\n    def put(self, x, xs):\n        self._t += ${piece}\n    def take(self):\n        return self._t\n`;
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, text);
    expect([fixed.fixes, fixed.text.includes("StringIO")]).toEqual([1, false]);
    expect(fixed.text).toMatch(/if type\(whole\) is str and type\(\w+\) is str:/u);
  });

  test("keeps a public attribute of a module what it is", () => {
    const code = (cases.find(({ name }) => name === "text of an object")?.text ?? "").replaceAll("_text", "text");
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, text);
    expect([fixed.fixes, fixed.text.includes("StringIO")]).toEqual([2, false]);
  });
});
