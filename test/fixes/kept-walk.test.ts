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

const setup = [
  "import random",
  "class Text(str):",
  "    def __len__(self): return 7",
  "class Odd(int):",
  "    def __lt__(self, other): return False",
  "    def __add__(self, other): return 1",
  "    __radd__ = __add__",
  "class Longer(list):",
  "    def __iter__(self): return iter(['a', 'b', 'c'])",
  "nan = float('nan')",
  "numbers = [[], [3], [0, -1, 5, 5, 2, -9, 10 ** 30, 7], [True, False, 2], [1.5, 2, 0.1, 0.2, -0.0, 0.0, 1e300],",
  "    [nan, 1.0, nan, 3.0], [1, 'a'], ['a', 'b', 'ab'], [b'a', b''], [Odd(3), 4, Odd(1)], [None, 1], [[1], [2]]]",
  "words = [[], ['a'], ['a', 'bb', '', 'ccc'], [b'a', 'bb'], [Text('ab'), 'c'], [[1], [1, 2]], [(1,), ''], [None], [3, 'a']]",
  "pairs = [[], [(1, 'a'), (2, 'bb'), (0, '')], [(1, 'a'), [5, 'b'], (2, 'c')], [(1,), (2, 'b')], [(1, 2, 3)], ['ab', 'cd'],",
  "    [(nan, 'a'), (1.0, 'b')], [(True, 'x'), (0, 'y'), ('z', 'z')], [(1, [2]), (2, [3, 4])], [None]]",
  "def tried(f, *args):",
  "    try:",
  "        return f(*args)",
  "    except Exception as error:",
  "        return type(error).__name__, str(error)",
  "def each(f, some):",
  "    return [tried(f, one) for one in some]",
  "def sliced(f, some):",
  "    places = [0, 1, 3, 2, 9, 2, -1, True, None, 1.0, 'x', 4, 4, 0]",
  "    return [tried(f, one, places) for one in [*some, *map(tuple, some), *map(Longer, some), 'abc', None]]",
  "sorts = [[], [0, 1, 1, 4, 9], [0, 2.5, 3], [3, 1, 2], ['a', 'b', 'c'], [1, 'a'], [nan], [1.0, nan, 2.0], [nan, 1.0], [True, 2],",
  "    [Odd(1), Odd(2)], [b'a', b'b'], [10 ** 30, 10 ** 31], [float('-inf'), 1, float('inf')], [None], [5, 4, 3, 2, 1]]",
  "asked = [0, 1, 1.0, 2, 2.5, 9, 10, -3, nan, 'a', 'bb', b'a', None, True, 10 ** 31, float('inf'), Odd(2)]",
  "def sought(f, some):",
  "    return [tried(f, one, asked) for one in [*some, *map(tuple, some)]]",
  "rows = [[(one, str(at)) for at, one in enumerate(some)] for some in sorts] + [[[1, 'a'], [2, 'b']], [(1,), (2,)], ['ab', 'cd']]",
].join("\n");

const growing = (asked: string): string =>
  `def f(values):\n    seen = []\n    out = []\n    for value in values:\n        seen.append(value)\n        out.append(${asked})\n        if len(out) % 5 == 0:\n            seen = []\n    return out\n`;
const slices = (asked: string): string =>
  `def f(xs, places):\n    out = []\n    for i in places:\n        try:\n            out.append(${asked})\n        except Exception as error:\n            out.append(str(error))\n    return out\n`;
const searching = (loop: string): string =>
  `def f(xs, asked):\n    out = []\n    for n in asked:\n        x = at = -1\n        try:\n${loop.replaceAll(/^/gmu, "            ")}\n        except Exception as error:\n            out.append(str(error))\n    return out\n`;

const ints = { elements: ["int"] };
const strs = { elements: ["str"] };
const tuples = { elements: ["tuple"] };

