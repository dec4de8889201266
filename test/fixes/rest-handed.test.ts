import { describe, expect, test } from "vitest";
import { frontSlicing } from "../../src/diagnose/rules/front-slicing/rule.ts";
import { fixFrontSlicing } from "../../src/fix/fixes/front-slicing.ts";
import { expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";

const fix = (text: string, seen: Seen = {}) =>
  fixAll(text, frontSlicing, fixFrontSlicing, { type: "str", size: 100_000, ...seen });

const patterns = [
  "a",
  "a*",
  "^a",
  "[^a]b",
  "[a^]",
  String.raw`[\]^]^b`,
  String.raw`\[^b`,
  String.raw`\\^b`,
  String.raw`\bcab`,
  String.raw`\\b|c`,
  String.raw`\Ab`,
  String.raw`\B.`,
  "(?<=a)b",
  "(?<!a)b",
  "(?P<next>b)|c",
  "(?=b)",
  "b$|ca$",
  String.raw`a\Z`,
  "",
  "(?x)b # [\\\n^c",
  "(?i)B",
  "(?m)^c",
  "(?:b|(c))(?(1)a|c)",
];
const tried = patterns.map((pattern) => `re.compile(r"""${pattern}""")`);
const others = ["re.compile(b'b')", "None", "Own()", "Sub()", "Wordy()"];
const texts = ["'abcabca'", "'b\\ncab\\nca'", "''", "b'abcabca'", "Text('abcabca')", "[1, 2]"];
const places = ["0", "1", "2", "5", "7", "99", "10**30", "-1", "-99", "True", "None", "'x'"];
const rules = [...tried, ...others];
const calls = rules.flatMap((rule) => texts.flatMap((text) => places.map((at) => `f(${rule}, ${text}, ${at})`)));

const plain = texts.slice(0, 3).flatMap((text) => places.map((at) => `f(${text}, ${at})`));

/** A pattern's likenesses: one that finds what it likes, one whose method is another of a pattern's. */
const setup = `
import re
class Text(str):
    def __getitem__(self, at): return "b" + str(self)
class Own:
    def match(self, text): return re.compile("[abc]+").match("abc" + text, 2) if text else None
    search = fullmatch = match
class Wordy:
    def match(self, text): return self
    search = fullmatch = match
    def start(self): return 1.5
    def end(self): return "end"
    group = groups = start
    lastgroup = lastindex = 1
    def __getitem__(self, at): return at
class Sub:
    match, search, fullmatch = re.compile("b").findall, re.compile("b").split, len
def f(*xs, f=f):
    try: return f(*xs)
    except (TypeError, AttributeError) as error: return type(error)
`;

const cases: readonly Case[] = [
  {
    name: "what a pattern that is given finds",
    fixes: 3,
    calls,
    setup,
    text: `
import re
def f(rule, text, at):
    found = []
    m = rule.match(text[at:])
    if m: found.append((m.group(), m[0], m.groups(), m.lastgroup, m.lastindex))
    if rule.search(text[at:]) is not None: found.append("found")
    m = rule.fullmatch(text[at:])
    if not m: return found
    return found, m.group(0)
`,
  },
  {
    name: "where it is found",
    fixes: 2,
    calls,
    setup,
    text: `
class Rules:
    def __init__(self, rules): self.rules = rules
    def take(self, text, at):
        found = []
        for rule in self.rules:
            if rule is None: continue
            m = rule.search(text[at:])
            if m is not None:
                found.append((m.group(), m.start(), m.end() - 1))
                at += m.end() or 1
                if at > 20: break
        return found, at
def f(rule, text, at):
    m = rule.match(text[at:])
    end = m.end() if m else None
    return end, Rules([rule, rule, rule]).take(text, at)
`,
  },
];

const inSight: Case = {
  name: "patterns of a class that one below gives otherwise, and one that is put together",
  fixes: 2,
  calls: plain,
  setup,
  text: `
import re
START = "[ab]"
WORD = re.compile(START + "c?")
class Lexer:
    _word = re.compile("[ab]+")
    def take(self, text, at):
        m = self._word.match(text[at:])
        return m and m.group()
class Anchored(Lexer):
    _word = re.compile("^[ab]+")
def f(text, at):
    m = WORD.match(text[at:])
    return Lexer().take(text, at), Anchored().take(text, at), m and (m.group(), m.end())
`,
};

const using = (uses: string, how = "m = rule.match(text[at:])"): string =>
  `def f(rule, text, at):\n    ${how}\n    ${uses}`;

const left: readonly LeftCase[] = [
  ["a match that is asked for its text", ["rest-used"], using("return m.string")],
  ["a match that is asked for its position", ["rest-used"], using("return m.pos")],
  ["a match that is asked where a group begins", ["rest-used"], using("return m.start(1)")],
  ["a match that is handed on", ["rest-used"], using("return m")],
  ["a match that is printed", ["rest-used"], using("print(m)")],
  ["places of one of two matches", ["rest-used"], using("m = rule.match(text)\n    return m.end()")],
  ["places of a match in a condition", ["rest-used"], using("return m.end()", "if (m := rule.match(text[at:])): pass")],
  ["places that an inner function asks for", ["rest-used"], using("return lambda: m.end()")],
  ["a rest that is asked for with more", [], using("return m.group()", "m = rule.match(text[at:], 1)")],
  ["bytes", ["rest-used"], using("return m.group()"), { type: "bytes" }],
];

describe("a rest that a pattern out of sight is asked of", () => {
  test.each([...cases, inSight].map((each) => [each.name, each] as const))("fixes: %s", (_, each) => {
    expect(fix(each.text).fixes, fix(each.text).text).toBe(each.fixes);
  });

  test("finds the same from a position on", () =>
    expectSame(
      [...cases, inSight].map((each): Case => ({ ...each, seen: { type: "str", size: 100_000 } })),
      frontSlicing,
      fixFrontSlicing,
    ));

  test("is written once for several questions", () => {
    const { text } = fix("def f(r, s, i):\n    return r.match(s[i:]) is None, r.search(s[i + 1:]).group()\n");
    expect(text).toContain("return _match_from(r.match, s, i) is None, _match_from(r.search, s, i + 1).group()");
    expect(text.match(/def _match_from/gu)).toHaveLength(1);
  });

  test.each(left.map((each) => [each[0], each] as const))("leaves %s", (_, each) => expectLeft(each, fix));
});
