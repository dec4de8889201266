import { describe, expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) => fixAll(text, frontSlicing, fixFrontSlicing, { type: "str", ...seen });

const texts = [
  "f('')",
  "f('a')",
  "f('a,b')",
  "f('a,b,')",
  "f(',')",
  "f(',,x, y ,z')",
  "f('  a , b\\t,\\n c  ')",
  "f('\\u2003a\\x1c,\\x85b')",
  "f('12+(3 4) foo,5')",
  "f('12 foo 3')",
  "f('(1')",
  "f('end')",
];
const bytes = ["f(b'')", "f(b'a,b')", "f(b' a ,b,')", "f(bytearray(b'a,b'))"];

const cases: readonly Case[] = [
  {
    name: "what is told as the loop is left",
    fixes: 1,
    calls: [
      "f('')",
      "f('abcd')",
      "f('abxcd')",
      "f([1, 2, 'x', 3])",
      "f(['x'])",
      "f('acxd')",
      "f('yb')",
      "f(['y', 1])",
      "f('zz')",
      "f([0, 'z'])",
    ],
    text: `
def f(xs):
    n = 1
    while xs:
        if xs[0] == "x":
            print(f"{xs!r:>9}", "%s" % (xs[-1:]), xs[n:], [*xs], str(xs) + "!")
            break
        if xs[0] == "y":
            raise ValueError("left:", list(xs))
        if xs[0] == "z":
            return dict(left=xs)
        xs = xs[n:]
        n = -n
    return xs
`,
  },
  {
    name: "tokens that patterns match",
    fixes: 1,
    calls: [...texts, ...bytes],
    text: `
import re
TOKEN = re.compile(r"\\s*(?:(\\d+)|([a-z]+)|(.))", re.S)
def f(text):
    out = []
    while text:
        m = TOKEN.match(text)
        if not m:
            raise ValueError("left: " + text)
        out.append((m.group(1), m.lastindex, m.start(), m.end(), text[:m.end()], text[m.start() : m.end() - 1]))
        text = text[m.end():]
        if m.group(2) == "end":
            return out, text
    return out, text
`,
  },
  {
    name: "a pattern of the module re, also within a condition",
    fixes: 1,
    calls: [...texts, ...bytes],
    text: `
import re
def f(text):
    out = []
    while True:
        if (m := re.match(r"\\s*(\\w+)", text)):
            out.append(m[1])
        elif (m := re.search(r"[(),+]", text)) is not None:
            out.append((m[0], m.end()))
        else:
            print(f"left: {text!r}", text[:3])
            break
        text = text[m.end():]
    return out, text
`,
    python: [3, 8],
  },
  {
    name: "what stands before a separator, by its place",
    fixes: 1,
    calls: [...texts, ...bytes, "f(b',a')"],
    text: `
def f(text):
    out = []
    for _ in range(5):
        i = text.find(",")
        if i == -1:
            break
        out.append((i, text[:i], text.startswith("a"), text.endswith(","), len(text)))
        text = text[i + 1:]
        if text == "" or not text:
            out.append("end")
    return out, text
`,
  },
  {
    name: "a place that may be none",
    fixes: 1,
    calls: [...texts, ...bytes],
    text: `
def f(text):
    out = []
    for sought in ("", "a", ",", "b", "", ""):
        i = text.find(sought)
        text = text[i:]
        out.append((i, text[:2], sought in text, sought not in text, text.startswith(sought), text.endswith(sought)))
    return out, text
`,
  },
  {
    name: "as long as there is a separator",
    fixes: 1,
    calls: [...texts, ...bytes],
    text: `
def f(text):
    out = []
    while "," in text:
        i = text.index(",")
        word, text = text[:i], text[i + 1:]
        out.append(word)
        if "," not in text and not "(" in text:
            out.append("last")
    return out, text
`,
  },
  {
    name: "split once, again and again",
    fixes: 1,
    calls: texts,
    text: `
def f(text):
    out = []
    while "," in text:
        # the next
        word, text = text.split(",", 1)  # one
        out.append(word)
    return out, text
`,
  },
  {
    name: "split once, where nothing says that it can be",
    fixes: 1,
    calls: texts,
    text: `
def f(text):
    out = []
    try:
        for _ in range(9):
            try:
                word, text = text.split(", ", 1)
            except ValueError as error:
                out.append(str(error))
                word, text = text.split(",", 1)
            out.append((word, len(text)))
    finally:
        print(out)
`,
  },
  {
    name: "in three parts",
    fixes: 1,
    calls: texts,
    text: `
def f(text):
    out = []
    while text:
        word, sep, text = text.partition(",")
        out.append((word, sep, type(sep), len(text)))
    return out, text
`,
  },
  {
    name: "in three parts, of bytes",
    fixes: 1,
    calls: bytes,
    text: `
def f(text):
    out = []
    while len(text) > 1:
        word, sep, text = text.partition(b",")
        out.append((word, sep, type(sep), type(word), len(text)))
    return out, text
`,
  },
  {
    name: "blanks in front",
    fixes: 1,
    calls: texts,
    text: `
def f(text):
    out = []
    while text:
        text = text.lstrip()
        if not text:
            break
        out.append((text[0], len(text)))
        text = text[1:]
        text = text.lstrip(",")
    return out, text
`,
  },
  {
    name: "blanks in front of bytes",
    fixes: 1,
    calls: bytes,
    text: `
def f(text):
    out = []
    while text:
        text = text.lstrip()
        if not text:
            break
        out.append((text[0], len(text)))
        text = text[1:]
        text = text.lstrip(b",a")
    return out, text
`,
  },
];

