import { describe, expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, frontSlicing, fixFrontSlicing, { type: "str", size: 100_000, ...seen });

const numbers = ["0", "2", "7", "8", "99", "-1", "-3", "-99", "True"];
const texts = ["''", "'abcabca'", "'12+x=34'", "b'abcabca'", "bytearray(b'ab12')", "[1, 2]"];
const asked = texts.flatMap((text) => numbers.map((number) => `f(${text}, ${number})`));
const plain = asked.filter((call) => !/f\((?:b|\[)/u.test(call));
const setup =
  "def f(*xs, f=f):\n    try: return f(*xs)\n    except (TypeError, AttributeError) as error: return type(error)";

const cases: readonly Case[] = [
  {
    name: "text that begins with words",
    fixes: 1,
    calls: asked,
    setup,
    text: `
def f(text, at):
    words = ["", "ab", "x"] if isinstance(text, str) else [b"", b"ab", (b"", b"1")]
    found = [text[at:].startswith(word) for word in words]
    for word in words:
        if (text[at + 1 :]).startswith(word if found else str(word)): found.append(at)
        found.append(not text[-len(word):].startswith(word[:1]))
    if isinstance(text, str):
        found.append([text[at:].startswith("ab"), text[at:].startswith(("x", "c"))])
        for at in (None, at):
            found.append([text[at:].startswith("ab"), text[at:].startswith(words[0]), text[at:].startswith(words[1])])
    return found
`,
  },
  {
    name: "a bracket that a backslash writes in a set, and what stands before",
    fixes: 0,
    calls: plain,
    setup,
    text: `
import re
P = re.compile(r"[\\]]?\\bbc[a]?")
def f(text, at):
    m = P.match(text[at:])
    return m and m.group()
`,
  },
  {
    name: "the text of an object",
    fixes: 1,
    calls: plain,
    setup,
    text: `
class Lexer:
    def __init__(self, text, at):
        self.text, self.at = text, 0
        self.at = at
    def operator(self):
        for word in ("<=", "ab", "a", "12", "+"):
            if self.text[self.at:].startswith(word):
                self.at += len(word)
                return word
        return self.text[self.at:].startswith("")
def f(text, at):
    lexer = Lexer(text, at)
    return [(lexer.operator(), lexer.at) for _ in range(4)]
`,
  },
  {
    name: "patterns that ask nothing of what stands before",
    fixes: 1,
    calls: plain,
    setup,
    text: `
import re
WORD = re.compile(r"[a-c^]+?(?P<next>b)|x")
NUMBER = re.compile(r"\\d+(\\.\\d+)?$|[\\]b]")
def f(text, at):
    found = []
    match = WORD.match(text[at:])
    if not match: match = NUMBER.search(text[at:])
    if match is not None:
        found += [match.group(), match[0], match.end(), match.start(), match.groups(), match.lastgroup]
    if NUMBER.fullmatch(text[at + 1:]): found.append("number")
    pos = 0
    while pos < len(text):
        step = NUMBER.match(text[pos:])
        if step: pos += step.end()
        elif (other := WORD.match(text[pos:])): pos += len(other.group(0))
        else: pos += 1
        found.append(pos)
    return found
`,
  },
];

const lexer: Case = {
  name: "a class's own pattern, and one that is written where it is asked",
  fixes: 2,
  calls: plain,
  setup,
  text: `
import re
class Lexer:
    _word = re.compile("[ab]+"
                       r"(c)?")
    def __init__(self, text): self.text, self.at = text, 0
    def take(self):
        m = self._word.match(self.text[self.at:])
        if m is None: m = re.search(r"[1-3]", self.text[self.at :])
        if m: self.at += m.end()
        return m and m.groups()
def f(text, at):
    lexer = Lexer(text)
    lexer.at = at
    step = re.match(r"\\w", text[at:]) is None
    return step, [(str(lexer.take()), lexer.at) for _ in range(4)]
`,
};

const matched = (pattern: string, uses: string, before = ""): string =>
  `import re\nWORD = re.compile(${pattern})\n${before}def f(text, at):\n    m = WORD.match(text[at:])\n    ${uses}`;

const left: readonly LeftCase[] = [
  ["a pattern that begins at the beginning", ["rest-used"], matched('r"^a"', "return m.group()")],
  ["one that looks back", ["rest-used"], matched('r"(?<=a)b"', "return m.group()")],
  ["one that asks for the beginning of a word", ["rest-used"], matched('r"\\bword"', "return m.group()")],
  ["one with backslashes of its own", ["rest-used"], matched('"\\\\bword"', "return m.group()")],
  ["one for bytes, which a bytearray could change under", ["rest-used"], matched('rb"a"', "return m.group()")],
  ["a match that is handed on", ["rest-used"], matched('r"a"', "return m")],
  ["a match of another kind", ["rest-used"], matched('r"a"', "m = m or WORD.match(text, 1)\n    return m.group()")],
  ["a match that is asked for its span", ["rest-used"], matched('r"a"', "return m.span()")],
  [
    "a word that may move the position",
    ["rest-used"],
    "class L:\n    def __init__(self):\n        self.t, self.at = '', 0\n    def f(self):\n        return self.t[self.at:].startswith(self.g())",
  ],
  ["another object's text", ["rest-used"], "def f(o, at):\n    return o.text[at:].startswith('a')"],
  ["a text that a word gives", ["rest-used"], "def f(g, at):\n    return g()[at:].startswith('a')"],
  ["what is no text", ["not-a-list"], "def f(x, at):\n    return x[at:].startswith('a')", { type: "list" }],
  ["a short text", [], "def f(x, at):\n    return x[at:].startswith('a')", { size: 1000 }],
];

describe("a rest that is only asked how it begins", () => {
  test.each([...cases, lexer].map((each) => [each.name, each] as const))("fixes: %s", (_, each) => {
    expect(fix(each.text).fixes, fix(each.text).text).toBe(each.fixes);
  });

  test("gives the same answers from a position on", () =>
    expectSame(
      [...cases, lexer].map((each): Case => ({ ...each, seen: { type: "str", size: 100_000 } })),
      frontSlicing,
      fixFrontSlicing,
    ));

  test("is written as a person would", () => {
    const { text } = fix(
      "def f(t, i, w):\n    return t[i:].startswith('ab'), t[i + 1:].startswith(w), t[i:].startswith(w)\n",
    );
    const written = ["'ab', i", "w, min(i + 1, len(t))", "w, range(len(t))[i:].start"];
    expect(text).toContain(`return ${written.map((each) => `t.startswith(${each})`).join(", ")}`);
  });

  test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));
});
