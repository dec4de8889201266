import { expect, test } from "vitest";
import { listMembership } from "../../src/diagnose/rules/list-membership/rule.ts";
import { listSearch } from "../../src/diagnose/rules/list-search/rule.ts";
import { nestedScan } from "../../src/diagnose/rules/nested-scan/rule.ts";
import { orderedDeduplication } from "../../src/diagnose/rules/ordered-deduplication/rule.ts";
import { fixListMembership } from "../../src/fix/fixes/list-membership.ts";
import { fixListSearch } from "../../src/fix/fixes/list-search.ts";
import { fixNestedScan } from "../../src/fix/fixes/nested-scan.ts";
import { fixOrderedDeduplication } from "../../src/fix/fixes/ordered-deduplication.ts";
import { candidatesIn, expectLeft, expectSame, fixAll, type Case, type LeftCase, type Seen } from "./old-and-new.ts";
import { objectCases, objectsSeen } from "./objects-while-same.ts";
import { pathsLeft } from "./paths-left.ts";
import { pathWalks } from "./paths-while-same.ts";
import { rowsLeft } from "./rows-left.ts";
import { rowsSeen, rowWalks } from "./rows-while-same.ts";

const same: Seen = { same: 9999, elements: ["str"] };
const scanned: Seen = { ...same, measured: [{ kind: "count", executions: 10_000_000, exact: true }] };

/** What is done to a list between questions: `change(names)` of each before each question. */
const setup = `
import threading
NAN = float("nan")
NAMES = ["n%d" % n for n in range(60)]
class Odd(list):
    def __contains__(self, x):
        return x == "odd"
    def index(self, x, *others):
        return -7
class Sly:
    def __eq__(self, other):
        return other == "sly"
    __hash__ = None
    def __repr__(self):
        return "sly"
class Bad:
    def __eq__(self, other):
        raise ValueError("bad")
    __hash__ = None
NEVER = lambda names, turn: None
def swap(names, turn):
    names[turn % len(names)], names[0] = names[0], names[turn % len(names)]
def replace(names, turn):
    names[turn % 7] = "r%d" % (turn % 5)
def once(names, turn):
    if turn == 60:
        names[3] = "late"
def grow(names, turn):
    names.append("g%d" % turn)
def shrink(names, turn):
    names.pop()
def put(value):
    def change(names, turn):
        if turn == 20:
            names[5] = value
    return change
def into(value):
    def change(names, turn):
        if turn > 20 and type(names) is list:
            names[5:6] = [value, value]
    return change
ASKED = ["n0", "n59", "n5", "late", "r1", "g3", "sly", "odd", "x", 1, True, 1.0, None, NAN, 0.0, -0.0, ("n1",), b"n1", (NAN,), (True, 2), (1, 1.0), (1, ("n1",))]
`;

const calls = [
  ...["NEVER", "swap", "replace", "once", "grow", "shrink", "put(Sly())", "put(Bad())", "put([])", "into('x')"].map(
    (change) => `f(NAMES[:], ${change})`,
  ),
  "f(tuple(NAMES), NEVER) if not GROWS else None",
  "f(Odd(NAMES), NEVER)",
  "f(NAMES[:5], grow)",
  "f([1, 0, None, NAN, 2.0] * 10, put(True))",
  "f([-0.0, 1.0, NAN] * 12, put(0))",
  "f([('n1',)] * 40, NEVER)",
  "f([('n1',), (NAN,), (1, 2.0)] * 15, put((1, True)))",
  "f([('n1',)] * 40, put((1, Sly())))",
  "f([('n1', [])] * 40, put((1, ('n1',))))",
  "f([[1]] * 40, put('n0'))",
  "f([b'n1', 'n1'] * 20, NEVER)",
  "f('n0n59' * 9, NEVER) if not INDEX and not GROWS else None",
  "f({name: 1 for name in NAMES}, NEVER) if not INDEX and not GROWS else None",
  "fresh()",
  "two()",
  "threads()",
];

/** Asks a list in someone else's hands, with what each question gives or raises. */
const program = (index: boolean, asked: string): string => `
INDEX = ${index ? "True" : "False"}
GROWS = ${asked.includes("append") ? "True" : "False"}
class Box:
    def __init__(self, names):
        self.names = names
    def ask(self, x):
        ${asked}
def tried(box, x):
    try:
        return box.ask(x)
    except ValueError as error:
        return str(error)
def f(names, change):
    box = Box(names)
    given = []
    for turn in range(110):
        change(names, turn)
        x = ASKED[turn % len(ASKED)]
        if isinstance(names, str) and not isinstance(x, str):
            continue
        given.append(tried(box, x))
    return given
def fresh():
    return [tried(Box(["a%d" % (n + turn % 3) for n in range(50)]), "a50") for turn in range(150)]
def two():
    one, other = Box(NAMES[:]), Box(NAMES[::-1])
    return [(tried(one, "n3"), tried(other, "n3"), tried(other, "x")) for _ in range(50)]
def threads():
    box, given = Box(NAMES[:]), set()
    def ask():
        given.update(repr(tried(box, "n%d" % (turn % 60))) for turn in range(120))
    def change():
        for turn in range(120):
            box.names[0], box.names[1] = box.names[0], box.names[1]
    ran = [threading.Thread(target=each) for each in (ask, ask, change)]
    for each in ran: each.start()
    for each in ran: each.join()
    return sorted(given)
`;