const cases: readonly Case[] = [
  ...[
    "sum(seen)",
    "max(seen)",
    "min(seen)",
    "len(set(seen))",
    "any(x for x in seen[:3])",
    "all(x != 5 for x in seen[1:])",
    "max(seen[1:], default=None)",
    "min(seen[len(seen) // 2:len(seen)])",
  ].map((asked): Case => ({
    name: asked,
    text: growing(asked),
    setup,
    calls: [
      "each(f, numbers)",
      "each(f, words)",
      "f(random.Random(1).choices(range(9), k=300))",
      "f(random.Random(2).choices([0, 1, True, 1.0, 0.0, 2, 2.0, -1], k=200))",
    ],
    seen: ints,
    fixes: 1,
  })),
  ...["sum(map(len, seen))", "sum(len(x) + 1 for x in seen)", "max([len(x) for x in seen])"].map((asked): Case => ({
    name: asked,
    text: growing(asked),
    setup,
    calls: ["each(f, words)", "each(f, numbers)", "each(f, [['ab'] * 40])"],
    seen: strs,
    fixes: 1,
  })),
  ...["max((x[0] for x in seen), default=None)", "sum(len(x[1]) for x in seen)", "min(a for a, b in seen)"].map(
    (asked): Case => ({
      name: asked,
      text: growing(asked),
      setup,
      calls: ["each(f, pairs)", "each(f, words)", "each(f, numbers)"],
      seen: tuples,
      fixes: 1,
    }),
  ),
  ...["sorted(seen)", "list(sorted(seen, reverse=True))"].map((asked): Case => ({
    name: asked,
    text: growing(asked),
    setup,
    calls: [
      "each(f, numbers)",
      "each(f, words)",
      "each(f, sorts)",
      "f([3, 1.0, 1, True, 2, 0, False, 1])",
      "f([3.0, nan, 1.0, 2.0, nan, 0.5, 4.0, -1.0, nan, 0.1])",
    ],
    seen: ints,
    fixes: 1,
  })),
  ...(
    [
      ["sorted(seen, key=len)", strs],
      ["sorted(seen, key=lambda x: x[0], reverse=True)", tuples],
      ["[x for x in sorted(seen, key=len, reverse=True)]", strs],
    ] as const
  ).map(([asked, seen]): Case => ({
    name: asked,
    text: growing(asked),
    setup,
    calls: ["each(f, words)", "each(f, pairs)", "each(f, rows)", "f([(1, 'a'), (0, 'b'), (1, 'c'), (True, 'd')] * 2)"],
    seen,
    fixes: 1,
  })),
  {
    name: "an order that is changed by who asked for it",
    text: "def f(values):\n    seen = []\n    out = []\n    for value in values:\n        if value:\n            seen.append(value)\n        top = sorted(seen)\n        top.insert(0, 9)\n        out.append(top)\n    return out\n",
    setup,
    calls: ["f([3, 0, 1, 0, 0, 2])"],
    seen: ints,
    fixes: 1,
  },
  ...[
    "sum(xs[:i])",
    "sum(xs[i:])",
    "sum(xs[i:i + 2])",
    "max(xs[:i], default=-1)",
    "min(xs[:i])",
    "max(xs[i:], default=-1)",
    "min(xs[i:i + 2])",
    "max(xs[i + 1:i + 9])",
  ].map((asked): Case => ({
    name: asked,
    text: slices(asked),
    setup,
    calls: ["sliced(f, numbers)", "sliced(f, words)", "f(list(range(40)), list(range(45)) + [3, 2])"],
    seen: ints,
    fixes: 1,
  })),
  {
    name: "lengths in front",
    text: slices("sum(len(x) for x in xs[:i])"),
    setup,
    calls: ["sliced(f, words)", "sliced(f, numbers)"],
    seen: strs,
    fixes: 1,
  },
  ...["any(x for x in xs[i:])", "not any(x == 2 for x in xs[:i])", "all(x != '' for x in xs[i + 1:])"].map(
    (asked): Case => ({
      name: asked,
      text: slices(asked),
      setup,
      calls: ["sliced(f, numbers)", "sliced(f, words)"],
      seen: ints,
      fixes: 1,
    }),
  ),
  ...["any(a is not None for a, _ in xs[i:])", "all(not isinstance(x[1], str) for x in xs[:i])"].map((asked): Case => ({
    name: asked,
    text: slices(asked),
    setup,
    calls: ["sliced(f, pairs)", "sliced(f, [[(None, 1), (None, 'a'), (2, None)]])", "sliced(f, words)"],
    seen: tuples,
    fixes: 1,
  })),
  ...[
    "for x in xs:\n    if x >= n:\n        break\nout.append(x)",
    "for at, x in enumerate(xs):\n    if n < x:\n        out.append(at)\n        break\nelse:\n    out.append((at, x))",
    "out.append(next((at for at, x in enumerate(xs) if x > n), None))",
    "line = None\nfor at, x in enumerate(xs):\n    if x > n:\n        break\n    line = at\nout.append((line, at, x))",
    "line = 7\nfor at, x in enumerate(xs):\n    if n >= x:\n        line = at + 1\n        y = x\n    else:\n        break\nout.append((line, at, x))",
    "line = 7\nfor x in xs:\n    if x < n:\n        line = x\n    else:\n        out.append((line, x))\n        break\nelse:\n    out.append((x, line, n))",
  ].map((loop): Case => ({
    name: loop,
    text: searching(loop),
    setup,
    calls: ["sought(f, sorts)", "sought(f, rows)"],
    seen: ints,
    fixes: 1,
  })),
  ...[
    "for at, x in xs:\n    if n <= at:\n        break\nout.append((at, x))",
    "for x in xs:\n    if x[0] > n:\n        break\nout.append(x)",
  ].map((loop): Case => ({
    name: loop,
    text: searching(loop),
    setup,
    calls: ["sought(f, rows)", "sought(f, sorts)"],
    seen: tuples,
    fixes: 1,
  })),
  ...[
    "total = 0\nfor x in xs:\n    total += x\n    if total >= n:\n        break\nout.append((x, total))",
    "total = 0.0\nfor at, x in enumerate(xs):\n    if n < total + x:\n        out.append((at, total))\n        break\n    total += x\nelse:\n    out.append((at, x, total))",
    "total = 0\nfor at, x in enumerate(xs):\n    end = total + x\n    if end > n:\n        out.append((at, end))\n        break\n    total = end\nout.append((x, total))",
    "total = 0\nfor at, x in enumerate(ys):\n    end = total + xs[at]\n    if end >= n:\n        break\n    total = end\nout.append((at, x, total, end))",
    "total = 0\nfor c, x in zip(ys, xs):\n    if total + x >= n:\n        out.append((c, total))\n        break\n    total += x\nelse:\n    out.append(total)",
    "total = 0.\nfor x, c in zip(xs, ys):\n    total += x\n    if n < total:\n        out.append((c, total))\n        break",
  ].map((loop): Case => ({
    name: loop,
    text: searching(loop).replace("out = []", "out = []\n    ys = list(xs[::-1])[:9]"),
    setup,
    calls: [
      "sought(f, sorts)",
      "sought(f, numbers)",
      "sought(f, [[.1] * 40, [5, .1, .2, 0, 0, 3], [1, 2, -1, 5], [0, 0], [-0.0, 0.0]])",
    ],
    seen: ints,
    fixes: 1,
  })),
  {
    name: "weights in pairs",
    text: searching(
      "total = 0\nfor c, w in xs:\n    if total + w >= n:\n        out.append(c)\n        break\n    total += w\nout.append(total)",
    ),
    setup,
    calls: [
      "sought(f, [[(b, a) for a, b in each] for each in pairs if all(type(x) is tuple and len(x) == 2 for x in each)])",
      "sought(f, rows)",
      "sought(f, [[('a', .5), ('b', 0), ('c', 2)], [('a', 1), ['b', 2], ('c', 3)]])",
    ],
    seen: tuples,
    fixes: 1,
  },
  {
    name: "what is sought is the object's own",
    text: "class Text:\n    def __init__(self, starts):\n        self._starts = list(starts)\n        self.at = 0\n    def line(self):\n        for i, start in enumerate(self._starts):\n            if start > self.at:\n                return i\n        return None\n",
    setup: `${setup}\ndef run(starts):\n    text = Text(starts)\n    found = []\n    for text.at in asked:\n        found.append(tried(text.line))\n    return found`,
    calls: ["each(run, sorts)"],
    seen: ints,
    fixes: 1,
  },
  {
    name: "a list of an object that grows at several places",
    text: [
      "class Buffer:",
      "    def __init__(self):",
      "        self._parts = []",
      "    def size(self):",
      "        return sum(map(len, self._parts))",
      "    def add(self, part, more=()):",
      "        self._parts.append(part)",
      "        self._parts.extend(more)",
      "        self._parts += more",
      "    def flush(self):",
      "        done, self._parts = self._parts, []",
      "        return ''.join(done)",
      "",
    ]
      .join("\n")
      .replace(
        "done, self._parts = self._parts, []\n        return ''.join(done)",
        "text = ''.join(self._parts)\n        self._parts = []\n        return text",
      ),
    setup: `${setup}\ndef run(parts):\n    one, two = Buffer(), Buffer()\n    found = []\n    for at, part in enumerate(parts):\n        one.add(part)\n        two.add(part, [part] * at)\n        found += [one.size(), two.size(), two.size()]\n        if at % 4 == 3:\n            found.append(two.flush())\n            found.append(two.size())\n    return found`,
    calls: ["each(run, words)", "run(['ab', '', 'c'] * 9)"],
    seen: strs,
    fixes: 1,
  },
];

