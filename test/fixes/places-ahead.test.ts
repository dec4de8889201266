import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import type { Rule } from "../../src/diagnose/rule.ts";
import { walkedAgain } from "../../src/diagnose/rules/walked-again/rule.ts";
import { fixWalkedAgain } from "../../src/fix/fixes/walked-again.ts";
import { type Case, expectLeft, expectSame, fixAll, type LeftCase } from "./old-and-new.ts";

const hot: readonly Evidence[] = [
  { kind: "count", executions: 12_000, exact: true },
  { kind: "heat", samples: 500, share: fraction(0.7), low: fraction(0.6), high: fraction(0.8) },
];
const rule: Rule = {
  ...walkedAgain,
  judge: (candidate, evidence) => walkedAgain.judge(candidate, [...evidence, ...hot]),
};
const seen = { type: "str" };

const unquote = [
  "import re",
  "OCTAL = re.compile(r'\\\\[0-3]|^b|(?<=x)y|$')",
  "QUOTE = re.compile(r'[\\\\].')",
  "def f(s, at=0):",
  "    parts = []",
  "    while at < len(s):",
  "        octal = OCTAL.search(s, at)",
  "        quote = QUOTE.search(s, at)",
  "        if not octal and not quote:",
  "            break",
  "        if quote and (not octal or quote.start() < octal.start(0)):",
  "            parts.append((s[at:quote.start()], quote[0]))",
  "            at = quote.end()",
  "        else:",
  "            parts.append(octal.span())",
  "            at = octal.end() + 1",
  "    return parts",
  "",
].join("\n");

const setup = [
  "import array, random, re, mmap",
  "class Text(str):",
  "    n = 0",
  "    def find(self, *args):",
  "        self.n += 1",
  "        return self.n",
  "    count = index = find",
  "def texts(seed, letters):",
  "    draw = random.Random(seed)",
  "    return [''.join(draw.choice(letters) for _ in range(draw.randrange(25))) for _ in range(3)]",
  "def tried(f, *args):",
  "    try:",
  "        return f(*args)",
  "    except Exception as error:",
  "        return type(error).__name__, str(error)",
  "def many(f, seed, *others):",
  "    draw = random.Random(seed)",
  "    some = texts(seed, 'ab,')",
  "    return [tried(f, draw.choice(some), draw.choice(['a', ',', 'ab', '']), draw.randrange(-3, 28)) for _ in range(150)]",
  "def others(f):",
  "    odd = [Text('aab'), b'aab', bytearray(b'aab'), [1, 'a', 'a'], None, array.array('u', 'aab')]",
  "    parts = ['a', b'a', 97, None, Text('a')]",
  "    places = [0, 1, True, 1.0, None, 'x', 10 ** 30, -1]",
  "    return [tried(f, text, part, at) for text in odd for part in parts for at in places for _ in range(2)]",
].join("\n");

const asking = ["many(f, 1)", "many(f, 2)", "others(f)"];
const scanning = "def f(text, part, at):\n    found = []\n    while at >= 0 and len(found) < 9:\n";

const cases: readonly Case[] = [
  {
    name: "two patterns searched in turn",
    text: unquote,
    setup,
    calls: [
      String.raw`f('a\\1b\\"c' * 9)`,
      "f('')",
      "f('abc' * 20)",
      "f('bxyx' * 9)",
      "[f(text) for seed in range(60) for text in texts(seed, 'xyb013\\\\\\\\\\n')]",
      "f(b'abc')",
      "f(Text('a'), 0)",
    ],
    seen,
    fixes: 2,
  },
  {
    name: "a search from call to call",
    text: "import re\nWORD = re.compile(r'\\ba|(?<!b),|$')\ndef f(text, part, at):\n    found = WORD.search(text, at)\n    return found and found.span()\n".replace(
      "return found and found.span()",
      "return None if found is None else found.span()",
    ),
    setup,
    calls: asking,
    seen,
    fixes: 1,
  },
  {
    name: "find in a loop",
    text: `${scanning}        at = text.find(part, at + 1)\n        found.append(at)\n    return found\n`,
    setup,
    calls: asking,
    seen,
    fixes: 1,
  },
  {
    name: "find from call to call",
    text: "def f(text, part, at):\n    return text.find(part, at)\n",
    setup,
    calls: asking,
    seen,
    fixes: 1,
  },
  {
    name: "index",
    text: "def f(text, part, at):\n    return text.index(part, at)\n",
    setup,
    calls: asking,
    seen,
    fixes: 1,
  },
  {
    name: "count",
    text: "def f(text, part, at):\n    return text.count(part, 0, at) + 1\n",
    setup,
    calls: asking,
    seen,
    fixes: 1,
  },
  {
    name: "count of a slice",
    text: "def f(text, part, at):\n    return text[:at].count(part)\n",
    setup,
    calls: asking,
    seen,
    fixes: 1,
  },
];

