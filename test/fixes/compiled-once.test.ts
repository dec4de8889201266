import { expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import { patternEachCall } from "../../src/diagnose/rules/loop-invariant-call/rule.ts";
import { fixLoopInvariantCall } from "../../src/fix/fixes/loop-invariant-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const seen: Seen = {
  measured: [
    { kind: "count", executions: 500_000, exact: true },
    { kind: "time", total: seconds(1), share: fraction(0.4) },
  ],
};

const head = `import re
WORDS = "if", "else"
WORD = r"[a-z]+"
ANY = "|".join(re.escape(w) for w in WORDS)
`;

const constant: readonly (readonly [name: string, made: string, used: string, code: string])[] = [
  [
    "a text",
    '_F_PATTERN = re.compile("[^a-z]")',
    '_F_PATTERN.sub("", x)',
    'def f(x):\n    return re.sub("[^a-z]", "", x)\n',
  ],
  [
    "a name of the module",
    "_WORD_PATTERN = re.compile(WORD)",
    "_WORD_PATTERN.match(x)",
    "def f(x):\n    m = re.match(WORD, x)\n    return m and m.group(), re.match(WORD, x)\n",
  ],
  [
    "flags",
    "_F_PATTERN = re.compile('IF|else', re.I | re.M)",
    "_F_PATTERN.findall(x)",
    "def f(x):\n    return re.findall('IF|else', x, re.I | re.M), re.findall('IF|else', x, flags=re.I | re.M)\n",
  ],
  [
    "several, one within another",
    "_CLEAN_UP_PATTERN_2 = re.compile('b+')",
    "_CLEAN_UP_PATTERN.sub('x', _CLEAN_UP_PATTERN_2.sub(lambda m: m.group()[:1], x, 1), count=2)",
    "class C:\n    def cleanUp(self, x):\n        return re.sub('a', 'x', re.sub('b+', lambda m: m.group()[:1], x, 1, flags=re.I), count=2)\ndef f(x): return C().cleanUp(x)\n".replace(
      ", flags=re.I",
      "",
    ),
  ],
  [
    "flags before the count",
    "_F_PATTERN = re.compile('A', re.I)",
    "_F_PATTERN.subn('x', x, count=1)",
    "def f(x): return re.subn('A', 'x', x, flags=re.I, count=1)\n",
  ],
  [
    "one in a lambda",
    "_PATTERN = re.compile(r'\\d+')",
    "_PATTERN.split(s, maxsplit=1)",
    "f = lambda s: re.split(r'\\d+', s, maxsplit=1)\n",
  ],
  [
    "one whose error would be caught",
    "_F_PATTERN = re.compile('a')",
    "_F_PATTERN.fullmatch(x)",
    "def f(x):\n    try:\n        return re.fullmatch('a', x)\n    except TypeError:\n        return 'no text'\n",
  ],
  [
    "one that the module put together",
    "_ANY_PATTERN = re.compile(ANY)",
    "_ANY_PATTERN.finditer(x)",
    "def f(x):\n    return [m.span() for m in re.finditer(ANY, x)]\n",
  ],
  [
    "one in a loop of the module",
    "_PATTERN = re.compile('b')",
    "_PATTERN.search(x)",
    "found = []\nfor x in ('abc', 'b', ''):\n    found.append(re.search('b', x) is None)\ndef f(x): return found\n",
  ],
];

const calls = [
  ..."abc;IF else;a1b22c;aAbbB;a;bb\\nbb".split(";").map((text) => `f('${text}')`),
  "f('')",
  "f(b'a')",
  "f(2)",
  "f(None)",
  "f()",
];
const cases = constant.map(([name, , , code]): Case => ({ name, text: head + code, calls, seen, fixes: 1 }));