/** What a method does with the list of an attribute beside asking for its sum. */
const reached = (way: string): string =>
  `import contextlib, operator, typing\nclass Box:\n    def __init__(self):\n        self._xs = []\n    def put(self, x):\n        self._xs.append(x)\n        return sum(self._xs)\n    def change(self):\n        ${way}`;

const left: readonly LeftCase[] = [
  ...(
    [
      ["dynamic-names", 'operator.attrgetter("_xs")(self)[0] = 0'],
      ["dynamic-names", "match self:\n            case Box(_xs=xs): xs[0] = 0"],
      ["escapes", "with contextlib.nullcontext(self._xs) as xs: xs[0] = 0"],
      ["escapes", "max(self._xs, [])[0] = 0"],
      ["escapes", "max([], default=self._xs)[0] = 0"],
      ["escapes", "next(iter([]), self._xs)[0] = 0"],
      ["escapes", "sum([], self._xs)[0] = 0"],
      ["escapes", "dict.fromkeys([1], self._xs)[1][0] = 0"],
      ["escapes", "dict(xs=self._xs)['xs'][0] = 0"],
      ["escapes", "typing.cast(list, self._xs)[0] = 0"],
    ] as const
  ).map(([code, way]): LeftCase => [`it is reached by ${way}`, [code], reached(way)]),
  ["elements are put in front", ["changes-in-loop"], growing("sum(seen)").replace("append(", "insert(0, ")],
  [
    "an element is replaced",
    ["changes-in-loop"],
    growing("sum(seen)").replace("seen.append(value)", "seen[0] = value"),
  ],
  [
    "the list is emptied",
    ["changes-in-loop"],
    growing("sum(seen)").replace("seen = []\n    return", "seen.clear()\n    return"),
  ],
  [
    "who else has the list may change it",
    ["may-change-in-call"],
    growing("sum(seen)").replace("seen.append(", "value.take(seen, "),
  ],
  ["a loop goes on", ["what-to-keep"], searching("for x in xs:\n    if x > n:\n        if x: continue\n        break")],
  [
    "what is sought is worked out at each turn",
    ["what-to-keep"],
    searching("for x in xs:\n    if x > n.of(x):\n        break"),
  ],
  [
    "the total does not begin at 0",
    ["what-to-keep"],
    searching("total = n\nfor x in xs:\n    total += x\n    if total > 9:\n        break"),
  ],
  [
    "what is reached is added up",
    ["what-to-keep"],
    searching("total = 0\nfor x in xs:\n    total += x\n    if total > x:\n        break"),
  ],
  [
    "something is counted on the way",
    ["what-to-keep"],
    searching("for at, x in enumerate(xs):\n    if x > n:\n        break\n    at = at + 1"),
  ],
  [
    "something is made of the elements on the way",
    ["what-to-keep"],
    searching("for x in xs:\n    if x <= n:\n        y = x + 1\n    else:\n        break"),
  ],
  ["an order is not asked for", ["what-to-keep"], searching("for x in xs:\n    if x < n:\n        break")],
  [
    "a class may answer by itself",
    ["what-to-keep"],
    `import abc\nclass A(metaclass=abc.ABCMeta): pass\n${slices("any(isinstance(x, A) for x in xs[i:])")}`,
  ],
];

