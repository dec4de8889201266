import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence, RepeatsEvidence } from "../../src/diagnose/evidence.ts";
import type { Rule } from "../../src/diagnose/rule.ts";
import { repeatedLibrary } from "../../src/diagnose/rules/repeated-call/library.ts";
import { fixRepeatedCall } from "../../src/fix/fixes/repeated-call.ts";
import { type Case, candidatesIn, expectSame, fixAll } from "./old-and-new.ts";

const repeats: RepeatsEvidence = {
  kind: "repeats",
  function: "f(x)",
  looked: 1000,
  plain: 1000,
  repeated: 600,
  distinct: 400,
};
const hot: readonly Evidence[] = [
  { kind: "count", executions: 10_000, exact: true },
  { kind: "time", total: seconds(1), share: fraction(0.5) },
  repeats,
];
const rule: Rule = {
  ...repeatedLibrary,
  judge: (candidate, evidence) => repeatedLibrary.judge(candidate, [...evidence, ...hot]),
};
const text = { elements: ["str"] };

const setup = `
class Text(str):
    pass
def tried(f, *args):
    try:
        return repr(f(*args))
    except Exception as error:
        return type(error).__name__, str(error)
def twice(f, *values):
    return [tried(f, value) for value in values * 2]
`;

const cases: readonly Case[] = [
  {
    name: "dates that are read",
    text: "from datetime import datetime\ndef f(row):\n    return datetime.strptime(row, '%Y-%m-%d').day\n",
    calls: ["twice(f, '2024-02-29', '2023-02-29', '', Text('2024-01-01'), None, 3, b'2024-01-01', ['x'])"],
    seen: text,
    fixes: 1,
  },
  {
    name: "two arguments, in a lambda",
    text: "import os.path as paths\ndef f(pair):\n    return list(map(lambda each: paths.join(each[0], 'x', each[1]), [pair]))\n",
    calls: ["twice(f, ('a', 'b'), ('a', '/b'), (b'a', 'b'), ('a', None), (Text('a'), 'b'), ('', ''))"],
    seen: text,
    fixes: 1,
  },
  {
    name: "text or a number or none",
    text: "import html\ndef f(x):\n    return html.escape(x, False)\n",
    calls: ["twice(f, 'a<b', 'a<b\"', None, 1, 1.0, True, b'a')"],
    seen: { elements: ["str", "int", "NoneType"] },
    fixes: 1,
  },
  {
    name: "bytes",
    text: "import binascii as b\nfor_all = []\ndef f(x):\n    for_all.append(b.crc32(x, 0))\n    return for_all[-1]\n",
    calls: ["twice(f, b'a', bytearray(b'a'), 'a', b'', None, memoryview(b'b'))"],
    seen: { elements: ["bytes"] },
    fixes: 1,
  },
  {
    name: "addresses, identifiers and dates of letters",
    text: `import ipaddress, uuid, time
from email import utils
from xml.sax.saxutils import escape
import fnmatch
def f(x):
    for g in (lambda: ipaddress.ip_address(x), lambda: uuid.UUID(x), lambda: time.strptime(x, "%Y")[0], lambda: utils.parsedate_to_datetime(x),
              lambda: utils.parseaddr(x), lambda: escape(x), lambda: fnmatch.fnmatch(x, "a*")):
        try:
            yield g()
        except Exception as error:
            yield type(error).__name__
`,
    calls: [
      "[list(f(x)) for x in ['10.0.0.1', '::1', 10, None, b'abcd', '1984', 'Tue, 01 Jul 2003 10:52:37 +0200', 'a <b@c>', 'abc', Text('a')] * 2]",
      "list(f('12345678123456781234567812345678'))",
    ],
    seen: text,
    fixes: 7,
  },
  {
    name: "patterns",
    text: `import re
FLAGS = 3
def f(word):
    line = "Ab.cab ab (x a"
    return (
        re.search(word + "b", line, re.I), re.match(rf"\\b{re.escape(str(word))}", line, flags=re.I | re.M),
        re.sub(f"{word}c?", lambda match: match[0] * 2, line, count=1), re.split(word, line, 1, re.I),
        re.compile(word).flags, re.compile(word, re.X).pattern, re.findall(word, line[2:].lower()))
`,
    calls: ["twice(f, 'a', 'A', '.', '(', 'a ', Text('a'), None, b'a', '', 'x{3}|b')"],
    seen: text,
    fixes: 7,
  },
  {
    name: "patterns of functions that the file calls otherwise",
    text: "from re import search as found, sub, compile as made\ndef f(word):\n    return found(word, 'abc'), sub(word, 'd', 'abc'), made(word, 0).pattern, made(word).pattern\n",
    calls: ["twice(f, 'a', '(', Text('b'), None)"],
    seen: text,
    fixes: 3,
  },
  {
    name: "patterns that are compiled already",
    text: "from re import search\ndef f(word):\n    return search(word, 'abc')\n",
    calls: ["import re", "twice(f, re.compile('b'), 'b', re.compile(b'b'), 7)"]
      .slice(1)
      .map((call) => call.replaceAll("re.", "__import__('re').")),
    seen: text,
    fixes: 1,
  },
].map((each) => ({ ...each, setup }));

