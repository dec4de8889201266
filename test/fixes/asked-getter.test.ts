import { expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import { walkedAgain } from "../../src/diagnose/rules/walked-again/rule.ts";
import { fixWalkedAgain } from "../../src/fix/fixes/walked-again.ts";
import { expectSame, fixAll, type Case, type Seen } from "./old-and-new.ts";
import { ofDict, rowCase } from "./rows-while-same.ts";

const measured: Seen["measured"] = [
  { kind: "count", executions: 10_000_000, exact: true },
  { kind: "time", total: seconds(5), share: fraction(0.9) },
];

const TUPLE = "lambda key, at: (key, at)";

const property = (made: string): string =>
  `\n    @property\n    def kept(self):\n        """All."""\n        return ${made}`;
const method = (made: string): string => `\n    def kept(me):\n        return ${made}`;
const asked = (name: string, make: string, text: string): Case => {
  const each = rowCase(name, make, text);
  return { ...each, seen: { ...each.seen, measured } };
};

/** A getter, and who asks it for one key, with what is asked then. */
const getters: readonly (readonly [Case, string])[] = [
  ...["Row", "Data", "Pair", "Hidden"].map(
    (make) =>
      [
        asked(make, make, `return self.kept[x]${property("{row.key: row for row in self.rows}")}`),
        "return _kept_for(self, x)[x]",
      ] as const,
  ),
  [
    asked("get", "Typed", `return self.kept.get(x, 5)${property("{row.key: n for n, row in enumerate(self.rows)}")}`),
    "return _kept_for(self, x).get(x, 5)",
  ],
  [
    asked("a test", "Row", `return x in self.kept()${method("[row.key for row in me.rows]")}`),
    "return x in _kept_for(self, x)",
  ],
  [
    asked("a test in a set", TUPLE, `return x not in self.kept()${method("{row[0] for row in me.rows if row[0]}")}`),
    "return x not in _kept_for(self, x)",
  ],
  [
    asked(
      "several lines",
      "Row",
      `return self.kept[x]${property("{\n            row.key: row\n            for row in self.rows\n        }")}`,
    ),
    "{ row.key: row for row in _equal_in_by_key(self.rows, wanted) }",
  ],
  [
    asked(
      "others, too",
      "Row",
      `return len(self.kept), list(self.kept), self.kept[x]${property("{row.key: row for row in self.rows}")}`,
    ),
    "return len(self.kept), list(self.kept), _kept_for(self, x)[x]",
  ],
  [
    ((each: Case): Case => ({ ...each, seen: { ...each.seen, measured } }))(
      ofDict(asked("values", "Row", `return self.kept[x]${property("{row.key: row for row in self.rows.values()}")}`)),
    ),
    "return _kept_for(self, x)[x]",
  ],
];

const classes = `class Row:
    def __init__(self, key, at):
        self.key = key
        self.at = at
class Box:
    def __init__(self, rows):
        self.rows = rows
    @property
    def by_key(self):
        return {row.key: row for row in self.rows}
    def keys(self):
        return [row.key for row in self.rows]
class Below(Box):
    pass
class Other(Box):
    @property
    def by_key(self):
        return {"n1": Row("n1", -1)}
    def keys(self):
        return ["other"]
class Called(Box):
    by_key = {"n1": Row("n1", -2)}
def ask(box, x):
    return box.by_key[x].at, x in box.keys()
`;

const others = `
class Duck:
    by_key = {"n1": Row("n1", -3)}
    def keys(self):
        return "n1"
class Asking:
    def __getattr__(self, name):
        print(name)
        return {"n1": Row("n1", -4)} if name == "by_key" else list
def f(make):
    given = []
    box = make()
    for turn in range(40):
        for x in "n1", "n59", "no", [], 1:
            try:
                given.append(ask(box, x))
            except Exception as error:
                given.append((type(error).__name__, str(error)))
    return given
def rows(n=60):
    return [Row("n%d" % n, n) for n in range(n)]
def patched():
    box = Box(rows())
    given = [f(lambda: box)]
    setattr(Box, "by_" + "key", property(lambda box: {"n1": Row("n1", -7)}))
    return given + [f(lambda: box)]
class Broken(Box):
    @property
    def by_key(self):
        raise ValueError("broken")
`;

const objects: Case = {
  name: "objects of other classes",
  text: classes,
  setup: others,
  calls: [
    "[f(lambda: kind(rows())) for kind in (Box, Below, Other, Called, Broken)]",
    "patched()",
    "[f(Duck), f(Asking), f(lambda: None), f(lambda: Box), f(lambda: Box(None)), f(object)]",
  ],
  seen: { same: 9999, elements: ["case.Row"], hashable: "custom", measured },
  fixes: 1,
};

test("who asks a getter for one key gets what is made of the rows with that key", () => {
  for (const [each, written] of getters)
    expect(fixAll(each.text, walkedAgain, fixWalkedAgain, each.seen).text, each.name).toContain(written);
  const done = fixAll(classes, walkedAgain, fixWalkedAgain, objects.seen);
  expect(done.text).toContain("return _by_key_for(box, x)[x].at, x in _keys_for(box, x)");
});

test("a getter is answered for as before, whatever happens to its rows and whoever is asked", () => {
  expectSame([...getters.map(([each]) => each), objects], walkedAgain, fixWalkedAgain);
}, 120_000);

const ROW = `class Row:
    def __init__(self, key):
        self.key = key
`;
const box = (getter: string, rest: string): string =>
  `${ROW}class Box:\n    def __init__(self, rows):\n        self.rows = rows\n${getter}\n${rest}\n`;
const getter = "    @property\n    def by_key(self):\n        return {row.key: row for row in self.rows}";
const ask = "def ask(box, x):\n    return box.by_key[x]";

test("a getter may have a setter beside it", () => {
  const text = box(`${getter}\n    @by_key.setter\n    def by_key(self, rows):\n        self.rows = rows`, ask);
  expect(fixAll(text, walkedAgain, fixWalkedAgain, objects.seen).text).toContain("return _by_key_for(box, x)[x]");
});

test.each([
  ["does something else first", box(getter.replace("return", "print(self)\n        return"), ask)],
  ["is kept by its decorator", box(getter.replace("@property", "@functools.cached_property"), ask)],
  ["is kept by what the file calls property", `from lazy import kept as property\n${box(getter, ask)}`],
  ["stands in a file with its own getattr", `getattr = print\n${box(getter, ask)}`],
  ["gets another of its name in the class", box(`${getter}\n    by_key = kept(by_key)`, ask)],
  [
    "is replaced by another getter",
    box(`${getter}\n    @by_key.getter\n    def by_key(self):\n        return {}`, ask),
  ],
  [
    "takes an argument",
    box(
      "    def by_key(self, n=1):\n        return {row.key: row for row in self.rows}",
      ask.replace("key[", "key()["),
    ),
  ],
  ["is given another in its place", box(getter, `${ask}\nBox.by_key = property(len)`)],
  ["may be given another by its name", box(getter, `${ask}\nsetattr(Box, "by_key", property(len))`)],
  ["belongs to a class that is made again", box(getter, `${ask}\nclass Box:\n    pass`)],
  [
    "belongs to a class in a function",
    `${ROW}def g():\n    class Box:\n        def by_key(self):\n            return {row.key: row for row in self.rows}\n${ask.replace("key[", "key()[")}`,
  ],
  ["reads a private name", box(getter.replace("self.rows", "self.__rows"), ask)],
  [
    "has a comment within",
    box(getter.replace(" for row in self.rows", "  # rows\n            for row in self.rows"), ask),
  ],
  ["belongs to a class of which something else is made", box(getter, ask).replace("class Box", "@print\nclass Box")],
  ["is asked before its class is there", `x = box.by_key[1]\n${box(getter, "")}`],
  ["is only handed on", box(getter, "def ask(box):\n    return box.by_key")],
  ["is asked with what a call gives", box(getter, "def ask(box, x):\n    return box.by_key[x()]")],
  ["is asked of what a call gives", box(getter, "def ask(box, x):\n    return box()[x].by_key[x]")],
  ["is a module's name", box(getter, "import box\ndef ask(x):\n    return box.by_key[x]")],
  [
    "gives an item of a list",
    box(getter.replace("{row.key: row for row in self.rows}", "[row.key for row in self.rows]"), ask),
  ],
  [
    "stands beside what answers for all attributes",
    box(`${getter}\n    def __getattribute__(self, name):\n        return {}`, ask),
  ],
])("a getter stays as it is that %s", (_, text) => {
  expect(fixAll(text, walkedAgain, fixWalkedAgain, objects.seen).fixes).toBe(0);
});
