import { expect, test } from "vitest";
import { orderedDeduplication } from "../../src/diagnose/rules/ordered-deduplication/rule.ts";
import { fixOrderedDeduplication } from "../../src/fix/fixes/ordered-deduplication.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const lists: Seen = { elements: ["list"], hashable: "unhashable" };
const dicts: Seen = { elements: ["dict"], hashable: "unhashable" };

const setup = `
from collections import OrderedDict
NAN = float("nan")
class Row(list): pass
class Any:
    def __eq__(self, other): return other == [1, 2]
    __hash__ = None
    def __repr__(self): return "any"
def again():
    row = [0]
    for n in (1, 2, 1):
        row[0] = n
        yield row
`;

const rows = [
  "f([[1, 2], [1, 2.0], [True, 2], [2, 1], [], [], [1, 2]])",
  "f([[1, 2], (1, 2), [1, 2], (1, 2), 'ab', ['a', 'b']])",
  "f([(1, 2), [1, 2], [1, 2]])",
  "f([[1, 2], Any(), [1, 2], [3], Any(), [3]])",
  "f([Any(), [1, 2], [1, 2], [2]])",
  "f([Row([1, 2]), [1, 2], Row([1, 2]), [2], [2]])",
  "f([[1, 2], Row([1, 2]), [3], [3]])",
  "f([[NAN, 1], [NAN, 1], [float('nan'), 1]])",
  "f(tuple([[1], [2], [1]]))",
  "f(again())",
  "f(iter([[1], [2], [1]]))",
  "f([])",
  "f(None)",
  "f('aba')",
  "f([{}, {'a': 1}, {'a': 1.0}, {'a': 1, 'b': 2}, {'b': 2, 'a': True}, {}])",
  "f([{'a': 1}, OrderedDict(a=1), {'a': 1}, [1], [1]])",
  "f([{'a': NAN}, {'a': NAN}, {1: 2}, {True: 2}, {1.0: 2.0}])",
];

const texts: readonly (readonly [name: string, text: string])[] = [
  [
    "not in",
    "def f(rows):\n    out = []\n    for row in rows:\n        if row not in out:\n            out.append(row)\n    return out\n",
  ],
  [
    "in, and two appends",
    "def f(rows):\n    n = 0\n    out = []\n    for row in rows:\n        if row in out:\n            n += 1\n            continue\n        if len(out) > 2 and row: out.append(row)\n        else: out.append(row)\n    return out, n\n",
  ],
  [
    "made in the loop",
    "def f(rows):\n    out = []\n    rows = rows if isinstance(rows, list) else []\n    for i in range(len(rows)):\n        for j in range(i):\n            pair = [i % 3, j % 3]\n            if pair not in out and i != j:\n                out.append(pair)\n    return out\n",
  ],
];

const cases = texts.flatMap(([name, text]) =>
  [lists, dicts].map((seen): Case => ({ name, text, calls: rows, setup, seen, fixes: 1 })),
);

test("lists and dicts are found by what they hold", () => {
  for (const { text, seen } of cases) {
    const done = fixAll(text, orderedDeduplication, fixOrderedDeduplication, seen);
    expect(done.text).toMatch(
      seen === dicts ? /frozenset\(\w+\.items\(\)\) (?:not )?in out_keys/u : /tuple\(\w+\) (?:not )?in out_keys/u,
    );
    expect(done.assumes.map(({ code }) => code)).toEqual(["hashable-value", "unchanged"]);
  }
});

test("old and new give the same", () => expectSame(cases, orderedDeduplication, fixOrderedDeduplication));

const loop = (body: string, over = "rows"): string =>
  `def f(rows, other):\n    out = []\n    for row in ${over}:\n${body.replaceAll(/^/gmu, "        ")}\n    return out`;
const kept = "if row not in out: out.append(row)";

test.each([
  ["are put into", loop(`${kept}\nrow.append(1)`)],
  ["are changed through the list", loop(`${kept}\nout[0][0] = 1`)],
  ["take what is unpacked", loop(`${kept}\n[row[0], last] = other, 1`)],
  ["take what is unpacked with a star", loop(`${kept}\nfirst, *row[1:] = other`)],
  ["take each of a loop", loop(`${kept}\nfor row[0] in (1, 2): pass`)],
  ["take each of a comprehension", loop(`${kept}\n[1 for row[0] in (1, 2)]`)],
  ["are repeated in their place", loop(`${kept}\nrow *= 2`)],
  ["are lengthened", loop(`${kept}\nrow += other`)],
  ["are handed to unknown code", loop(`${kept}\nother(row)`)],
  ["are worked out anew", loop("if row[:] not in out: out.append(row)")],
  ["come from unknown code", loop(kept, "other.rows()")],
  ["come from unknown code at each turn", loop(`for x in row:\n    if row not in out: out.append(row)`)],
  ["are given away", loop(`${kept}\nyield row`)],
])("elements stay that %s", (why, code) => {
  const done = fixAll(`${code}\n`, orderedDeduplication, fixOrderedDeduplication, lists);
  expect([done.text, done.obstacles.includes("unhashable-elements")], why).toEqual([`${code}\n`, true]);
});
