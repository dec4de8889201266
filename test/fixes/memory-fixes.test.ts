import { describe, expect, test } from "vitest";
import { bytes, fraction } from "../../src/base/units.ts";
import { classWithoutSlots } from "../../src/diagnose/rules/class-without-slots/rule.ts";
import { linesReadWhole } from "../../src/diagnose/rules/lines-read-whole/rule.ts";
import { listForSum } from "../../src/diagnose/rules/list-for-sum/rule.ts";
import { fixClassWithoutSlots } from "../../src/fix/fixes/class-without-slots.ts";
import { fixLinesReadWhole } from "../../src/fix/fixes/lines-read-whole.ts";
import { fixListForSum } from "../../src/fix/fixes/list-for-sum.ts";
import { fixUnboundedCache } from "../../src/fix/fixes/unbounded-cache.ts";
import { unboundedCache } from "../../src/diagnose/rules/unbounded-cache/rule.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";

const held: Seen = {
  measured: [{ kind: "held", bytes: bytes(1e7), blocks: 1000, share: fraction(0.5) }],
};

describe("list-for-sum", () => {
  const cases: readonly Case[] = [
    {
      name: "sums",
      text: "def f(rows): return sum([row * 2 for row in rows if row > 1])\n",
      calls: ["f([1, 2, 3])", "f([])", "f(['a', 2])"],
      fixes: 1,
      seen: held,
    },
    {
      name: "sums with a start, beside a comma",
      text: "def f(rows): return sum([int(row) for row in rows], 5), max([len(row) for row in rows], default=0,)\n",
      calls: ["f(['1', '22'])", "f([])", "f(['x'])"],
      fixes: 2,
      seen: held,
    },
    {
      name: "sets and dicts",
      text: "def f(rows): return set([row % 3 for row in rows]), dict([(row, row + 1) for row in rows])\n",
      calls: ["f([1, 2, 3])", "f([])", "f([[]])"],
      fixes: 2,
      seen: held,
    },
  ];

  test("gives what it gave", () => expectSame(cases, listForSum, fixListForSum));

  test.each<[why: string, code: string]>([
    ["prints", "def g(x):\n    print(x)\n    return x\ndef f(rows): return sum([g(row) for row in rows])"],
    ["takes from an iterator", "def f(rows, other): return sum([next(other) for row in rows])"],
    [
      "adds in a way of its own",
      "class V:\n    def __add__(self, o): return o\ndef f(rows): return sum([row for row in rows])",
    ],
  ])("leaves elements alone whose making %s", (_, code) => {
    const done = fixAll(`${code}\n`, listForSum, fixListForSum, held);
    expect(done).toMatchObject({ fixes: 0, obstacles: ["side-effects"] });
  });

  test.each<[why: string, code: string]>([
    ["one of several to choose from", "def f(rows): return max([row for row in rows], [1])"],
    ["joined", "def f(rows): return ','.join([row for row in rows])"],
    ["kept", "def f(rows):\n    all = [row for row in rows]\n    return sum(all), all"],
  ])("says nothing of a list that is %s", (_, code) => {
    expect(fixAll(`${code}\n`, listForSum, fixListForSum, held)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

const reading = (body: string, head = "def f(path):\n    total, seen = 0, {}"): string =>
  `${head}\n    with open(path) as rows:\n        ${body}\n    return total, seen\n`;

describe("lines-read-whole", () => {
  // A file of each process's own: two runs may be under way.
  const path = "'/tmp/hasten-lines-%d.txt' % __import__('os').getpid()";
  const file = `(lambda path: open(path, 'w').write('a;1\\nb;22\\n\\nc') and f(path))(${path})`;
  const cases: readonly Case[] = [
    {
      name: "a loop that counts",
      text: reading("for row in rows.readlines():\n            total += len(row.strip())"),
      calls: [file, "f('/nowhere')"],
      fixes: 1,
      seen: held,
    },
    {
      name: "objects that are only given attributes",
      text: `class C:\n    __slots__ = ("n",)\n    def __init__(self, n):\n        self.n = n\n${reading("for row in rows.readlines():\n            seen.append(C(len(row)))", "def f(path):\n    total, seen = 0, []").replace("total, seen = 0, []", "total = 0\n    seen = []").replace("return total, seen", "return [each.n for each in seen]")}`,
      calls: [file, "f('/nowhere')"],
      fixes: 1,
      seen: held,
    },
    {
      name: "comprehensions",
      text: "def f(path):\n    with open(path) as rows:\n        return [row.strip() for row in rows.readlines() if row]\n",
      calls: [file],
      fixes: 1,
      seen: held,
    },
    {
      name: "a dict of the function's own",
      text: reading(
        "for row in rows.readlines():\n            key = row[:1]\n            seen[key] = seen.get(key, 0) + 1",
        "def f(path):\n    total = 0\n    seen = {}",
      ),
      calls: [file],
      fixes: 1,
      seen: held,
    },
  ];

  test("gives what it gave", () => expectSame(cases, linesReadWhole, fixLinesReadWhole));

  // An error in the middle of the file comes after the first lines then: traps for whoever streams without looking.
  test.each<[why: string, code: string, obstacle: string]>([
    ["prints as it goes", reading("for row in rows.readlines():\n            print(row)"), "side-effects"],
    [
      "fills what is not its own",
      reading("for row in rows.readlines():\n            SEEN.append(row)"),
      "side-effects",
    ],
    [
      "changes its object",
      "class C:\n    def f(self, path):\n        with open(path) as rows:\n            for row in rows.readlines():\n                self.n = row\n",
      "side-effects",
    ],
    ...[
      ["counts its objects", "        self.n = n\n        C.made += 1\n"],
      ["makes objects that tell", "        self.n = n\n        print(n)\n"],
      ["makes objects that tell when they go", "        self.n = n\n    def __del__(self):\n        print(self.n)\n"],
    ].map(([why = "", body = ""]): [string, string, string] => [
      why,
      `class C:\n    made = 0\n    def __init__(self, n):\n${body}${reading("for row in rows.readlines():\n            C(row)")}`,
      "side-effects",
    ]),
    [
      "tries another encoding",
      "def f(path):\n    total = []\n    try:\n        with open(path) as rows:\n            for row in rows.readlines():\n                total.append(row)\n    except UnicodeDecodeError:\n        total.append('?')\n    return total\n",
      "errors-caught",
    ],
    [
      "reads on",
      reading("for row in rows.readlines():\n            total += 1\n        total += len(rows.read())"),
      "other-use",
    ],
    [
      "is a generator",
      "def f(path):\n    with open(path) as rows:\n        for row in rows.readlines():\n            total = len(row)\n    yield total\n",
      "runs-later",
    ],
    [
      "lets another manager swallow errors",
      "import contextlib\ndef f(path):\n    total = 0\n    with contextlib.suppress(ValueError), open(path) as rows:\n        for row in rows.readlines():\n            total += len(row)\n    return total\n",
      "errors-caught",
    ],
  ])("leaves a file alone whose function %s", (_, code, obstacle) => {
    const done = fixAll(code, linesReadWhole, fixLinesReadWhole, held);
    expect(done).toMatchObject({ fixes: 0, text: code });
    expect(done.obstacles).toContain(obstacle);
  });

  test.each<[why: string, code: string]>([
    ["is handed in", "def f(rows):\n    for row in rows.readlines():\n        pass\n"],
    [
      "is kept as a list",
      "def f(path):\n    with open(path) as rows:\n        lines = rows.readlines()\n    return lines\n",
    ],
    [
      "is walked through later",
      "def f(path):\n    with open(path) as rows:\n        return (row for row in rows.readlines())\n",
    ],
  ])("says nothing of a file that %s", (_, code) => {
    expect(fixAll(code, linesReadWhole, fixLinesReadWhole, held)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

const point = (rest = "", head = "class Point:"): string =>
  `${head}\n    """A place."""\n\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y\n${rest}`;

const points: Seen = {
  measured: [
    { kind: "instances", class: "case.Point", count: 1e5, each: bytes(96), slotted: bytes(48), attributes: ["x", "y"] },
  ],
};

describe("class-without-slots", () => {
  test("gives a class the slots that its objects always had", () => {
    const fixed = fixAll(point(), classWithoutSlots, fixClassWithoutSlots, points);
    expect(fixed.text).toBe(point().replace('place."""\n', 'place."""\n\n    __slots__ = ("x", "y")\n'));
    expect(fixed.assumes).toMatchObject([{ code: "fixed-attributes", seen: "x, y" }]);
  });

  test.each<[why: string, code: string]>([
    ["get another attribute", point("\ndef tag(point):\n    point.tag = 1\n")],
    ["get one in a method", point("    def grow(self):\n        self.z = 0\n")],
    ["are asked for their dict", point("\ndef show(point):\n    return point.__dict__\n")],
    ["are listed by vars", point("\ndef show(point):\n    return vars(point)\n")],
    ["are held weakly", `import weakref\n${point("\ndef hold(point):\n    return weakref.ref(point)\n")}`],
    ["are pickled", `import pickle\n${point("\ndef store(point):\n    return pickle.dumps(point)\n")}`],
    ["are set by name", point("\ndef put(point, name):\n    setattr(point, name, 1)\n")],
    ["have heirs", point("\nclass Named(Point):\n    pass\n")],
    ["share a default", point("    x = 0\n")],
  ])("leaves a class alone whose objects %s", (_, code) => {
    const done = fixAll(code, classWithoutSlots, fixClassWithoutSlots, points);
    expect(done).toMatchObject({ fixes: 0, text: code });
    expect(done.obstacles.length).toBeGreaterThan(0);
  });

  const edge = "\nclass Edge:\n    def __init__(self, cost):\n        self.cost = cost\n";
  const priced = "\ndef price(edge):\n    edge.cost = 1\n";

  test("gives slots beside a class of another kind, whose attributes are set", () => {
    const done = fixAll(point(edge + priced), classWithoutSlots, fixClassWithoutSlots, points);
    expect(done.text).toContain('__slots__ = ("x", "y")');
  });

  test.each<[why: string, code: string]>([
    ["attribute", point(edge.replace("        self.cost = cost\n", "        self.x = self.cost = cost\n") + priced)],
    ["method", point(`    def draw(self):\n        pass\n${edge}    def draw(self):\n        pass\n${priced}`)],
  ])("leaves a class alone that shares a %s with one whose attributes are set", (_, code) => {
    expect(fixAll(code, classWithoutSlots, fixClassWithoutSlots, points)).toMatchObject({ text: code });
  });

  test("leaves a class alone where an object was seen with more", () => {
    const seen = points.measured?.map((each) =>
      each.kind === "instances" ? { ...each, attributes: ["x", "y", "extra"] } : each,
    );
    const done = fixAll(point(), classWithoutSlots, fixClassWithoutSlots, { measured: seen ?? [] });
    expect(done).toMatchObject({ fixes: 0, obstacles: ["needs-dict"] });
  });

  test.each<[why: string, code: string]>([
    ["is derived", point("", "class Point(Base):")],
    ["has slots", point('    __slots__ = ("x", "y")\n')],
    ["keeps attributes in its own way", point("    def __setattr__(self, name, value):\n        pass\n")],
    [
      "gives its objects nothing for sure",
      "class Point:\n    def __init__(self, x):\n        if x:\n            self.x = x\n",
    ],
  ])("says nothing of a class that %s", (_, code) => {
    expect(fixAll(code, classWithoutSlots, fixClassWithoutSlots, points)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});

const memo = (body: string, rest = ""): string => `KNOWN = {}\ndef f(key):\n${body}\n${rest}`;

describe("unbounded-cache", () => {
  const stored = "    if key not in KNOWN:\n        KNOWN[key] = [key] * 9\n    return KNOWN[key]";

  test.each<[where: string, code: string]>([
    ["a dict of the module", memo(stored)],
    [
      "one that is asked by get",
      memo("    known = KNOWN.get(key)\n    if known is None:\n        known = KNOWN[key] = [key]\n    return known"),
    ],
    ["functools.cache", "import functools\n@functools.cache\ndef f(key): return [key] * 9\n"],
    ["lru_cache(None)", "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef f(key): return [key] * 9\n"],
  ])("gives advice where results stay in %s", (_, code) => {
    expect(fixAll(code, unboundedCache, fixUnboundedCache, held)).toMatchObject({
      fixes: 0,
      text: code,
      obstacles: ["what-to-forget"],
    });
  });

  test.each<[why: string, code: string]>([
    ["is emptied somewhere", memo(stored, "def g(): KNOWN.clear()\n")],
    ["loses keys", memo(stored, "def g(key): del KNOWN[key]\n")],
    ["loses several", memo(stored, "def g(key): del KNOWN[key], KNOWN[0]\n")],
    ["is begun anew", memo(stored, "def g():\n    global KNOWN\n    KNOWN = {}\n")],
    ["is handed on", memo(stored, "def g(): return trim(KNOWN)\n")],
    ["is filled and never asked for the key", memo("    KNOWN[key] = [key]")],
    [
      "is the function's own",
      "def f(keys):\n    known = {}\n    for key in keys:\n        if key not in known:\n            known[key] = [key]\n    return known\n",
    ],
    ["has a bound", "from functools import lru_cache\n@lru_cache(maxsize=99)\ndef f(key): return [key] * 9\n"],
    ["has the usual bound", "from functools import lru_cache\n@lru_cache()\ndef f(key): return [key] * 9\n"],
  ])("says nothing of a cache that %s", (_, code) => {
    expect(fixAll(code, unboundedCache, fixUnboundedCache, held)).toMatchObject({ fixes: 0, obstacles: [] });
  });
});