const kept = (name: string, asked: string, index = false): Case => {
  return { name, text: program(index, asked), calls, setup, seen: same, fixes: 1 };
};

const memberships: readonly (readonly [Case, string])[] = [
  [kept("in", "return x in self.names"), "return x in _members_of(self.names)"],
  [kept("not in", "return x not in (self.names)"), "not in (_members_of(self.names))"],
];
const growing: readonly (readonly [Case, string])[] = [
  [
    kept("growing", "if x not in self.names:\n            self.names.append(x)\n        return x in self.names"),
    "if x not in _members_of(self.names):",
  ],
];
const searches: readonly (readonly [Case, string])[] = [
  [kept("index", "return self.names.index(x)", true), "return _index_in(self.names, x)"],
];
const walks: readonly (readonly [Case, string])[] = [
  [
    kept("for", "for name in self.names:\n            if name == x: return name\n        return -1"),
    "for name in _equal_in(self.names, x):",
  ],
  [
    kept(
      "break and else",
      "for i, each in enumerate(self.names):\n            if (x == each):\n                found = i, each\n                break\n        else:\n            return -1\n        return found",
    ),
    "for i, each in _equal_pairs(self.names, x):",
  ],
  [
    kept(
      "range",
      "for i in range(len(self.names)):\n            if self.names[i] == x:\n                return i\n        raise ValueError(x)",
      true,
    ),
    "for i in _equal_places(self.names, x):",
  ],
  [
    kept("list", "return [(x, i) for i, each in enumerate(self.names) if each == x]"),
    "in _equal_pairs(self.names, x) if",
  ],
  [kept("sum", "return sum(each == x for each in self.names)"), "for each in _equal_in(self.names, x))"],
  [kept("next", "return next((each for each in self.names if each == x), None)"), "in _equal_in(self.names, x) if"],
];

test("a list in others' hands is asked by hash for as long as it is what it was", () => {
  for (const [each, written] of memberships)
    expect(fixAll(each.text, listMembership, fixListMembership, same).text).toContain(written);
  for (const [each, written] of growing)
    expect(fixAll(each.text, orderedDeduplication, fixOrderedDeduplication, same).text).toContain(written);
  for (const [each, written] of searches) {
    const done = fixAll(each.text, listSearch, fixListSearch, same);
    expect(done.text).toContain(written);
    // What answers while nothing is known is not looked at again.
    expect(candidatesIn(done.text, listSearch)).toEqual([]);
  }
  for (const [each, written] of walks)
    expect(fixAll(each.text, nestedScan, fixNestedScan, scanned).text).toContain(written);
  for (const [each, written] of [...rowWalks, ...pathWalks])
    expect(fixAll(each.text, nestedScan, fixNestedScan, each.seen).text).toContain(written);
});

test("a list of objects that equal themselves alone is asked by hash, unless somebody watches them go", () => {
  const { membership, search } = objectCases;
  const members = fixAll(membership.text, listMembership, fixListMembership, objectsSeen).text;
  expect(members).toContain("return x in _members_of(self.nodes)");
  expect(fixAll(search.text, listSearch, fixListSearch, objectsSeen).text).toContain("return _index_in(self.nodes, x)");
  expectSame([membership], listMembership, fixListMembership);
  expectSame([search], listSearch, fixListSearch);
  expectSame([objectCases.growing], orderedDeduplication, fixOrderedDeduplication);
  expectSame([objectCases.walk], nestedScan, fixNestedScan);
  const watched = `import weakref\n${membership.text}`;
  expect(fixAll(watched, listMembership, fixListMembership, objectsSeen).fixes).toBe(0);
});

test("a second list is asked in the same way beside what the first fix wrote", () => {
  const asks = "for row in self.rows:\n            if row['id'] == x: return row";
  const box = "class Box:\n    def __init__(self, rows): self.rows = rows\n";
  const text = `${box}    def one(self, x):\n        ${asks}\n    def other(self, x):\n        ${asks.replace("id", "name")}\n`;
  expect(fixAll(text, nestedScan, fixNestedScan, rowsSeen("dict")).fixes).toBe(2);
});

test("old and new give the same, whatever happens to the list", () => {
  expectSame(
    memberships.map(([each]) => each),
    listMembership,
    fixListMembership,
  );
  expectSame(
    growing.map(([each]) => each),
    orderedDeduplication,
    fixOrderedDeduplication,
  );
  expectSame(
    searches.map(([each]) => each),
    listSearch,
    fixListSearch,
  );
  expectSame(
    [...walks.map(([each]) => ({ ...each, seen: scanned })), ...[...rowWalks, ...pathWalks].map(([each]) => each)],
    nestedScan,
    fixNestedScan,
  );
});

