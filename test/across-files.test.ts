import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { neverChanges } from "../src/diagnose/analysis/unchanging.ts";
import { variableAt } from "../src/diagnose/analysis/variable.ts";
import { findPlaces, type Place } from "../src/diagnose/place.ts";
import { planMembership } from "../src/diagnose/rules/list-membership/plan.ts";
import { listMembership } from "../src/diagnose/rules/list-membership/rule.ts";
import { createSources } from "../src/diagnose/sources.ts";
import { createParser } from "../src/source/python-parser.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";

const parser = await createParser(packageFolder);

type Files = Readonly<Record<string, string>>;

/** The searches in `pkg/main.py`, in a project of these files. */
async function searchesIn(files: Files): Promise<readonly Place[]> {
  const folder = makeFolder();
  for (const [name, text] of Object.entries({ "pkg/__init__.py": "", ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const sources = createSources(parser, { project: folder });
  const unit = await sources.unit(join(folder, "pkg/main.py"));
  if (unit === undefined) throw new TypeError("there is no main.py");
  expect(unit.source.errors).toEqual([]);
  const located = unit.functions.map((each) => ({ unit, function: each }));
  return findPlaces(located, [listMembership], [3, 12], sources);
}

/** What stands in the way of a set before the loop. */
async function obstaclesIn(files: Files): Promise<readonly string[]> {
  const places = await searchesIn(files);
  return places.flatMap(({ context, candidate }) => {
    const planned = planMembership(context).find(({ test }) => test.expression === candidate.expression);
    const inTheWay = planned?.plan.kind === "while-same" ? planned.plan.without : candidate.obstacles;
    return inTheWay.map(({ code, about }) => `${code} ${about}`);
  });
}

/** A function whose list is its caller's, so that what the loop calls matters. */
const loop = (imports: string, call: string): string => `
${imports}
def missing(names, known):
    found = []
    for name in names:
        ${call}
        if name not in known:
            found.append(name)
    return found
`;
const attribute = (imports: string, call: string, base = "object", more = ""): string => `
${imports}
class Register(${base}):
    def __init__(self):
        self.items = []
    def fill(self, names):
        self.items.extend(names)
    def missing(self, names):
        found = []
        for name in names:
            ${call}
            if name not in self.items:
                found.append(name)
        return found
${more}
`;

const helper = `
count = 0
def note(name):
    global count
    count += 1
    parts = []
    parts.append(name.strip())
    return again(name, parts)
def again(name, parts=None):
    return note(name[1:]) if name else None
`;
const row = `
from .base import Base
class Row(Base):
    def __init__(self, name):
        super().__init__(name)
        self.parts = [name]
        self.parts.append(name)
    @classmethod
    def make(cls, name):
        return cls(name).check()
    def check(self):
        return self.short()
    def short(self):
        return self.name[:3]
`;
const base = `
class Base:
    def __init__(self, name):
        self.name = name
    def clean(self):
        return self.name.strip()
    def short(self):
        return unknown(self)
    def step(self, name):
        self.hook(name)
    def hook(self, name):
        return name
`;

it.each([
  ["a function by name", loop("from .helper import note", "note(name)"), {}],
  ["one of a module", loop("import pkg.helper as helper", "helper.note(name)"), {}],
  ["one by its whole path", loop("import pkg.helper", "pkg.helper.note(name)"), {}],
  ["one of a sibling module", loop("from . import helper", "helper.note(name)"), {}],
  ["one that a package hands on", loop("from pkg.sub import note as n", "n(name)"), {}],
  ["one handed over", loop("from .helper import note", "list(map(note, [name]))"), {}],
  ["a class with a base elsewhere", loop("from .row import Row", "Row(name)"), {}],
  ["a method of an object made here", loop("from .row import Row", "row = Row(name); row.clean()"), {}],
  ["a class method that makes an object", loop("from .row import Row", "Row.make(name)"), {}],
  ["a method of the own object", attribute("from .base import Base", "self.step(name)", "Base"), {}],
  [
    "one of two that are imported",
    loop("try:\n    from .helper import note\nexcept ImportError:\n    note = None", "note(name)"),
    {},
  ],
])("what the loop calls in another file is followed: %s", async (_, main, more) => {
  const files = { "pkg/main.py": main, "pkg/helper.py": helper, "pkg/row.py": row, "pkg/base.py": base };
  expect(await obstaclesIn({ ...files, "pkg/sub/__init__.py": "from ..helper import note\n", ...more })).toEqual([]);
});

const touching = "may-change-in-call";
it.each([
  ["what it is given grows", loop("from .b import f", "f(known, name)"), "def f(xs, x):\n    xs.append(x)\n", "f"],
  ["it calls what it is given", loop("from .b import f", "f(name.append)"), "def f(call):\n    call()\n", "f"],
  [
    "it calls what is not in sight",
    loop("from .b import f", "f(name)"),
    "import requests\ndef f(x):\n    requests.get(x)\n",
    "f",
  ],
  ["it is not there", loop("from .c import f", "f(name)"), "", "f"],
  ["it is decorated", loop("from .b import f", "f(name)"), "from x import d\n@d\ndef f(x):\n    pass\n", "f"],
  [
    "one of two grows it",
    loop("try:\n    from .helper import note as f\nexcept ImportError:\n    from .b import f", "f(known)"),
    "def f(xs):\n    xs.pop()\n",
    "f",
  ],
  [
    "a key function grows it",
    loop("from .b import f", "sorted(names, key=f)"),
    "from .main import kept\ndef f(x):\n    kept.append(x)\n",
    "sorted",
  ],
  [
    "an attribute of that name grows",
    attribute("from .b import f", "f(self, name)"),
    "def f(o, x):\n    o.items.append(x)\n",
    "f",
  ],
  [
    "an attribute of that name is bound",
    attribute("from .b import f", "f(self, name)"),
    "def f(o, x):\n    o.items = [x]\n",
    "f",
  ],
  [
    "a method that a class below overrides",
    attribute(
      "from .base import Base",
      "self.step(name)",
      "Base",
      "    def hook(self, name):\n        self.items[0] = name\n",
    ),
    "",
    "self.step",
  ],
  [
    "the same through super()",
    attribute(
      "from .base import Base",
      "super().step(name)",
      "Base",
      "    def hook(self, name):\n        self.items[0] = name\n",
    ),
    "",
    "super().step",
  ],
  [
    "the same by the class's name",
    attribute(
      "from .base import Base",
      "Base.step(self, name)",
      "Base",
      "    def hook(self, name):\n        self.items[0] = name\n",
    ),
    "",
    "Base.step",
  ],
  [
    "an object keeps it",
    loop("from .b import Box", "box = Box(known)\n        box.add(name)"),
    "class Box:\n    def __init__(self, xs):\n        self.xs = xs\n    def add(self, x):\n        self.xs.append(x)\n",
    "box.add",
  ],
  [
    "a constructor grows it",
    loop("from .b import Box", "Box(known)"),
    "class Box:\n    def __init__(self, xs):\n        xs.clear()\n",
    "Box",
  ],
])("and a fix is refused where %s", async (_, main, other, about) => {
  const files = { "pkg/main.py": main, "pkg/helper.py": helper, "pkg/base.py": base, "pkg/b.py": other };
  expect(await obstaclesIn(files)).toContain(`${touching} ${about}`);
});

const global = (call: string): string => `
from .b import f
KNOWN = list(range(1000))
KNOWN.append(1)
def missing(names):
    found = []
    for name in names:
        ${call}
        if name not in KNOWN:
            found.append(name)
    return found
`;

it.each([
  ["grows", "from . import main\ndef f(x):\n    main.KNOWN.append(x)\n"],
  ["is bound", "import pkg.main\ndef f(x):\n    pkg.main.KNOWN = [x]\n"],
  ["grows by its imported name", "def f(x):\n    from .main import KNOWN\n    KNOWN.append(x)\n"],
])("a module's list that %s in another file", async (_, other) => {
  expect(await obstaclesIn({ "pkg/main.py": global("f(name)"), "pkg/b.py": other })).toContain(`${touching} f`);
});

const steady = (value: string, more = "", call = "unknown(name)"): string => `
from lib import unknown, keep
class Register:
    def __init__(self, items):
        self.items = ${value}
    def missing(self, names):
        found = []
        for name in names:
            ${call}
            if name not in self.items:
                found.append(name)
        return found
    def size(self):
        return show(self.items)
${more}
def show(xs):
    return len(xs), sorted(xs)
`;

it.each([
  ["is made in the constructor", steady("list(items)")],
  [
    "is a list of the module",
    `from lib import unknown\nKNOWN = sorted(open("words"))\n${loop("", "unknown(name)").replaceAll("known):", "_):").replace("not in known", "not in KNOWN")}`,
  ],
])("whatever the loop calls, a list stays that nothing in the project changes: it %s", async (_, main) => {
  expect(await obstaclesIn({ "pkg/main.py": main })).toEqual([]);
});

it.each([
  ["is the caller's", steady("items"), ""],
  ["is handed out", steady("list(items)", "    def all(self):\n        return self.items\n"), ""],
  ["is handed on", steady("list(items)", "    def all(self):\n        keep(self.items)\n"), ""],
  ["is kept by another name", steady("list(items)", "    def all(self):\n        self.others = self.items\n"), ""],
  ["is set by its name", steady("list(items)", "    def all(self, n):\n        setattr(self, n, [1])\n"), ""],
  ["is an element's too", steady("list(items)", "    def all(self):\n        for self.items in [[1]]: pass\n"), ""],
  ["is used in another file", steady("list(items)"), "def f(o):\n    o.items[0] = 3\n"],
])("but not one that %s", async (_, main, other) => {
  const [place] = await searchesIn({ "pkg/main.py": main, "pkg/b.py": other });
  const variable = place && variableAt(place.context, place.candidate.watch.operand);
  expect(variable && neverChanges(place.context, variable)).toBe(false);
});

it("an element of a local container is not taken for new when something else holds it", async () => {
  const main = `
from collections import defaultdict
class Register:
    def __init__(self):
        self.items = []
    def missing(self, names):
        groups = defaultdict(list)
        self.items = groups[1]
        for name in names:
            groups[name % 2].append(name)
            print(name in self.items)
`;
  expect(await obstaclesIn({ "pkg/main.py": main })).toContain(`${touching} groups[name % 2].append`);
});