const measured = (changes: Partial<RepeatsEvidence> = {}, total = 1, part = 0.5): readonly Evidence[] => [
  ...hot.slice(0, 1),
  { kind: "time", total: seconds(total), share: fraction(part) },
  { ...repeats, ...changes },
];

describe("what the library works out of the same text again", () => {
  test.each(cases)("is kept: $name", ({ text: before, fixes, seen }) => {
    expect(fixAll(before, rule, fixRepeatedCall, seen).fixes).toBe(fixes);
  });

  test("is the same on every Python at hand", () => {
    expectSame(cases, rule, fixRepeatedCall);
  });

  test("shares one helper among patterns with the same flags", () => {
    const two = "import re\nfor x in 'ab':\n    re.match(x + 'c', x, re.I)\n    re.search('c' + x, x, re.I)\n";
    const done = fixAll(two, rule, fixRepeatedCall, text);
    expect(done.text.match(/def compiled_once/g)).toHaveLength(1);
    expect(done.text).toContain("compiled_once('c' + x).search(x)");
  });

  const head = "import re, html, json, os, random, fnmatch\nfrom datetime import datetime\nimport other\n";
  test.each([
    ["the clock's place", "datetime.strptime(x, '%H:%M %Z')"],
    ["the place's words for months", "datetime.strptime(x, '%d %B %Y')"],
    ["a format that is not in sight", "datetime.strptime(x, y)"],
    ["a format that is put together", 'datetime.strptime(x, f"%{y}")'],
    ["groups that Python 3.9 and 3.10 name anew each time", "fnmatch.translate(x)"],
    ["a constant", "html.escape('x')"],
    ["what could be changed", "html.unescape(*x)"],
    ["a list", "json.loads(x)"],
    ["something else each time", "random.choice(x)"],
    ["a package's own", "other.parse(x)"],
    ["what is given by name", "html.escape(s=x)"],
    ["a note on it", "html.escape(\n        x,  # the name\n    )"],
    ["a pattern with the flags of a place", "re.search(x, y, re.L)"],
    ["a pattern that is told when it is compiled", "re.search(x, y, re.DEBUG)"],
    ["a pattern with flags that are not in sight", "re.search(x, y, flags)"],
    ["a pattern for a text that has to be asked first", "re.search(x, next(y))"],
    ["a constant pattern", "re.search('a+', x)"],
  ])("is not looked at: %s", (_, call) => {
    expect(candidatesIn(`${head}def f(x, y, flags):\n    return ${call}\n`, repeatedLibrary)).toEqual([]);
  });

  test("is not looked at in the class body, in a default, or where the function imports it itself", () => {
    const code = `${head}class A:\n    a = html.escape(os.sep + str(1))\n    def f(self, x=html.escape(head)):\n        import html as h\n        return h.escape(x)\n`;
    expect(candidatesIn(code, repeatedLibrary)).toEqual([]);
  });

  const judged = (call: string, elements: readonly string[], evidence: readonly Evidence[]): string => {
    const [found] = candidatesIn(`${head}def f(x):\n    return ${call}\n`, repeatedLibrary);
    const operand = {
      kind: "operand",
      operand: "x",
      types: elements,
      elements,
      hashable: "builtin",
      observations: 9,
      by: "probed",
    } as const;
    const answer = found && repeatedLibrary.judge(found.candidate, [operand, ...evidence]);
    if (answer === undefined) return "";
    return answer.kind === "harmless" ? answer.because : answer.obstacles.map(({ code }) => code).join() || "finding";
  };
  test.each([
    ["html.escape(x)", ["str"], measured(), "finding"],
    ["html.escape(x)", ["str"], measured({ repeated: 100 }), "seldom-repeated"],
    ["html.escape(x)", ["str"], measured({}, 0.001), "cold"],
    ["html.escape(x)", ["str"], measured({}, 1, 0.02), "cold"],
    ["html.escape(x)", ["str"], [], "not-seen"],
    ["html.escape(x)", ["list"], measured({ plain: 10 }), "changing-arguments"],
    ["html.escape(x)", ["str", "bytes"], measured(), "equal-arguments"],
    ["html.escape(x)", ["float"], measured(), "equal-arguments"],
    ["re.match(x, 'a')", ["str"], measured({ repeated: 100 }), "finding"],
    ["re.match(x, 'a')", ["str"], measured({ distinct: 100 }), "already-fast"],
    ["re.match(x, 'a')", ["bytes"], measured(), "equal-arguments"],
  ] as const)("%s of %j is judged by what was measured", (call, elements, evidence, expected) => {
    expect(judged(call, elements, evidence)).toBe(expected);
  });
});