/** What runs between the first equal element and the end of the walk could change the list under it. */
const walked = (code: string): string => `
def f(rows, x):
    out = []
${code.replaceAll(/^/gmu, "    ")}
`;

test.each([
  ["goes on", ["crosses-functions"], walked("for each in rows:\n    if each == x: out.append(rows.pop())"), scanned],
  [
    "goes on now and then",
    ["crosses-functions"],
    walked("for each in rows:\n    if each == x:\n        if rows.pop(): continue\n        return 1"),
    scanned,
  ],
  [
    "asks something else, too",
    ["crosses-functions"],
    walked("for each in rows:\n    if each == x and out.ask(): return 1"),
    scanned,
  ],
  [
    "calls what is not in sight",
    ["crosses-functions"],
    walked("return [x.ask() for each in rows if each == x]"),
    scanned,
  ],
  [
    "reads the last element",
    ["crosses-functions"],
    walked("for each in rows:\n    if each == x: break\nreturn each"),
    scanned,
  ],
  [
    "looks for a part of each",
    ["crosses-functions"],
    walked("for each in rows:\n    if each.key == x: return each"),
    scanned,
  ],
  [
    "is seen in short lists",
    ["crosses-functions"],
    walked("for each in rows:\n    if each == x: return 1"),
    { ...scanned, size: 40 },
  ],
  [
    "is seen among dates",
    ["crosses-functions"],
    walked("for each in rows:\n    if each == x: return 1"),
    { ...scanned, elements: ["datetime.date"] },
  ],
])("a walk stays that %s", (...each: LeftCase) => {
  expectLeft(each, (text, seen) => fixAll(text, nestedScan, fixNestedScan, seen));
});

test.each([...rowsLeft, ...pathsLeft].map((each) => ({ why: each[0], each })))(
  "rows are compared one by one $why",
  ({ each }) => {
    expectLeft(each, (text, seen) => fixAll(text, nestedScan, fixNestedScan, seen));
  },
);

test.each([
  ["in a function", "def f(o, x):\n    return x in o.config.names", "x in _members_of(o.config.names)"],
  ["under a key", "def f(font, x):\n    return x not in font['subset']", "x not in _members_of(font['subset'])"],
  [
    "under a key that is worked out, in a loop",
    "def f(fonts, xs):\n    return [x for x in xs if x in fonts[len(xs)]]",
    "x in _members_of(fonts[len(xs)])",
  ],
  ["under a name", "def f(graph, a, x):\n    return x in graph[a]", "x in _members_of(graph[a])"],
  ["that a method gives", "def f(o, x):\n    return x not in o.names()", "x not in _members_of(o.names())"],
  [
    "in a loop with unknown calls",
    "def f(xs, names):\n    for x in names:\n        if x in xs: x.call()",
    "in _members_of(xs)",
  ],
])("a list is asked %s", (_, text, written) => {
  const done = fixAll(`${text}\n`, listMembership, fixListMembership, same);
  expect([done.fixes, done.assumes.map(({ code }) => code)]).toEqual([1, ["hashable-value"]]);
  expect(done.text).toContain(written);
});

test("positions are kept of a list under a key, and of one that grows", () => {
  const keyed = fixAll("def f(rows, k, x):\n    return rows[k].index(x)\n", listSearch, fixListSearch, same);
  expect(keyed.text).toContain("return _index_in(rows[k], x)");
  const text = "def f(xs):\n    ys = []\n    for x in xs:\n        ys.append(x)\n        print(ys.index(x))\n";
  const seen = { ...same, again: 9000 };
  expect(fixAll(text, listSearch, fixListSearch, seen).text).toContain("print(_index_in(ys, x))");
});

test.each([
  ["under a key that is worked out", [], "def f(fonts, x):\n    return x in fonts[len(x)]", same],
  ["lists that seldom come again", ["crosses-functions"], "def f(xs, x):\n    return x in xs", { ...same, again: 100 }],
  ["another list each time", ["crosses-functions"], "def f(xs, x):\n    return x in xs", { ...same, same: 100 }],
  ["a short one", ["crosses-functions"], "def f(xs, x):\n    return x in xs", { ...same, size: 40 }],
  ["dates", ["crosses-functions"], "def f(xs, x):\n    return x in xs", { ...same, elements: ["datetime.date"] }],
  ["a name that means something else", ["crosses-functions"], "id = 1\ndef f(xs, x):\n    return x in xs", same],
  [
    "an error that is caught",
    ["crosses-functions", "errors-caught"],
    "def f(xs, x):\n    try: return x in xs\n    except TypeError: return 1",
    same,
  ],
])("a test stays of %s", (...each: LeftCase) => {
  expectLeft(each, (text, seen) => fixAll(text, listMembership, fixListMembership, seen));
});