describe("a walk that goes on from where it came to", () => {
  test("gives the same", () => {
    for (const { name, text, seen, fixes } of cases)
      expect(fixAll(text, rule, fixWalkedAgain, seen).fixes, name).toBe(fixes);
    expectSame(cases, rule, fixWalkedAgain);
  });

  test.each(left.map((each) => [each[0], each] as const))("is left alone where %s", (_, each) =>
    expectLeft([each[0], each[1], each[2].trimEnd()], (text) => fixAll(text, rule, fixWalkedAgain, ints)),
  );

  test("says that who imports the module may reach the list", () => {
    const text = "class C:\n    def __init__(self): self.xs = []\n    def f(self): return sum(self.xs)\n";
    const program = { elsewhere: () => "none" as const };
    const assumed = (module: string) => fixAll(text, rule, fixWalkedAgain, { ...ints, module, program }).assumes;
    expect(assumed("case").map(({ code }) => code)).toEqual(["unchanged"]);
    expect(assumed("__main__")).toEqual([]);
  });

  test("is looked for in what all callers give, and nobody in another file", () => {
    const text =
      "def _f(xs): return sum(xs)\ndef g(n):\n    ys = []\n    for x in range(n):\n        ys.append(_f(ys))\n    return ys\n";
    const fixed = (elsewhere: "none" | "read") =>
      fixAll(text, rule, fixWalkedAgain, { ...ints, program: { elsewhere: () => elsewhere } });
    expect(fixed("none")).toMatchObject({ fixes: 1, assumes: [{ code: "unchanged" }] });
    expect(fixed("read").fixes).toBe(0);
    expect(
      fixAll(text.replace("ys.append(_f(ys))", "ys.append(_f(ys)); ys[0] = x"), rule, fixWalkedAgain, ints).fixes,
    ).toBe(0);
  });

  test("is left alone where it takes what could change with the element", () => {
    for (const asked of ["sum(x.size for x in seen)", "max(seen, key=repr)", "sum(f(x) for x in seen)"])
      expect(fixAll(growing(asked), rule, fixWalkedAgain, ints), asked).toMatchObject({
        fixes: 0,
        obstacles: ["what-to-keep"],
      });
  });
});
