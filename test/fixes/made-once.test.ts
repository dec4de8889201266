import { expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import { constantEachCall } from "../../src/diagnose/rules/loop-invariant-call/rule.ts";
import { fixLoopInvariantCall } from "../../src/fix/fixes/loop-invariant-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const seen: Seen = {
  measured: [
    { kind: "count", executions: 50_000, exact: true },
    { kind: "time", total: seconds(1), share: fraction(0.4) },
  ],
};

const head = `import re
import string
WORDS = {"if": 1, "else": 2, "for": 3}
LETTERS = "abc"
_NAMES = "one two".split()
`;

const constant: readonly (readonly [name: string, made: string, code: string])[] = [
  [
    "a set that has a name",
    "_ALLOWED = set(string.ascii_letters + string.digits + '_')",
    "def f(x):\n    allowed = set(string.ascii_letters + string.digits + '_')\n    return all(c in allowed for c in x)\n",
  ],
  [
    "a dict the other way round",
    "_NAMES_2 = dict((v, k) for k, v in WORDS.items())",
    "def f(x):\n    '''What it is.'''\n    names = dict((v, k) for k, v in WORDS.items())\n    return names.get(x), x in names.values()\n",
  ],
  [
    "a set where it is asked",
    "_SET = set(LETTERS)",
    "class C:\n    def g(self, x):\n        return [c for c in x if c in set(LETTERS)]\ndef f(x): return C().g(x)\n",
  ],
  [
    "a pattern",
    "_COMPILE = re.compile('[' + LETTERS + ']+')",
    "def f(x):\n    return re.compile('[' + LETTERS + ']+').findall(x)\n",
  ],
  [
    "a tuple, which may be handed out",
    "_ALL = tuple(sorted(WORDS))",
    "def f(x):\n    all_ = tuple(sorted(WORDS))\n    return all_, x\n".replaceAll("all_", "all"),
  ],
  [
    "a comprehension on several lines",
    "_UPPER = {",
    "def f(x):\n    upper = {\n        word.upper(): n  # the words\n        for word, n in WORDS.items()\n    }\n    return upper[x]\n",
  ],
  ["a joined text", "_JOIN = '|'.join(_NAMES)", "@staticmethod\ndef f(x):\n    return re.split('|'.join(_NAMES), x)\n"],
];

const calls = ["f('abc')", "f('IF')", "f(2)", "f('one1two')", "f([])", "f()"];
const cases = constant.map(([name, , code]): Case => ({ name, text: head + code, calls, seen, fixes: 1 }));

test.each(constant)("the module makes %s once", (_, made, code) => {
  const fixed = fixAll(head + code, constantEachCall, fixLoopInvariantCall, seen);
  expect(fixed.fixes, `${fixed.obstacles.join()}\n${fixed.text}`).toBe(1);
  expect(fixed.text).toContain(`\n${made}`);
});

test("gives the same answers", () => expectSame(cases, constantEachCall, fixLoopInvariantCall));

test.each([
  ["that is handed out", "shared-result", "def f(x): return set(LETTERS)"],
  ["that grows", "shared-result", "def f(x):\n    s = set(LETTERS)\n    s.add(x)\n    return x in s"],
  ["that somebody else gets", "shared-result", "def f(x):\n    s = sorted(WORDS)\n    return g(s)"],
  [
    "that another name gets",
    "shared-result",
    "def f(x):\n    s = sorted(WORDS)\n    t = s\n    t.append(1)\n    return len(s)",
  ],
  ["that is kept", "shared-result", "def f(x): x.all = list(LETTERS)"],
  ["that an inner function hands out", "shared-result", "def f(x):\n    s = list(LETTERS)\n    return lambda: s"],
])("leaves one alone %s", (_, obstacle, code) => {
  const done = fixAll(`${head}${code}\n`, constantEachCall, fixLoopInvariantCall, seen);
  expect(done).toMatchObject({ fixes: 0 });
  expect(done.obstacles).toContain(obstacle);
});

test.each([
  ["of an argument", "def f(x): return len(set(x)) + sum(set(x))"],
  ["of what stands further down", "def f(x): return x in set(LATER)\nLATER = 'abc'"],
  ["of what is set under a condition", "if LETTERS: MORE = 'x'\nelse: MORE = 'y'\ndef f(x): return x in set(MORE)"],
  ["of a list that somebody fills", "SEEN = []\ndef g(x): SEEN.append(x)\ndef f(x): return x in set(SEEN)"],
  ["of a global that changes", "N = 'a'\ndef g():\n    global N\n    N = 'b'\ndef f(x): return x in set(N)"],
  ["by a function of the file", "def g(x): return x + later()\ndef f(x): return x in set(g(1))"],
  ["whose error is caught", "def f(x):\n    try: return x in set(int(LETTERS))\n    except Exception: return 0"],
  ["when the module runs", "f = 'a' in set(LETTERS)"],
  ["of a function in an if", "if LETTERS:\n    def f(x): return x in set(LETTERS)"],
])("says nothing of what is made %s", (_, code) => {
  expect(fixAll(`${head}${code}\n`, constantEachCall, fixLoopInvariantCall, seen)).toMatchObject({
    fixes: 0,
    obstacles: [],
  });
});
