import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const bytes: Seen = { type: "bytes", size: 100_000 };
const text: Seen = { type: "str", size: 100_000 };

/** What adds in ways of its own. */
const strange = `
class Row:
    def __add__(self, other): return "Row+%s" % (other,)
    def __radd__(self, other): return [other]
    def __str__(self): return "row"
class Markup(str):
    def __add__(self, other): return Markup("(" + str(self) + "+" + str(other) + ")")
    def __radd__(self, other): return Markup("(" + str(other) + "-" + str(self) + ")")
class Plain(str): pass
class Blob(bytes):
    def __add__(self, other): return Blob(b"(" + bytes(self) + other + b")")
    def __radd__(self, other): return Blob(b"<" + other + bytes(self) + b">")
`;
const strangers = [
  "f(['ab', 'c', '', '\\u20ac'])",
  "f('abc')",
  "f([])",
  "f(['a', 'b', Markup('m'), 'c', 'd', Markup('n')])",
  "f([Markup('m'), 'a'])",
  "f(['a', Plain('p'), 'b', 'c'])",
  "f(['a', 'b', Row(), 'c'])",
  "f(['a', 'b', 3])",
  "f(['a', None])",
  "f(x for x in ('a', 'b', Plain('c')))",
];
const blobs = [
  "f([b'ab', b'c', b''])",
  "f([])",
  "f([b'a', b'b', Blob(b'm'), b'c', b'd'])",
  "f([b'a', bytearray(b'b'), b'c'])",
  "f([bytearray(b'b'), b'c', memoryview(b'd')])",
  "f([b'a', 'b'])",
];

const grown: readonly Case[] = [
  {
    name: "piece by piece",
    fixes: 3,
    calls: strangers,
    seen: text,
    setup: strange,
    text: `
def f(xs):
    out = ""
    for x in xs:
        out = out + x + "-"
        if x == "c": out = (out +
                            "<" + x + (x
                                       or "")); out = out + "" + ">"
    return out
`,
  },
  {
    name: "exact pieces",
    fixes: 2,
    calls: strangers,
    seen: text,
    setup: strange,
    text: `
def f(xs):
    html = "<ul>"
    try:
        for x in xs:
            html = html + "<li>" + f"{x}." + "</li>"
            html = f'{html}<hr>{x}'
    except TypeError: html += "?"
    return html
`,
  },
  {
    name: "to the front",
    fixes: 1,
    calls: strangers,
    seen: text,
    setup: strange,
    text: `
def f(xs):
    back = "."
    for x in xs:
        back = x + back
    return back, type(back)
`,
  },
  {
    name: "a call's result to the front",
    fixes: 1,
    calls: strangers,
    seen: text,
    setup: strange,
    text: `
def f(xs):
    back = ""
    for x in xs:
        if x != "c":
            back = (lambda y:
                    y)(x) + back
        print(x)
    return back, type(back)
`,
  },
  {
    name: "exact to the front",
    fixes: 1,
    calls: ["f([1, 2, 'x'])", "f([])"],
    seen: text,
    text: `
def f(xs):
    back = "end"
    for x in xs: back = "<%s>" % (x,) + "\\n" + back
    return back
`,
  },
  {
    name: "bytes to the front",
    fixes: 1,
    calls: blobs,
    seen: bytes,
    setup: strange,
    text: `
def f(xs):
    back = b"."
    for x in xs:
        back = x + back
    return back, type(back)
`,
  },
  {
    name: "a script's text",
    fixes: 1,
    calls: ["out, type(out).__name__"],
    seen: { ...text, module: "__main__" },
    text: `${strange}
out = ""
for x in ["a", "b", Plain("c"), Markup("m"), "d", "e", Plain("c")]:
    out += x
`,
  },
  {
    name: "bytes that are looked at",
    fixes: 1,
    calls: [
      "f([b'ab', b'\\r\\n', b'c', b'', b'\\n\\n'])",
      "f([])",
      "f([b'ab'] * 9)",
      "f([b'Z', b'Z'])",
      "f([b'-\\n-\\r'])",
    ],
    seen: bytes,
    text: `
SEEN = []
def f(xs):
    data = b""
    rest = iter(xs)
    while data[-2:] != b"\\r-" and not data.endswith(b"\\n\\n-"):
        x = next(rest, None)
        if x is None: raise ValueError(data)
        data = data + x + b"-"
        if b"Z" in data and len(data) > 3: return {"data": data, "at": data.find(b"Z")}
        if len(data) > 6:
            SEEN.append(data)
            SEEN.append((data[1:], data[-1], data.decode(), data.strip(), f"{data}"))
            data = b""
    data += b"!"
    for x in rest: data += x
    return data, type(data)
`,
  },
  {
    name: "bytes that are handed on",
    fixes: 1,
    calls: ["list(f([b'ab', b'cd', b'e']))", "list(f([]))"],
    seen: bytes,
    text: `
def f(xs):
    data = bytes()
    for x in xs:
        data += x
        if len(data) >= 4:
            yield data
            data = b''
    if data: yield data
`,
  },
  {
    name: "an object's own longer sums",
    fixes: 1,
    calls: ["f(['ab', '', '\\udc80'])", "f([])", "f([None])", "f(['a', 1])", "f([M('a')])"],
    seen: text,
    text: `
class M(str): pass
class Out:
    def __init__(self):
        self._text = ""
    def put(self, x):
        self._text = self._text + "<" + f"{x}>"
    def take(self):
        return self._text
def f(xs):
    out = Out()
    for x in xs: out.put(x)
    return out.take()
`,
  },
];

