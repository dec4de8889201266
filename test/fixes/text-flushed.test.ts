import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const bytes: Seen = { type: "bytes", size: 100_000 };

const strange = `
class Blob(bytes):
    def __add__(self, other): return Blob(b"(" + bytes(self) + other + b")")
    def __radd__(self, other): return [other]
    def split(self, *_): return ["a", self]
`;
/** What the programs are given: mostly bytes, now and then what is none. */
const given = [
  "f([b'k a', b' b', b' c', b'k d', b' e', b'', b'x'])",
  "f([])",
  "f([b' lost', b'k a', b'k', b' b'])",
  "f([b'k a', b' b', bytearray(b' c'), b' d', bytearray(b'k e'), b' f'])",
  "f([b'k a', b' b', Blob(b' c'), b' d', b'k e', Blob(b'k f'), b' g', [1], b' h'])",
  "f([b'k a', b' b', None, b' c'])",
  "f([b' a', b'k b', [7], 'k s', b' t', 'u'])",
];

/** What the last turn began, and did not end. */
const unended = `
def f(lines):
    value = None
    for line in lines:
        value = b""
        if not line:
            continue
        for x in line:
            value += x
        print(value)
    return value
`;
const lined = ["f([[b'a', b'b'], []])", "f([[b'a'], [b'c', bytearray(b'd')]])", "f([])"];

const rowed = ["f([0, 1, 2, 0, 1, 1, 2, 2])", "f([])", "f([1, 5])"];

/** Lines that say how a field goes on, and lines that begin one. */
const headers = `
def f(lines):
    key, value = None, b""
    value = b""
    for line in lines:
        if line[:1] == b" ":
            value += line[1:]
        else:
            if key is not None:
                yield key, value, type(value)
            if line == b"":
                break
            (key, value) = line.split(b" ", 1)  # a new one
    else:
        yield "rest", value
    yield value
`;

/** Each line is made anew of the one above, in one of several ways. */
const rows = `
def f(kinds):
    whole = b""
    above = bytes(3)
    for at, kind in enumerate(kinds):
        line = b""
        if kind == 0:
            line += above
        elif kind == 1:
            for x in range(3):
                line += bytes((7 * x + (line[x - 1] if x else at) & 255,))
        elif kind == 2:
            for x, y in zip(b"abc", above):
                line += bytes(((x + y) & 255,))
        else:
            raise ValueError(kind)
        whole += line
        above = line
    return whole, above
`;

let seed = 7;
function pick<T>(from: readonly [T, ...T[]]): T {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return from[Math.floor(seed / 65_536) % from.length] ?? from[0];
}

/** Growth, looks and new beginnings in branches of a loop, as they come. */
function randomCase(_: unknown, index: number): Case {
  const branch = (): string =>
    pick([
      "v += x",
      "v += x[1:]",
      "v = v + x",
      "v = x",
      "v = b''",
      "k, v = x.split(b' ', 1)",
      "v = w = x",
      "out.append(v)",
      "out.append((v, type(v), v is None))",
      "out.append(v[1:]); v = v[:1]",
      "out.append(v)\n            v = v[1:]",
      "out.append(v)\n            break",
      "v = v[:2]\n            out.append(v)",
      "return out, v",
      "continue",
      "out.append([v for _ in x])",
      "out.append(len(v))",
    ]);
  const asked = (): string => pick(["x[:1] == b' '", "len(x) > 2", "x == b'x'", "not out", "k", "len(out) < 3"]);
  const lines = [
    `def f(xs):`,
    `    out, k, w = [], None, None`,
    `    v = b"-"`,
    `    for x in xs:`,
    `        ${pick(["if True:", "if x:", "if x != b'k a':"])}`,
    `            v += x`,
  ];
  for (let at = 0; at < 3; at += 1) lines.push(`        if ${asked()}:`, `            ${branch()}`);
  lines.push(...pick([[], ["    else:", "        out.append(v)"]]), `    return out, k, v, type(v)`, ``);
  return { name: `random ${index}`, text: lines.join("\n"), calls: given, seen: bytes, setup: strange, fixes: 0 };
}

const left: readonly LeftCase[] = [
  [
    "each turn looks at it",
    ["result-used"],
    "def f(lines):\n    value = b''\n    for line in lines:\n        value += line\n        print(value)\n        key, value = line.split(b' ', 1)\n    return value",
    bytes,
  ],
  [
    "what is put to it is made of it",
    ["result-used"],
    "def f(lines):\n    value = b''\n    for line in lines:\n        value += line + value\n        if line:\n            key, value = line.split(b' ', 1)\n    return value",
    bytes,
  ],
  [
    "a handler could see it",
    ["other-use"],
    "def f(lines):\n    value = b''\n    try:\n        for line in lines:\n            if line:\n                value += line\n            else:\n                key, value = line.split(b' ', 1)\n    except ValueError:\n        pass\n    return value",
    bytes,
  ],
  [
    "an inner function shares it",
    ["escapes"],
    "def f(lines):\n    value = b''\n    def show(): return value\n    for line in lines:\n        if line:\n            value += line\n        else:\n            key, value = line.split(b' ', 1)\n            show()\n    return value",
    bytes,
  ],
];

describe("text that is handed on in between", () => {
  test("what is gathered is the same, whatever it is given meanwhile", () => {
    const cases = Array.from({ length: 45 }, randomCase);
    // A bytearray takes for granted that it is given bytes.
    const kept = cases.filter(({ text }) =>
      fixAll(text, textConcatenation, fixTextConcatenation, bytes).text.includes("v_parts"),
    );
    expect(kept.length).toBeGreaterThan(4);
    const wrapped = kept.map((each) => ({ ...each, setup: `${strange}${materialise}` }));
    const first = {
      name: "headers",
      text: headers,
      calls: given,
      seen: bytes,
      setup: `${strange}${materialise}`,
      fixes: 1,
    };
    const third: Case = { name: "rows", text: rows, calls: rowed, seen: bytes, fixes: 2 };
    const second: Case = { name: "unended", text: unended, calls: lined, seen: bytes, fixes: 1 };
    expectSame([first, second, third, ...wrapped], textConcatenation, fixTextConcatenation);
    expect(fixAll(rows, textConcatenation, fixTextConcatenation, bytes).fixes).toBe(2);
    expect(fixAll(headers, textConcatenation, fixTextConcatenation, bytes).text).toContain("value_parts.clear()");
  });

  test.each(left.map((each) => [each[0], each] as const))("is left alone where %s", (_, each) => {
    expectLeft(each, (text, seen) => fixAll(text, textConcatenation, fixTextConcatenation, seen));
  });
});

/** A generator's values, as far as it comes. */
const materialise = `
_f = f
def f(xs):
    found = []
    try:
        whole = _f(xs)
        if isinstance(whole, tuple): return whole
        for each in whole: found.append(each)
    except Exception as error: found.append(type(error).__name__)
    return found
`;
