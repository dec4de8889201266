import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { candidatesIn, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

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
    name: "a buffer that is eaten from its front",
    fixes: 2,
    calls: ["f([b'ab\\ncd', b'', b'\\n\\ne', b'f'])", "f([])", "f([bytearray(b'abcdef')])"],
    seen: bytes,
    text: `
class Lines:
    def __init__(self):
        self._buf = b""
        self.lines = []
    def feed(self, data):
        self._buf = self._buf + data
        while b"\\n" in self._buf:
            self.lines.append(self._buf[: self._buf.find(b"\\n")])
            self._buf = self._buf[len(self.lines[-1]) + 1 :]
    def rest(self):
        rest, self._buf = self._buf, b""
        return rest, self._buf
def f(chunks):
    lines, out, buf = Lines(), [], None
    for chunk in chunks: lines.feed(chunk)
    buf = b""
    for chunk in chunks:
        buf += chunk
        while len(buf) >= 3:
            out.append(buf[:3])
            buf = buf[3:]
            if not buf: break
    return lines.lines, lines.rest(), out, buf, type(buf)
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

/** A script whose object gathers text, with what a method and the calls do. */
const log = (put: string, calls: string): string =>
  `class Log:\n    def __init__(self):\n        self.text = ""\n    def put(self, x):\n        ${put}\n    def take(self):\n        return self.text\ndef f(n, y):\n    log = Log()\n    ${calls}\n    return log.take()\n`;

describe("text-concatenation, of text that CPython cannot lengthen", () => {
  test("what is put together is the same, whatever it is made of", () => {
    expectSame(grown, textConcatenation, fixTextConcatenation);
  });

  test.each(grown.map((each) => [each.name, each] as const))("lengthens: %s", (_, each) => {
    const fixed = fixAll(each.text, textConcatenation, fixTextConcatenation, each.seen);
    expect(fixed.fixes, fixed.obstacles.join() + fixed.text).toBe(each.fixes);
  });

  test.each([
    ["back whole", "self.rest = data", 1],
    ["back without its front", "self.rest = data[n:]", 1],
    ["nothing back", "return data", 0],
    ["to another", "other.rest = data", 0],
    ["back as something else", "self.rest = len(data)", 0],
  ])("names what an attribute holds where a longer text is made of it, and given %s", (_, given, count) => {
    const code = `def f(self, other, new, n):\n    data = self.rest + new + b"."\n    ${given}\n`;
    const found = candidatesIn(code, textConcatenation).map(({ candidate }) => candidate.obstacles);
    expect(found).toEqual(Array.from({ length: count }, () => [{ code: "crosses-functions", about: "self.rest" }]));
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

  const script: Seen = { ...text, module: "__main__" };

  test.each([
    ["what every call gives", log("self.text += x", "for i in range(n): log.put('a%d' % (i,)); log.put(x='b')")],
    [
      "what calls hand on",
      log("self.text += x.strip() + x[1:]", "line = 'a b ' * 3\n    for w in line.split(): log.put(w)"),
    ],
    ["what a file gives", log("self.text += x", "for line in open(__file__): log.put(line.upper())")],
    [
      "what a file that is read gives",
      log(
        "self.text = self.text + x + '.'",
        "with open(__file__, 'r', encoding='utf-8') as file: log.put(file.read()[:n])",
      ),
    ],
    ["text by text", log("self.text += x", "s = 'a'\n    while len(s) < n: s += chr(65); log.put(s if n else '-')")],
  ])("writes the text of a script's object where it is %s", (_, code) => {
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, script);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(1);
    expect(fixed.text).toContain("self.text.write(");
    expect(fixAll(code, textConcatenation, fixTextConcatenation, text).text).not.toContain("StringIO");
  });

  test.each([
    ["a call gives anything", log("self.text += x", "log.put('a'); log.put(y)")],
    ["it is handed on as a method", log("self.text += x", "log.put('a'); print(map(log.put, y))")],
    ["it could be asked for by name", log("self.text += x", "log.put('a'); getattr(log, 'put')(y)")],
    ["a file gives bytes", log("self.text += x", "for line in open(__file__, 'rb'): log.put(line)")],
    [
      "a list may have got something else",
      log("self.text += x", "ws = 'a b'.split(); ws.append(y)\n    for w in ws: log.put(w)"),
    ],
    ["a name is also given something else", log("self.text += x", "w = 'a'\n    if n: w = y\n    log.put(w)")],
    ["it is made of what is given", log("self.text += x", "log.put('a'.join(y) + y)")],
    ["it may be a text's own class", log("self.text += x", "log.put(str(y))")],
    ["nobody calls it", log("self.text += x", "pass")],
  ])("keeps the text of a script's object what it is where %s", (_, code) => {
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, script);
    expect([fixed.fixes, fixed.text.includes("StringIO")]).toEqual([1, false]);
    expect(fixed.text).toContain("type(whole) is str and type(");
  });

  test.each([
    ["writes too", "self._out += self.show(x)", "    def show(self, x):\n        self._out += b'-'\n        return x"],
    ["is given the object", "self._out += SEEN(self)", ""],
    [
      "cuts by what writes",
      "self._out += x\n        self._out = self._out[self.show(x):]",
      "    def show(self, x):\n        self._out += b'-'\n        return 1",
    ],
  ])("leaves bytes of an object to a person where what is worked out meanwhile %s", (_, put, more) => {
    const code = `SEEN = len\nclass Out:\n    def __init__(self):\n        self._out = b""\n    def put(self, x):\n        ${put}\n${more}\n`;
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, bytes);
    expect(fixed.fixes).toBe(0);
    expect(fixed.obstacles).toContain("may-change-in-call");
  });
});