test("old and new give the same", () => {
  for (const { name, text, fixes } of cases) expect(fixAll(text, rule, fixWalkedAgain, seen).fixes, name).toBe(fixes);
  expectSame(cases, rule, fixWalkedAgain);
});

describe("what is left", () => {
  const left: readonly LeftCase[] = [
    [
      "a match that is returned could be asked where its search began",
      ["other-use"],
      "def f(P, s, n):\n    return P.search(s, n)",
    ],
    ["one that is asked for it", ["other-use"], "def f(P, s, n):\n    m = P.search(s, n)\n    return m.pos"],
    ["one that is handed on", ["other-use"], "def f(P, s, n):\n    m = P.search(s, n)\n    print(m)"],
    [
      "one that an inner function has",
      ["other-use"],
      "def f(P, s, n):\n    m = P.search(s, n)\n    return lambda: m.endpos",
    ],
    ["an attribute that holds it", ["other-use"], "def f(self, s, n):\n    self.m = self.P.search(s, n)"],
    ["an end", ["what-to-keep"], "def f(xs, s, n):\n    for x in xs:\n        y = s.find(x, n, 9)"],
  ];
  test.each(left.map((each) => [each[0], each] as const))("%s", (_, each) =>
    expectLeft(each, (text) => fixAll(text, rule, fixWalkedAgain, seen)),
  );
});

test("what is kept stands before the loop, or before the function", () => {
  const { text } = fixAll(unquote, rule, fixWalkedAgain, seen);
  expect(text).toContain(
    "    s_seen = [None]\n    s_seen_2 = [None]\n    while at < len(s):\n        octal = search_ahead(s_seen",
  );
  expect(text.match(/^def search_ahead/gmu)).toHaveLength(1);
  const counted = fixAll(
    "def line_of(doc, pos):\n    return doc.count('\\n', 0, pos) + 1\n",
    rule,
    fixWalkedAgain,
    seen,
  );
  expect(counted.text).toContain("    return count_before(doc_last, doc, '\\n', pos) + 1\n");
});

const same: readonly Case[] = [
  ["splitlines by its number", "def f(text, part, at):\n    return text.splitlines()[at]\n"],
  [
    "split into a name",
    "def f(text, part, at):\n    parts = text.split(',')\n    return len(parts), parts[at], [p for p in parts]\n",
  ],
  ["count", "def f(text, part, at):\n    return text.count('a') + at\n"],
  ["replace", "def f(text, part, at):\n    return text.replace('a', '\\\\b')[at]\n"],
  ["a pattern", "import re\nWORD = re.compile('a+')\ndef f(text, part, at):\n    return WORD.findall(text)[at]\n"],
  ["a match", "import re\nWORD = re.compile(',')\ndef f(text, part, at):\n    return (WORD.search(text) or [at])[0]\n"],
  ["re itself", "import re\ndef f(text, part, at):\n    return re.sub('a', '<\\\\g<0>>', text) + str(at)\n"],
  [
    "an attribute",
    "class C:\n    def lines(self): return self.text.split('a')[0]\ndef f(text, part, at):\n    c = C()\n    c.text = text\n    return c.lines()\n",
  ],
].map(([name = "", text = ""]) => ({ name, text, setup, calls: asking, seen, fixes: 1 }));

test("what is worked out of the very same text", () => {
  for (const { name, text } of same) expect(fixAll(text, rule, fixWalkedAgain, seen).fixes, name).toBe(1);
  expectSame(same, rule, fixWalkedAgain);
});