const left: readonly LeftCase[] = [
  [
    "a pattern that asks what stands before",
    ["rest-used"],
    'import re\ndef f(xs):\n    while xs:\n        m = re.match(r"^a", xs)\n        xs = xs[m.end():]',
  ],
  [
    "a match that is handed on",
    ["rest-used"],
    'import re\ndef f(xs, g):\n    while xs:\n        m = re.match(r"a", xs)\n        g(m)\n        xs = xs[m.end():]',
  ],
  [
    "patterns that are not in sight",
    ["rest-used"],
    "def f(xs, patterns):\n    while xs:\n        for p in patterns:\n            m = p.match(xs)\n            if m: break\n        xs = xs[m.end():]",
  ],
  [
    "all places of something",
    ["rest-used"],
    "def f(xs):\n    while xs:\n        print(xs.count('a'))\n        xs = xs[1:]",
  ],
  [
    "a search up to a place",
    ["rest-used"],
    "def f(xs):\n    while xs:\n        print(xs.find('a', 2))\n        xs = xs[1:]",
  ],
  [
    "a search for what is worked out twice",
    ["rest-used"],
    "def f(xs, g):\n    while xs:\n        print(g() in xs)\n        xs = xs[1:]",
  ],
  [
    "a rest that is handed on at each turn",
    ["rest-used"],
    "def f(xs, g):\n    while xs:\n        if g(xs): print(1)\n        xs = xs[1:]",
  ],
  [
    "a list that is asked as text is",
    ["not-a-list"],
    "def f(xs):\n    while ',' in xs:\n        i = xs.index(',')\n        xs = xs[i:]",
    { type: "list" },
  ],
  [
    "a rest that is handed on before the loop is left",
    ["rest-used"],
    "def f(xs, g):\n    while xs:\n        if xs[0]:\n            g(xs)\n            break\n        xs = xs[1:]",
  ],
  [
    "a rest that is handed on twice",
    ["rest-used"],
    "def f(xs, g):\n    while xs:\n        if xs[0]:\n            return g(xs), xs.pop()\n        xs = xs[1:]",
  ],
  [
    "a rest that is looked at once it is handed on",
    ["rest-used"],
    "def f(xs, g):\n    while xs:\n        try:\n            return g(xs)\n        finally:\n            print(xs[:])\n        xs = xs[1:]",
  ],
  ["nothing but blanks that are taken", [], "def f(xs):\n    while xs.startswith(' '):\n        xs = xs.lstrip()"],
  ["a split that is not the first alone", [], "def f(xs):\n    while xs:\n        x, xs = xs.split(',')"],
  ["a split by what may be empty", [], "def f(xs, s):\n    while xs:\n        x, xs = xs.split(s, 1)"],
];

describe("front-slicing, of a text that is asked for more", () => {
  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, each) => {
    const fixed = fix(each.text);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(each.fixes);
    expect(fixed.text).toContain(" = range(len(");
  });

  test("the whole text answers as the rest did", () =>
    expectSame(
      cases.map((each): Case => ({ ...each, seen: { type: "str", size: 100_000 } })),
      frontSlicing,
      fixFrontSlicing,
    ));

  test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));
});
