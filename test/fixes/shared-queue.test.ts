import { describe, expect, test } from "vitest";
import { listAsQueue } from "../../src/diagnose/rules/list-as-queue/rule.ts";
import { fixListAsQueue } from "../../src/fix/fixes/list-as-queue.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const script: Seen = { module: "__main__" };
const texts = ["f('( a ( b c ) d )')", "f('a')", "f('')", "f('( a')", "f('x y z x y')"];

const cases: readonly Case[] = [
  {
    name: "tokens that are handed on",
    fixes: 1,
    calls: texts,
    seen: script,
    text: `
def parse(depth, tokens):
    """Takes one."""
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens[0] != ")": out.append(parse(depth + 1, tokens))
        skip(tokens)
        return out
    return token, depth, len(tokens)
def tokenize(text, *apart):
    if not apart: return ["none"]
    return text.replace(apart[0], " ( ").split()
def skip(tokens, *_):
    if tokens: tokens.pop(0)
    else: raise ValueError("nothing")
def f(text):
    words = ["<", *text.split()]
    skip(words, 1)
    try:
        first = parse(0, words)
        return first, list(words), parse(1, text.split()), parse(2, tokenize(text, "(", ")"))
    except (ValueError, LookupError):
        return "too short"
`,
  },
  {
    name: "tokens that an inner function takes",
    fixes: 1,
    calls: texts,
    text: `
def f(text):
    tokens = text.split()
    def parse():
        token = tokens.pop(0)
        if token == "(":
            out = []
            while tokens[0] != ")": out.append(parse())
            tokens.pop(0)
            return out
        return token, len(tokens), "x" in tokens
    def again():
        nonlocal tokens
        tokens = [*tokens, "y"]
    try:
        parsed = parse()
        again()
        return parsed, parse()
    except LookupError:
        return "too short", [*tokens]
`,
  },
  {
    name: "a module's own queue",
    fixes: 1,
    calls: texts,
    text: `
_TODO = []
_DONE = []
def put(x):
    _TODO.append(x)
    if len(_TODO) > 3: _DONE.append(_TODO.pop(0))
def f(text):
    global _TODO
    for x in text.split(): put(x)
    kept, last = sorted(_TODO), _TODO[-1] if _TODO else None
    _TODO = []
    return kept, last, _DONE
`,
  },
  {
    name: "a script's queue, which is public",
    fixes: 1,
    calls: texts,
    seen: script,
    text: `
queue: list = []
def f(text):
    queue.extend(text)
    while queue and queue[0] != " ": queue.pop(0)
    return len(queue)
`.replace(": list", ""),
  },
  {
    name: "a parameter that begins anew",
    fixes: 1,
    calls: [...texts, "f('a b\\\\nc')"],
    text: `
def f(text, more=("p", "q")):
    """Takes the first words."""
    text = (text + " end").split(" ")
    out = []
    while text:
        out.append(text.pop(0))
        if out[-1] == "a" and text and text[0]: text.pop(0)
    return out, text, more
`,
  },
];

const handed = (call: string, before = ""): string =>
  `def take(tokens):\n    while tokens: tokens.pop(0)\n${before}def f(xs):\n    ${call}\n`;
const refused: readonly (readonly [why: string, text: string, seen?: Seen])[] = [
  [
    "another function keeps, too",
    handed(
      "take(kept(xs))",
      "KEPT = []\ndef kept(xs):\n    if not xs: return xs.split()\n    KEPT.extend(xs)\n    return KEPT\n",
    ),
    script,
  ],
  ["is None at times", "def g(x):\n    if x: return x[:]\ndef f(x):\n    q = g(x)\n    while q: q.pop(0)\n"],
  ["a generator gives", handed("take(given(xs))", "def given(xs):\n    yield xs\n    return xs.split()\n"), script],
  ["a public function of a module is given", handed("take(list(xs))")],
  ["its caller was given", handed("take(xs)"), script],
  ["its caller keeps", handed("q = list(xs)\n    take(q)\n    return q"), script],
  ["a function is given that is handed on itself", handed("take(list(xs))\n    return take"), script],
  ["is given by name", handed("take(tokens=list(xs))"), script],
  ["is given among others", handed("take(*xs)"), script],
  [
    "is cut for the function alone",
    handed("q = list(xs)\n    take(q)\n    print(len(q))").replace(
      "while tokens:",
      "tokens = tokens[1:]\n    while tokens:",
    ),
    script,
  ],
  [
    "is lengthened for the function alone",
    handed("q = list(xs)\n    take(q)\n    print(len(q))").replace(
      "while tokens:",
      "tokens = tokens + [1]\n    while tokens:",
    ),
    script,
  ],
  ["nobody is seen to give", handed("return xs"), script],
  [
    "a function is given that is known by its annotation",
    handed("take(list(xs))").replace("tokens)", "tokens: list)"),
    script,
  ],
  [
    "threads may change in an inner function",
    "import threading\ndef f(xs):\n    q = list(xs)\n    def g():\n        while q: q.pop(0)\n    return g()\n",
  ],
  ["is the module's, for all to see", "TODO = []\ndef f():\n    while TODO: TODO.pop(0)\n"],
  [
    "is given away by an inner function",
    "def f(xs):\n    q = list(xs)\n    def g():\n        while q: q.pop(0)\n        return q\n    return g\n",
  ],
  [
    "is shown by an inner function's names",
    "def f(xs):\n    q = list(xs)\n    def g():\n        while q: q.pop(0)\n        return locals()\n    return g\n",
  ],
  ["is a default", "_Q = []\ndef f(q=_Q):\n    while _Q: _Q.pop(0)\n"],
  ["carries a type that the module works out", "_Q: list = []\ndef f():\n    while _Q: _Q.pop(0)\n"],
  ["threads change", "import threading\n_Q = []\ndef f():\n    while _Q: _Q.pop(0)\n"],
  [
    "an inner function walks through calls",
    "def f(xs):\n    q = list(xs)\n    def g():\n        for x in q: h()\n    def h(): q.pop(0)\n    while q: h()\n",
  ],
  ["is cut where it begins anew", "def f(xs):\n    xs = xs[1:]\n    while xs: xs.pop(0)\n"],
  ["is lengthened where it begins anew", "def f(xs):\n    xs = xs + [1]\n    while xs: xs.pop(0)\n"],
  ["is looked at before it begins anew", "def f(xs):\n    print(xs)\n    xs = list(xs)\n    while xs: xs.pop(0)\n"],
  ["begins anew in a branch", "def f(xs):\n    if xs: xs = list(xs)\n    while xs: xs.pop(0)\n"],
  ["is an inner function's parameter", "def f(xs):\n    def g(q):\n        while q: q.pop(0)\n    return g(xs)\n"],
];

describe("list-as-queue on a name that functions share", () => {
  test("a deque answers as the list did", () => expectSame(cases, listAsQueue, fixListAsQueue));

  test.each(cases.map((each) => [each.name, each] as const))("fixes: %s", (_, { text, fixes, seen }) => {
    const fixed = fixAll(text, listAsQueue, fixListAsQueue, seen);
    expect(fixed.fixes, fixed.obstacles.join()).toBe(fixes);
    expect(fixed.text).toContain("import deque");
    expect(fixed.text).not.toContain("pop(0)");
  });

  test.each(refused.map((each) => [each[0], each] as const))("leaves a list that %s", (_, [, text, seen]) => {
    const { fixes, obstacles } = fixAll(text, listAsQueue, fixListAsQueue, seen);
    expect(fixes).toBe(0);
    expect(obstacles.length).toBeGreaterThan(0);
  });
});