describe("what is asked of the very same text, and left", () => {
  const left: readonly LeftCase[] = [
    ["a list that is returned", ["shared-result"], "def f(text):\n    return text.splitlines()"],
    [
      "a list that is changed",
      ["shared-result"],
      "def f(text):\n    xs = text.splitlines()\n    xs.pop()\n    return xs[0]",
    ],
    ["a list that is handed on", ["shared-result"], "def f(text):\n    text.handed(text.split(','))"],
    [
      "a list that an object keeps",
      ["shared-result"],
      "class C:\n    def f(self):\n        self.xs = self.text.split(',')",
    ],
    ["a part that may change", ["what-to-keep"], "def f(self, x):\n    return self.text.count(x)"],
    [
      "a text that is another one each time",
      ["what-to-keep"],
      "def f(self):\n    self.text = self.text.replace('a', 'b')",
    ],
    ["lines of a pattern", ["what-to-keep"], 'import re\ndef f(self):\n    return re.search("""a\n  b""", self.text)'],
  ];
  test.each(left.map((each) => [each[0], each] as const))("%s", (_, each) =>
    expectLeft(each, (text) => fixAll(text, rule, fixWalkedAgain, seen)),
  );
});

const colons = (slice: string, counted: string): string =>
  `def f(text, part, at):\n    found = []\n    while at is not None and len(found) < 12:\n        before = ${slice}\n        ${counted}\n        at = at + 3 if at < 30 else None\n    return found\n`;

const before: readonly Case[] = [
  [
    "in a condition",
    colons(
      "text[:at]",
      `if before.count("a") <= before.count(",") and (part or before.count("b") > 1):\n            found.append(before)`,
    ),
  ],
  [
    "in the statements behind",
    colons(
      "text[:at]",
      `row = before.count("a") + 1\n        found.append((row, before.count('b') - before.rfind("a")))`,
    ),
  ],
  [
    "up to each match",
    `import re\ndef f(text, part, at):\n    found = []\n    for m in re.finditer("b|,", text):\n        before = text[: m.start() + at]\n        if before.count("a") % 2 or before.count(",") != len(found):\n            found.append(m.start())\n    return found\n`,
  ],
  ["from call to call", 'def f(text, part, at):\n    before = text[:at]\n    return before.count(",") + 1\n'],
  ["of bytes", "def f(text, part, at):\n    before = text[:at]\n    return before.count(b'a'), before.count(b',')\n"],
  [
    "up to where something else is cut",
    colons(
      "text[:at]",
      `found.append(before.count("a"))\n        before = part\n        found.append(before.count("b"))`,
    ),
  ],
].map(([name = "", text = ""]) => ({ name, text, setup, calls: asking, seen, fixes: 1 }));

test("letters are counted on in a text of which the beginning is cut off", () => {
  for (const { name, text } of before) {
    const done = fixAll(text, rule, fixWalkedAgain, seen);
    expect(done.text, name).toMatch(
      /count_before\(text_counts, text, b?["'][ab,]["'], (?:at|m\.start\(\) \+ at), before\)/,
    );
  }
  expectSame(before, rule, fixWalkedAgain);
});

describe("what is counted in a beginning, and left", () => {
  test.each([
    ["a part of several letters", colons("text[:at]", 'found.append(before.count("ab"))')],
    ["what is written like one letter and is two", colons("text[:at]", 'found.append(before.count("\\d"))')],
    ["a part that is no constant", colons("text[:at]", "found.append(before.count(part))")],
    ["another beginning", colons("text[1:at]", 'found.append(before.count("a"))')],
    ["a place that is set between", colons("text[:at]", 'at = 3\n        found.append(before.count("a"))')],
    ["a place that may move on", colons("text[: part.pos]", 'found.append(part.move() or before.count("a"))')],
    ["a place that is asked of something", colons("text[:next(at)]", 'found.append(before.count("a"))')],
    ["a text that is set there", colons("text[:at]", 'found.append(before.count("a") if (text := part) else 0)')],
    ["one that is asked later", colons("text[:at]", 'found.append(lambda: before.count("a"))')],
    ["what an attribute holds", colons("self.text[:at]", 'found.append(before.count("a"))')],
    [
      "what another function sets",
      `${colons("text[:at]", 'found.append(before.count("a"))')}    def g():\n        nonlocal text\n        text = 1\n`,
    ],
  ])("%s", (_, text) => {
    expect(fixAll(text, rule, fixWalkedAgain, seen).text).not.toContain("text_counts");
  });
});
