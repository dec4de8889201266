import { expect, test } from "vitest";
import { loopInvariantCall } from "../../src/diagnose/rules/loop-invariant-call/rule.ts";
import { fixLoopInvariantCall } from "../../src/fix/fixes/loop-invariant-call.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const dict: Seen = { type: "dict", elements: ["str"] };
const lists = [
  "f([3, 1, 2])",
  "f([])",
  "f([1, 1.0, True])",
  "f((3, 1))",
  "f(iter([3, 1, 2]))",
  "f('cab')",
  "f({2: 1})",
  "f(None)",
  "f(L([3, 1]))",
  "f([N(2), N(1)])",
];
const dicts = ["f({'a': 1, 'b': 2.5})", "f({})", "f({'a': [1]})", "f([1])", "f(D(a=1))", "f({'a': 0})", "f({1: True})"];

const steady: readonly (readonly [name: string, code: string, calls: readonly string[], seen?: Seen])[] = [
  [
    "the sum of a dict's values",
    "def f(d):\n    out = []\n    for k in d:\n        out.append((k, d[k] * 2, sum(d.values())))\n    return out\n",
    dicts,
    dict,
  ],
  [
    "what was a dict and a list",
    "import json\ndef f(xs):\n    return [json.dumps(xs) for _ in range(2)], [sum(xs) for _ in range(2)], [len(set(xs)) for _ in range(3)]\n",
    [...lists, ...dicts],
    { ...dict, otherTypes: ["list"] },
  ],
  ["how many differ", "def f(xs):\n    return [len(set(xs)) for _ in range(3)]\n", lists],
  [
    "squares that are added up",
    "import math\ndef f(xs):\n    out = []\n    for x in (1, 2):\n        out.append(x / math.sqrt(sum(y * y for y in xs)))\n    return out\n",
    lists,
  ],
  [
    "a list that is only searched",
    "def f(xs):\n    return [x for x in (1, 2, 3) if x in [y + 1 for y in xs]]\n",
    lists,
  ],
  ["joined words", "def f(xs):\n    return [x for x in ('1', '3') if x in '-'.join(str(y) for y in xs)]\n", lists],
  [
    "two lists together",
    "def f(xs, ys=(4, 5)):\n    out = 0\n    for x in (1, 4):\n        out += len(set(xs) | set(ys)) + x\n    return out\n",
    [...lists, "f([1], [2, 1])", "f([1], iter([2]))", "f([1], None)", "f([1], [N(1)])", "f([1], {1: 2})"],
  ],
  [
    "what an object holds",
    "class C:\n    def __init__(self, rows): self.rows = rows\n    def g(self):\n        return [max(self.rows.values()) for _ in range(2)]\ndef f(d): return C(d).g()\n",
    dicts,
    dict,
  ],
  [
    "a sort by a part",
    "def f(d):\n    out = []\n    for i in range(len(d)):\n        out.append(sorted(d, key=lambda k: d[k])[i])\n    return out\n",
    dicts,
    dict,
  ],
];

const growing: Case = {
  name: "objects that grow",
  text: "def f(xs):\n    out = []\n    for i in range(3):\n        xs[i].n.append(i)\n        out.append(max(x for x in xs) is xs[0] and sum(len(str(x)) for x in xs))\n    return out\n",
  calls: ["f([G(), G(), G()])"],
  setup:
    "class G:\n    def __init__(self): self.n = []\n    def __lt__(self, o): return False\n    def __repr__(self): return 'x' * len(self.n)\n    __gt__ = __lt__\n",
  fixes: 0,
};

const setup = `
class L(list):
    def __iter__(self): return iter([7, 8])
class D(dict):
    def values(self): return [5]
class N:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return 'N'
`;
const cases = steady.map(([name, code, calls, seen]): Case => ({
  name,
  text: code,
  calls,
  setup,
  fixes: 1,
  ...(seen && { seen }),
}));

test.each(cases.map((each) => [each.name, each] as const))("works out once %s", (_, each) => {
  const fixed = fixAll(each.text, loopInvariantCall, fixLoopInvariantCall, each.seen);
  expect(fixed.fixes, `${fixed.obstacles.join("\n")}\n${fixed.text}`).toBeGreaterThan(0);
});

test("gives the same answers", () => expectSame([...cases, growing], loopInvariantCall, fixLoopInvariantCall));

test.each([
  ["of what the loop changes", "for k in rows:\n  d[k] = 1\n  print(sum(d.values()))"],
  ["of the loop's own name", "for d in rows:\n  print(sum(d.values()))"],
  ["with the loop's own name in it", "for k in rows:\n  print(sum(x * k for x in d.values()))"],
  ["that asks an unknown function", "for k in rows:\n  print(sum(told(x) for x in d))"],
  ["of one of which the loop changes a part", "for k in rows:\n  e.append(k)\n  print(len(set(d) | set(e)))"],
  ["of two lists, which is quick", "for k in rows:\n  print(max(d, e))"],
  ["with a comment in it", "for k in rows:\n  print(max(\n   x for x in d # all\n   if x))"],
  ["with a text of lines in it", 'for k in rows:\n  print(max(x + """\n""" for x in d))'],
  ["that hands out an iterator", "for k in rows:\n  print(next(x for x in d.values()))"],
  ["whose list is handed on", "for k in rows:\n  told([x + 1 for x in d])"],
  ["of a function whose default the file fills", "for k in rows:\n  T[k] = 1\n  print(sum([size(x) for x in d]))"],
  ["with a default that the file fills", "for k in rows:\n  T[k] = 1\n  print(sorted(d, key=lambda x, t=T: t[x])[0])"],
  ["whose lists are taken one by one", "for k in rows:\n  for each in [[x] for x in d]: kept.append(each)"],
  ["whose iterators are gone through", "for k in rows:\n  for each in [iter((x, x)) for x in d]: print(*each)"],
  [
    "of a generator that is gone through later",
    "for k in rows:\n  kept.append(sum([x + 1 for x in d]) + n for n in k)",
  ],
  [
    "of a generator that has a name",
    "for k in rows:\n  given = (max(x + 1 for x in d) + n for n in k)\n  kept.append(given)",
  ],
  ["on lines that a backslash joins", "for k in rows:\n  print(sum(d.values() \\\n   ))"],
  ["whose list is kept", "for k in rows:\n  kept = [x + 1 for x in d]"],
])("leaves a call in the loop %s", (_, code) => {
  const text = `T = {}\ndef size(x, t=T): return t[x] if x in t else 0\ndef f(d, e, rows):\n ${code}\n`;
  expect(fixAll(text, loopInvariantCall, fixLoopInvariantCall)).toMatchObject({ fixes: 0, text });
});
