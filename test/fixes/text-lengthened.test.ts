import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import type { Elsewhere } from "../../src/diagnose/analysis/code.ts";
import { textGrowths } from "../../src/diagnose/rules/text-concatenation/places.ts";
import { planLengthened } from "../../src/diagnose/rules/text-concatenation/plan-lengthened.ts";
import { candidatesIn, expectLeft, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const text: Seen = { type: "str", size: 100_000 };
const pieces = [
  "f(['ab', '', '\\r\\n', '\\udc80', '\\U0001f600'])",
  "f([])",
  "f(['a', b'a', 'c'])",
  "f([None])",
  "f(['a', 1, 'b'])",
  "f([M('a'), 'b', M('c')])",
  "f(['a', L(), 'b'])",
  "f([S(), 'b'])",
];
const strange = `
class M(str):
    def __radd__(self, other): return M("own " + other)
class L:
    def __repr__(self): return "L"
    def __radd__(self, other):
        SEEN.append(other)
        return [other]
class S:
    def __repr__(self): return "S"
    def __radd__(self, other): return OUT[-1].text
OUT = []
SEEN = []
def f(xs, f=f):
    try: return f(xs)
    except Exception as error: return str(error), OUT[-1].text, list(vars(OUT[-1]))
`;

const cases: readonly Case[] = [
  {
    name: "public text that everybody reads, replaces and derives from",
    fixes: 1,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
class Out(object):
    first = 1
    def __init__(self):
        self.text, self.ends = str(), []
    def put(self, x):
        self.text += x  # the next
        self.ends.append(self.text[-1:])
    def back(self, n):
        self.text = self.text[:-n]
class Louder(Out):
    def __init__(self):
        Out.__init__(self)
        self.text = "<"
def f(xs):
    for made in Out, Louder:
        out = made()
        OUT.append(out)
        kept = [out.text]
        for x in xs:
            out.put(x)
            kept.append(out.text)
        out.back(1)
    return out.text, kept, out.ends, list(vars(out))
`,
  },
  {
    name: "a piece that reads and writes the text while it is made",
    fixes: 5,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
class Out:
    text = ""
    def lost(self, x):
        self.text += "lost"
        return x
    def put(self, xs):
        for x in xs:
            self.text = self.text + (
                self.lost(x)
            )
            if x: self.text = self.text[::-1]
            self.text += "."
            self.text += """a
    b""" + self.lost("c")
            self.text += f"<{self.text}>{self.lost(x)}"
def f(xs):
    out = Out()
    OUT.append(out)
    out.put(xs)
    return out.text, Out.text, vars(out)
`,
  },
  {
    name: "a piece that is waited for",
    fixes: 1,
    calls: ["f(['ab', 'c'])", "f([1])"],
    seen: text,
    text: `
class Out:
    def __init__(self): self.text = ""
    async def put(self, xs):
        for x in xs:
            self.text += await later(x, self)
async def later(x, out):
    out.text = "?"
    return x
def f(xs):
    out = Out()
    try: out.put(xs).send(None)
    except (StopIteration, TypeError) as error: return out.text, type(error)
`,
  },
  {
    name: "a parser's text, begun by a call",
    fixes: 1,
    calls: ["f('<p>a &amp; b</p>' * 5)", "f('')"],
    seen: text,
    text: `
try: import HTMLParser
except ImportError: import html.parser as HTMLParser
class Out(HTMLParser.HTMLParser):
    def __init__(self):
        HTMLParser.HTMLParser.__init__(self)
        try:
            self.text = unicode()
        except NameError:
            self.text = str()
    def handle_data(self, data):
        self.text += data
def f(page):
    out = Out()
    out.feed(page)
    return out.text
`,
  },
];

const out = (body: string, bases = "", before = ""): string =>
  `${before}class Out${bases}:\n    def __init__(self):\n        self.text = ""\n${body}`;
const put = "    def put(self, x):\n        self.text += x";

const left: readonly (readonly [string, readonly string[], string])[] = [
  ["the object is made in two lines", ["crosses-functions"], out("def put(os, x):\n    os[\n        x].text += x")],
  ["it grows in a class", ["crosses-functions"], out("def put(o, x):\n    class A:\n        o.text += x")],
  ["what it begins as is on two lines", ["not-a-name"], 'def put(d, k, x):\n    d[k] = d.get(k, """\n""") + x\n'],
  ["the object is waited for", ["crosses-functions"], out("async def put(o, x):\n    (await o).text += x")],
  ["the object is worked out twice", ["crosses-functions"], out("def put(os, x):\n    os[0].text = os[0].text + x")],
  [
    "the class knows it by another name",
    ["crosses-functions"],
    out(put.replace("text", "__text"), "(Base)", "from models import Base\n").replace("self.text", "self.__text"),
  ],
  [
    "what the class is asked with is the file's",
    ["crosses-functions"],
    out(put, "(Base)", "from models import Base, vars\n"),
  ],
  ["it shows its names", ["escapes"], out(`${put}\n        return locals()`)],
  ["threads run", ["may-change-in-call"], out(put, "", "import threading\n")],
  ["it has no line of its own", ["escapes"], out("    def put(self, x): self.text += x")],
];

describe("text of an attribute, lengthened in its place", () => {
  test("what grows through a variable is the same, and fails the same", () => {
    expectSame(cases, textConcatenation, fixTextConcatenation);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text: code, fixes, seen }) => {
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, seen);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(fixes);
    expect(fixed.text).toContain(" = None  # only whole has it");
  });

  test.each(left)("leaves it where %s", (...each) => {
    expectLeft([...each, text], (code, seen) => fixAll(code, textConcatenation, fixTextConcatenation, seen));
  });

  test.each([
    ["nobody else names the class", { text: "changed", property: "read" }, "lengthened"],
    ["others make objects, and have properties of other names", { Out: "read", property: "read" }, "lengthened"],
    ["a class there may be told what is stored", { Out: "read", __setattr__: "read" }, "asked"],
    ["a class there may have a property", { Out: "read", text: "read", property: "read" }, "asked"],
    ["a class there may have a descriptor", { Out: "read", text: "changed" }, "asked"],
  ] as const)("looks at other files: %s", (_, words: Readonly<Record<string, "read" | "changed">>, kind) => {
    const elsewhere: Elsewhere = (name) => words[name] ?? "none";
    const plans = candidatesIn(out(put), textConcatenation).flatMap(({ context }) => {
      const seen = { ...context, elsewhere };
      return textGrowths(seen).map((growth) => {
        const plan = planLengthened(growth, seen);
        return plan.kind === "lengthened" && plan.owner !== undefined ? "asked" : plan.kind;
      });
    });
    expect(plans).toEqual([kind]);
  });
});
