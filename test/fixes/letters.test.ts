import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import type { Rule } from "../../src/diagnose/rule.ts";
import { walkedAgain } from "../../src/diagnose/rules/walked-again/rule.ts";
import { fixWalkedAgain } from "../../src/fix/fixes/walked-again.ts";
import { type Case, candidatesIn, expectSame, fixAll } from "./old-and-new.ts";

const share = { samples: 500, share: fraction(0.7), low: fraction(0.6), high: fraction(0.8) } as const;
const hot: readonly Evidence[] = [
  { kind: "count", executions: 12_000, exact: true },
  { kind: "heat", ...share },
];
const rule: Rule = {
  ...walkedAgain,
  judge: (candidate, evidence) => walkedAgain.judge(candidate, [...evidence, ...hot]),
};
const seen = { type: "str" };

const setup = `
import random
class Text(str):
    def __iter__(self):
        return iter("zz")
    def __contains__(self, letter):
        return letter == "a"
    def lstrip(self, letters=None):
        return "lstrip"
def tried(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return type(error).__name__, str(error)
def many(f):
    draw = random.Random(7)
    made = ["".join(draw.choice("abc \\u00e9\\U0001f600\\ud800") for _ in range(draw.randrange(9))) for _ in range(200)]
    return [tried(f, s) for s in made]
def others(f):
    odd = [b"abc", bytearray(b"abz"), b"", Text("abc"), ["a", "b"], ["ab"], ("a", "z"), {"a": 1}, iter("abz"), None, 3, [1], "", "a\\x00"]
    return [tried(f, s) for s in odd]
`;
const calls = ["many(f)", "others(f)"];
const loop = (condition: string, body: string, head = 'ALLOWED = "ab " + "c"'): string =>
  `${head}\ndef f(s):\n    found = []\n    for c in s:\n        ${condition}\n            ${body}\n    return found\n`;

const fitting: readonly Case[] = [
  ["that returns", loop("if c not in ALLOWED:", "return c")],
  ["that gathers", loop("if c not in ALLOWED:", "found.append(c)")],
  ["with more to ask", loop("if c not in ALLOWED and c.isalpha() and c < 'z':", "break")],
  ["written otherwise", loop("if (not (c in ALLOWED)):  # odd", "raise ValueError(c)")],
  ["that looks in a constant", loop('if c not in "abc":', "return c")],
  ["that looks in nothing", loop('if c not in "":', "return c")],
  ["that looks in names of the library", `import string\n${loop("if c not in string.ascii_letters:", "return c", "")}`],
  [
    "that changes what it walks through and looks in",
    loop("if c not in allowed:", 's = "b"; allowed = "z"; found.append(c)').replace(
      "    found = []\n",
      '    found = []\n    allowed = "ab"\n',
    ),
  ],
  ["in all()", 'A = "abc"\ndef f(s):\n    return all(c in A for c in s)\n'],
  ["in any()", "def f(s):\n    return any((c not in 'abc') for c in s), any(not c in 'b' for c in s)\n", 2],
  [
    "with names of Python 3 in code for both",
    `from builtins import bytes, str\nA = str("ab") + "c"\ndef f(s):\n    return all(c in A for c in s)\n`,
  ],
].map(([name, text, fixes = 1]) => ({ name, text, setup, calls, seen, fixes }) as Case);

const inBytes: readonly Case[] = [
  {
    name: "of bytes",
    text: loop("if c not in ALLOWED:", "return c", 'ALLOWED = bytes("abc", "ascii") + b" "'),
    setup: `${setup}\nb = [b"abc", b"abz", b"\\xff", bytearray(b"az"), memoryview(b"az"), "abz", [97, 300], [b"ab"]]`,
    calls: [...calls, "[tried(f, s) for s in b]"],
    seen: { type: "bytes" },
    fixes: 1,
  },
];

describe("the first letter that is not allowed", () => {
  const all = [...fitting, ...inBytes];
  test.each(all)("is looked for by the text itself: $name", ({ text, fixes, ...each }) => {
    const done = fixAll(text, rule, fixWalkedAgain, each.seen);
    expect(done.fixes).toBe(fixes);
    expect(done.text).toMatch(/\.lstrip\(.*\) if type\(s\) is .* else s\)/);
  });

  test("is the same on every Python at hand", () => {
    expectSame(all, rule, fixWalkedAgain);
  });

  test.each([
    [
      "the letter is asked for behind the loop",
      loop("if c not in 'abc':", "break").replace("return found", "return c"),
    ],
    ["what is in it counts", loop("if c in 'abc':", "return c")],
    ["something else is asked first", loop("if s and c not in 'abc':", "return c")],
    ["one of two conditions will do", loop("if c not in 'abc' or c:", "return c")],
    ["there is another branch", loop("if c not in 'abc':", "return c\n        else:\n            found.append(c)")],
    ["there is something else to do", loop("found.append(c)\n        if c not in 'abc':", "return c")],
    ["another name is looked for", loop("if s not in 'abc':", "return c")],
    ["the letter is its own alphabet", loop("if c not in c:", "return c")],
    ["it may be anything that is looked in", loop("if c not in s:", "return c")],
    ["a list is looked in", loop("if c not in ALLOWED:", "return c", "ALLOWED = ['a']")],
    ["what is walked through is made for it", loop("if c not in 'abc':", "return c").replace("in s:", "in s.upper():")],
    ["all of them are wanted", "def f(s):\n    return any(c in 'abc' for c in s)\n"],
    ["some are left out", "def f(s):\n    return all(c in 'abc' for c in s if c)\n"],
    [
      "a class has names of its own",
      "class A:\n    letters = 'abc'\n    s = 'x'\n    ok = all(c in 'abc' for c in s)\n",
    ],
  ])("is not, where %s", (_, text) => {
    expect(fixAll(text, rule, fixWalkedAgain, seen)).toMatchObject({ fixes: 0, text });
  });

  test.each([
    ["a set is looked in", { type: "set" }, hot],
    [
      "there are few letters",
      seen,
      [
        { kind: "count", executions: 90, exact: true },
        { kind: "heat", ...share },
      ],
    ],
    ["little time is spent there", seen, [hot[0], { kind: "heat", ...share, share: fraction(0.05) }]],
    ["many of them are not allowed", seen, [...hot, { kind: "answers", condition: "", asked: 100, wanted: 40 }]],
  ] as const)("is nothing to name, where %s", (_, { type }, measured) => {
    const [found] = candidatesIn(loop("if c not in 'abc':", "return c"), walkedAgain);
    const operand = {
      kind: "operand",
      operand: "'abc'",
      types: [type],
      elements: [],
      hashable: "builtin",
      observations: 9,
      by: "probed",
    } as const;
    const evidence = [operand, ...measured].filter((each) => each !== undefined);
    expect(found && walkedAgain.judge(found.candidate, evidence).kind).toBe("harmless");
  });
});