test.each(constant)("the module compiles %s once", (_, made, used, code) => {
  const fixed = fixAll(head + code, patternEachCall, fixLoopInvariantCall, seen);
  expect(fixed.fixes, `${fixed.obstacles.join()}\n${fixed.text}`).toBe(1);
  expect(fixed.text).toContain(`\n${made}\n`);
  expect(fixed.text).toContain(used);
});

test("compiles what is fit and leaves, in the same function, what may be refused", () => {
  const code = `${head}def f(x):\n    if x > "b":\n        return re.match("a++", x)\n    return re.match(r"(?P<a>[^\\]'\\\\-]+)(?<!\\d)\\1{2,}", x)\n`;
  const { text } = fixAll(code, patternEachCall, fixLoopInvariantCall, seen);
  expect(text).toContain('return re.match("a++", x)');
  expect(text).toContain("    return _F_PATTERN.match(x)\n");
});

test("gives the same answers", () => expectSame(cases, patternEachCall, fixLoopInvariantCall));

test.each([
  ["an argument", "def f(x, p): return re.match(p, x)"],
  ["part of an argument", "def f(x, p): return re.match('a' + p, x), re.match(f'{p}b', x)"],
  ["a name that changes", "P = 'a'\ndef g():\n    global P\n    P = 'b'\ndef f(x): return re.match(P, x)"],
  ["a name that stands below", "def f(x): return re.match(P, x)\nP = 'a'"],
  ["a flag that is given", "def f(x, flags): return re.match('a', x, flags)"],
  ["a flag that prints", "def f(x): return re.match('a', x, re.DEBUG)"],
  ["a locale's letters", "def f(x): return re.match(rb'(?L)\\w', x), re.match(rb'\\w', x, re.L)"],
  ["a call that lacks a text", "def f(x): return re.sub('a', x), re.match('a')"],
  ["a call with one too many", "def f(x): return re.match('a', x, 0, 0), re.sub('a', x, x, 0, 0, 0)"],
  ["starred arguments", "def f(*x): return re.match('a', *x), re.match(*x), re.sub('a', 'b', **x)"],
  ["arguments by name", "def f(x): return re.match('a', string=x), re.match(pattern='a', string=x)"],
  ["another module of that name", "def f(x):\n    import re\n    return re.match('a', x)"],
  ["a function that has its own name", "from re import match\ndef f(x): return match('a', x)"],
  ["the module's own run", "f = re.match('a', 'a')"],
  ["a text of several lines", "def f(x): return re.match('''a\n  b''', x, re.X)"],
  ["re.compile", "def f(x): return re.compile('a').match(x)"],
  ["what the file puts in the place of re's", "re.sub = print\ndef f(x): return re.sub('a', '', x)"],
  ["where the file makes patterns in its own way", "def f(x): return re.match('a', x)\nre.compile = str"],
  ["what older versions refuse", "def f(x): return re.match('a++b', x), re.match('(?>a)', x), re.match('a(?i)b', x)"],
  ["what is refused where it is asked", "def f(x):\n    try: re.match('a(', x)\n    except re.error: return 1"],
  ["a name for what is refused", "P = r'[z-a]'\ndef f(x): return re.match(P, x)"],
  ["what is warned of", "def f(x): return re.match('[[a]', x), re.match('[a--b]', x)"],
  ["what the escapes make of it", "def f(x): return re.match('\\x28', x), re.match(rb'\\u0028', x)"],
])("leaves %s", (_, code) => {
  expect(fixAll(`${head}${code}\n`, patternEachCall, fixLoopInvariantCall, seen)).toMatchObject({ fixes: 0 });
});

test("says nothing of patterns that cost the program next to nothing", () => {
  const measured: Seen["measured"] = [
    { kind: "count", executions: 500, exact: true },
    { kind: "time", total: seconds(1), share: fraction(0.4) },
  ];
  const code = `${head}def f(x):\n    return re.sub("[^a-z]", "", x)\n`;
  expect(fixAll(code, patternEachCall, fixLoopInvariantCall, { measured })).toMatchObject({ fixes: 0 });
});