describe("text-concatenation, of text that CPython cannot lengthen", () => {
  test("what is put together is the same, whatever it is made of", () => {
    expectSame(grown, textConcatenation, fixTextConcatenation);
  });

  test.each(grown.map((each) => [each.name, each] as const))("lengthens: %s", (_, each) => {
    const fixed = fixAll(each.text, textConcatenation, fixTextConcatenation, each.seen);
    expect(fixed.fixes, fixed.obstacles.join() + fixed.text).toBe(each.fixes);
  });

  test.each([
    ["not-a-name", "def f(xs):\n    d = {}\n    d['a'] = ''\n    for x in xs: d['a'] += x\n    return d"],
    [
      "not-a-name",
      "from collections import defaultdict\ndef f(xs):\n    d = defaultdict(str)\n    for k, x in xs: d[k] += x",
    ],
    ["not-a-name", "def f(xs):\n    d = [''] * 3\n    for k, x in xs: d[k] = d[k] + x"],
    ["crosses-functions", "G = ''\ndef f(xs):\n    global G\n    for x in xs: G += x"],
    ["escapes", "def f(xs):\n    s = ''\n    g = lambda: s\n    for x in xs: s += x\n    return g()"],
    ["crosses-functions", "def f(ts):\n    for i in range(9): ts[i + 1].text = ts[i].text + ts[i + 1].text"],
    ["crosses-functions", "def f(ts, last):\n    for t in ts: last.text += t.text"],
    ["result-used", "def f(xs):\n    s = ''\n    for x in xs:\n        s = s + x + s[:1]\n    return s"],
    [
      "result-used",
      "def f(xs):\n    s = ''\n    try:\n        for x in xs: s = s + x + '.'\n    except TypeError: pass\n    return s",
    ],
    ["result-used", "def f(xs):\n    s = ''\n    for x in xs:\n        s = x + s\n        print(s)\n    return s"],
    ["other-order", "def f(xs):\n    s = ''\n    for x in xs:\n        s = x + s\n        s = f'{s}.'\n    return s"],
    ["own-addition", "def f(xs):\n    s = ''\n    for x in xs: s = x + s\n    return s"],
    ["own-addition", "def f(xs):\n    s = ''\n    for x in xs: s = f'{s}{x}'\n    return s"],
    [
      "result-used",
      "def f(xs):\n    d = b''\n    for x in xs:\n        d += x\n        if d is x: d += b''\n    return d",
    ],
  ] as const)("names %s as what is in the way in %s", (code, body) => {
    const { fixes, obstacles } = fixAll(`${body}\n`, textConcatenation, fixTextConcatenation, text);
    expect([fixes, ...obstacles]).toContain(code);
    expect(fixes).toBe(0);
  });
});
