import { describe, expect, test } from "vitest";
import { textConcatenation } from "../../src/diagnose/rules/text-concatenation/rule.ts";
import { fixTextConcatenation } from "../../src/fix/fixes/text-concatenation.ts";
import { expectLeft, expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const text: Seen = { type: "str", size: 100_000 };
const pieces = [
  "f(['ab', '', '\\U0001f600'])",
  "f([])",
  "f(['a', b'a', 'c'])",
  "f(['a', 1])",
  "f([M('a'), 'b'])",
  "f([L()])",
];
const strange = `
class M(str):
    def __radd__(self, other): return M("own " + other)
class L:
    def __repr__(self): return "L"
    def __radd__(self, other):
        SEEN.append(other)
        return [other]
class Told(dict):
    def __setitem__(self, key, value):
        SEEN.append((key, value))
        dict.__setitem__(self, key, value)
SEEN = []
def f(xs, f=f):
    try: result = f(xs)
    except Exception as error: result = type(error), str(error)
    return result, SEEN
`;

const cases: readonly Case[] = [
  {
    name: "an element that begins anew, beside another meaning of type",
    fixes: 1,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
def f(xs):
    token, other, seen = None, None, []
    for x in [*xs, "|", "|", *xs, {"t": xs}]:
        type = x
        if type == "|":
            seen.append(token)
            token = None
        elif token is None:
            token = {"data": x, "type": type}
        else:
            token["data"] += x
        if len(seen) > 1:
            other["data"] += "x"
    return token, seen
`,
  },
  {
    name: "a value that begins in a dict of the object's, beside numbers and bytes",
    fixes: 1,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
class State:
    def __init__(self, told):
        self.state = {"text": "", "count": 0, "bytes": b""}
        if told:
            self.state = Told(self.state)
    def put(self, x):
        self.state["text"] += x
        self.state["count"] += 1
        self.state['bytes'] += b"."
def f(xs):
    results = []
    for told in False, True:
        state = State(told)
        results.append(state.state)
        for x in xs:
            state.put(x)
        if told:
            state.state = None
            try:
                state.put("")
            except TypeError as error:
                results.append(str(error))
    return results
`,
  },
  {
    name: "values of a dict made here",
    fixes: 3,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
from collections import defaultdict
def f(xs):
    texts = {"all": "", "last": ""}
    found = defaultdict(str)
    for n, x in enumerate(xs):
        texts["all"] += x
        texts["last"] = texts["last"] + str(n) + x + "-"  # the last
        found[len(xs) - n % 2] += x
    return texts, found
`,
  },
  {
    name: "what is made elsewhere may watch, or hold no text",
    fixes: 2,
    calls: ["f('ab')", "f([M('a'), 'b', 1])", "f('')"],
    setup: strange,
    seen: text,
    text: `
def put(texts, key, x):
    texts[key] += "<" + x
class Box:
    def __init__(self, held): self.held = held
    def put(self, key, x):
        self.held[key()] += "%s" % x
def f(xs):
    given = {"k": ""}, {"k": 1}, {}, [""], "abc", Told(k=""), {"k": ["x"]}
    seen = []
    for one in given:
        for x in xs:
            for key in "k", 0, -1, []:
                try: put(one, key, x)
                except Exception as error: seen.append((type(error), str(error)))
                try: Box(one).put(lambda: seen.append(key) or key, x)
                except Exception as error: seen.append((type(error), str(error)))
    return given, seen
`,
  },
  {
    name: "a piece that changes the container, or the key",
    fixes: 2,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
def f(xs):
    texts = {"a": "x", "b": ""}
    lines = ["1", "2"]
    key = "a"
    def taken(x):
        texts.pop("a", None)
        lines.append("3")
        return x
    for x in xs:
        texts[key] += taken(x)
        lines[-1] += taken(x)
    return list(texts.items()), lines
`,
  },
  {
    name: "a variable that inner functions or the module share",
    fixes: 4,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
kept = ""
def f(xs):
    global kept
    kept = ""
    out = ""
    def put(x):
        nonlocal out
        out += x
    def keep(x):
        global kept
        kept = kept + x + "."
    for x in xs:
        put(x)
        keep(x)
        out = out + "|"
        if x == "": out += "twice"
        if len(out) < 50:
            out += out
    return out, kept
`,
  },
  {
    name: "several pieces of an attribute",
    fixes: 2,
    calls: pieces,
    setup: strange,
    seen: text,
    text: `
class Out:
    def __init__(self): self.text = ""
    def put(self, x, end="\\n"):
        self.text = self.text + x + "\\t" + end
        self.text = self.text + "%s" % (x,) + "."
def f(xs):
    out = Out()
    try:
        for x in xs: out.put(x, x)
    except TypeError: pass
    return out.text
`,
  },
  {
    name: "values that begin where they are missing",
    fixes: 3,
    calls: [...pieces, "f([[1], 'a'])", "f(['a'] * 3)"],
    setup: strange,
    seen: text,
    text: `
from collections import Counter, OrderedDict, defaultdict
def add(d, k, x):
    for _ in range(2):
        d[k] = d.get(k, "<") + x + "."  # the next
def f(xs):
    d, seen = {}, []
    for i, x in enumerate(xs):
        d[i % 2] = d.get(i % 2, "") + "_"
        k = i % 3
        d[k] = d.get(k, '') + x
        e = defaultdict(list)
        e[k] = e.get(
            k, ""
        ) + x
        seen.append((list(d.items()), e))
    for made in (dict, OrderedDict, Counter, lambda: Told(a=1), lambda: defaultdict(int, a="b"), lambda: [1], lambda: None):
        out = made()
        for k in "a", 1, "a", []:
            for x in xs:
                try: add(out, k, x)
                except Exception as error: seen.append((type(error), str(error)))
        seen.append(out)
    return d, seen
`,
  },
];

const left: readonly (readonly [string, readonly string[], string])[] = [
  [
    "a later piece is worked out",
    ["not-a-name"],
    "def f(d, xs):\n    for x in xs:\n        d['k'] = d['k'] + x + str(x) + '.'",
  ],
  [
    "a piece gives the key another value",
    ["not-a-name"],
    "def f(d, k):\n    while k:\n        d[k] += '%s' % (k := k - 1)",
  ],
  ["it is waited for in the key", ["not-a-name"], "async def f(d, g):\n    while d:\n        d[await g()] += 'x'"],
  ["its container is looked up twice", ["not-a-name"], "def f(o, k, x):\n    o.d[k] = o.d.get(k, '') + x"],
  ["what is asked for is worked out twice", ["not-a-name"], "def f(d, k, x):\n    d[k + 1] = d.get(k + 1, '') + x"],
  ["it is put in front", ["not-a-name"], "def f(d, k, x):\n    d[k] = x + d.get(k, '')"],
  ["it is a slice", ["not-a-name"], "def f(d, g):\n    while d:\n        d[1:] += 'x'"],
  ["threads run", ["not-a-name"], "import threading\nD = {}\ndef f(k):\n    D[k] += 'x'\ndef g():\n    D['a'] = ''"],
  ["it is the module's own code", ["not-a-name"], "d = {'a': ''}\nfor x in 'abc':\n    d['a'] += 'x'"],
  ["it shows its names", ["not-a-name"], "def f(d):\n    while d:\n        d['k'] += 'x'\n    return locals()"],
];

describe("text that others hold too, lengthened in its place", () => {
  test("what grows through a variable is the same, and fails the same", () => {
    expectSame(cases, textConcatenation, fixTextConcatenation);
  });

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text: code, fixes, seen }) => {
    const fixed = fixAll(code, textConcatenation, fixTextConcatenation, seen);
    expect(fixed.fixes, fixed.text + fixed.obstacles.join()).toBe(fixes);
    expect(fixed.text).toContain(" = None  # only whole has it");
  });

  test.each(left)("leaves it where %s", (...each) => {
    expectLeft([...each, text], (code, seen) => fixAll(code, textConcatenation, fixTextConcatenation, seen));
  });
});
