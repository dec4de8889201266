import { describe, expect, test } from "vitest";
import { fraction } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import type { Rule } from "../../src/diagnose/rule.ts";
import { walkedAgain } from "../../src/diagnose/rules/walked-again/rule.ts";
import { fixWalkedAgain } from "../../src/fix/fixes/walked-again.ts";
import { type Case, expectLeft, expectSame, fixAll, type LeftCase, type Seen } from "./old-and-new.ts";

const hot: readonly Evidence[] = [
  { kind: "count", executions: 12_000, exact: true },
  { kind: "heat", samples: 500, share: fraction(0.7), low: fraction(0.6), high: fraction(0.8) },
];
/** As if much of the time went into it. */
const rule: Rule = {
  ...walkedAgain,
  judge: (candidate, evidence) => walkedAgain.judge(candidate, [...evidence, ...hot]),
};
const bytes: Seen = { elements: ["bytes"] };

const reader = [
  "class Reader:",
  "    def __init__(self, pieces, first=()):",
  "        self._pieces = iter(pieces)",
  "        self._buffer = list(first)",
  "    def read(self, n):",
  "        while sum(map(len, self._buffer)) < n:",
  "            try:",
  "                self._buffer.append(next(self._pieces))  # one more",
  "            except StopIteration:",
  "                break",
  "        got = list(self._buffer)",
  "        self._buffer = got[2:]",
  "        return got",
  "",
].join("\n");

/** The same, of a list that whoever makes the object has, too. */
const given = reader.replace("list(first)", "first");

const setup = [
  "import random",
  "class Odd(bytes):",
  "    def __len__(self): return 3",
  "class Stops:",
  "    def __len__(self): raise StopIteration",
  "    def __repr__(self): return 'Stops()'",
  "def grows(first, others):",
  "    yield first",
  "    for other in others:",
  "        first.append(1)",
  "        yield other",
  "def drawn(seed):",
  "    draw = random.Random(seed)",
  "    kinds = [bytes, bytes, bytes, bytearray, Odd, str]",
  "    return [draw.choice(kinds)(*(['x' * draw.randrange(5)] if draw.random() < .1 else [])) or b'x' * draw.randrange(4) for _ in range(draw.randrange(20))]",
  "def read(pieces, first, *sizes):",
  "    reader = Reader(pieces, first)",
  "    return [reader.read(n) for n in sizes]",
].join("\n");

const readings = [
  "read([b'a' * n for n in range(9)], [], 0, 5, 12, 99)",
  "read([b'ab', Odd(b'a'), b'c', bytearray(b'xyz'), b'q'], [], 3, 6, 99)",
  "read(grows(bytearray(b'a'), [b'b'] * 30), [], 9, 20, 99)",
  "read(grows([1], [b'b', [2], b'c'] * 9), [b'x', [3]], 9, 20, 99)",
  "read([b'a', 1, b'c'], [], 1, 5)",
  "read([b'a', Stops(), b'c'], [], 1, 5)",
  "read([b'a', b'b'], [None], 5)",
  "read(['ab', b'c'], [], 2.5, float('nan'), 'x')",
  ...[1, 2, 3, 4, 5].map((seed) => `read(drawn(${seed}), drawn(${seed + 9})[:2], 3, 4, 20)`),
];

function collect(total: string, more = ""): string {
  return `def f(pieces, n):\n    xs = []\n    it = iter(pieces)\n    while ${total} < n:\n        xs.append(next(it, b'zz'))\n${more}    return xs\n`;
}

const collected = [
  "f([], 5)",
  "f([b'a', b'bc', b''], 9)",
  "f([b'a', [], 'x', {1: 2}], 3)",
  "f([b'a', 7], 9)",
  "f([], '5')",
];

const cases: readonly Case[] = [
  { name: "an attribute, in a try", text: reader, setup, calls: readings, seen: bytes, fixes: 1 },
  { name: "a local list", text: collect("sum(map(len, xs))"), calls: collected, seen: bytes, fixes: 1 },
  { name: "a generator", text: collect("sum(len(x) for x in xs)"), calls: collected, seen: bytes, fixes: 1 },
  {
    name: "a total that is not asked first",
    text: collect("1 < 2 and sum(map(len, xs))"),
    calls: collected,
    seen: bytes,
    fixes: 1,
  },
  {
    name: "an append in a function",
    text: "def f(pieces, n):\n    xs = []\n    it = iter(pieces)\n    while sum(map(len, xs)) < n:\n        def add():\n            xs.append(next(it, b'zz'))\n        add()\n    return xs\n",
    calls: collected,
    seen: bytes,
    fixes: 1,
  },
  {
    name: "an append that not every turn comes to",
    text: collect("sum(map(len, xs))", "        if len(xs) > 4: break\n    else:\n        xs.append(n)\n"),
    calls: collected,
    seen: { elements: ["bytes", "str"] },
    fixes: 1,
  },
];

const left: readonly LeftCase[] = [
  ["elements that can grow", ["what-to-keep"], collect("sum(map(len, xs))").trimEnd(), { elements: ["list"] }],
  ["something else is added up", ["what-to-keep"], collect("sum(map(int, xs))").trimEnd(), bytes],
  [
    "something comes out too",
    ["changes-in-loop"],
    collect("sum(map(len, xs))", "        xs.pop(0)\n").trimEnd(),
    bytes,
  ],
  ["the list is another one then", ["rebound"], collect("sum(map(len, xs))", "        xs = n.xs\n").trimEnd(), bytes],
  [
    "others may change it meanwhile",
    ["may-change-in-call"],
    given.replace("next(self._pieces)", "self._pieces.more(self)").trimEnd(),
    bytes,
  ],
  [
    "others run meanwhile",
    ["may-change-in-call"],
    given.replace("  # one more", "\n                yield n").trimEnd(),
    bytes,
  ],
  ["`len` is another one", ["dynamic-names"], `len = print\n${reader}`.trimEnd(), bytes],
];

describe("a total of lengths that goes on from the one before", () => {
  test("is the same, whatever is in the list", () => {
    expectSame(cases, rule, fixWalkedAgain);
  });

  test("says what it rests on", () => {
    const { text, assumes } = fixAll(given, rule, fixWalkedAgain, bytes);
    expect(assumes).toEqual([{ code: "unchanged", about: "self._buffer", seen: "bytes × 5,000" }]);
    expect(text).toContain(
      "        buffer_seen = [None]\n        while sum_so_far(buffer_seen, self._buffer) < n:\n            try:",
    );
  });

  test.each(left.map((each) => [each[0], each] as const))("is not made where %s", (_, each) => {
    expectLeft(each, (text, seen) => fixAll(text, rule, fixWalkedAgain, seen));
  });
});
