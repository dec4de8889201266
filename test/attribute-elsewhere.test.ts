import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { attributeElsewhere } from "../src/diagnose/analysis/attribute-elsewhere.ts";
import { createSources } from "../src/diagnose/sources.ts";
import { createParser } from "../src/source/python-parser.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";

const parser = await createParser(packageFolder);

/** What the other files do with `items` of the class Box in `pkg/main.py`. */
async function answerFor(files: Readonly<Record<string, string>>, bases = ""): Promise<string> {
  const folder = makeFolder();
  const main = `${bases.includes("Base") ? "from pkg.base import Base\n" : ""}class Box${bases}:\n    def __init__(self):\n        self.items = []\n`;
  for (const [name, text] of Object.entries({ "pkg/__init__.py": "", "pkg/main.py": main, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const sources = createSources(parser, { project: folder });
  const unit = await sources.unit(join(folder, "pkg/main.py"));
  const home = unit?.source.root.children.find(({ kind }) => kind === "class_definition");
  if (unit === undefined) throw new TypeError("there is no main.py");
  return attributeElsewhere({ ...sources, source: unit.source, scopes: unit.scopes }, "items", home);
}

const other = (head: string, decorator = ""): string => `
${head}
    def __init__(self):
        self.items = {}
    ${decorator}
    def put(self, x):
        self.items[x] = x
        self.items.clear()
`;

test.each([
  ["an unrelated class has its own", { "pkg/other.py": other("class Shelf:") }, "none"],
  ["a key of that name", { "pkg/other.py": "def f(d):\n    return d['items'] == 'items'\n" }, "none"],
  ["a module's name", { "pkg/other.py": "import shelves\nshelves.items.clear()\n" }, "none"],
  [
    "an object of an unrelated class",
    { "pkg/other.py": `${other("class Shelf:")}\ndef f():\n    shelf = Shelf()\n    shelf.items.clear()\n` },
    "none",
  ],
  ["an object of some class is read", { "pkg/other.py": "def f(box):\n    return len(box.items)\n" }, "read"],
  ["an object of some class is changed", { "pkg/other.py": "def f(box):\n    box.items.append(1)\n" }, "changed"],
  ["a derived class", { "pkg/other.py": other("from pkg.main import Box\nclass Shelf(Box):") }, "changed"],
  [
    "a class derived from a derived one",
    {
      "pkg/near.py": "from .main import Box\nclass Near(Box):\n    pass\n",
      "pkg/other.py": other("from . import near\nclass Shelf(near.Near):"),
    },
    "changed",
  ],
  [
    "a class that shares a derived one",
    {
      "pkg/other.py": other("class Shelf:"),
      "pkg/near.py": "from .main import Box\nfrom .other import Shelf\nclass Near(Shelf, Box):\n    pass\n",
    },
    "changed",
  ],
  [
    "the class under another name",
    { "pkg/other.py": other("from pkg.main import Box as Base\nclass Shelf(Base):") },
    "changed",
  ],
  [
    "a class made by a call",
    { "pkg/other.py": other("from m import with_meta\nfrom pkg.main import Box\nclass Shelf(with_meta(Box)):") },
    "changed",
  ],
  ["a static method", { "pkg/other.py": other("class Shelf:", "@staticmethod").replace("self, x", "self") }, "changed"],
  ["an attribute by its text", { "pkg/other.py": "def f(box):\n    return getattr(box, 'items')\n" }, "read"],
  ["an attribute set by its text", { "pkg/other.py": "def f(box):\n    setattr(box, 'items', 1)\n" }, "changed"],
  [
    "a key where attributes are set by text",
    { "pkg/other.py": "def f(box, d):\n    d['items'] = 1\n    for k in d: setattr(box, k, 1)\n" },
    "changed",
  ],
  ["a method of a dict", { "pkg/other.py": "def f(d):\n    return d.pop('items', None)\n" }, "none"],
  ["the name in a list", { "pkg/other.py": "NAMES = ['items']\n" }, "changed"],
])("%s", async (_, files, answer) => {
  expect(await answerFor(files)).toBe(answer);
});

test("a base counts, and one that is not to be found in the project keeps everything open", async () => {
  const files = { "pkg/base.py": other("class Base:"), "pkg/other.py": other("class Shelf:") };
  expect(await answerFor(files, "(Base)")).toBe("changed");
  expect(
    await answerFor({ "pkg/base.py": "class Base:\n    pass\n", "pkg/other.py": other("class Shelf:") }, "(Base)"),
  ).toBe("none");
  expect(
    await answerFor({ "pkg/base.py": "from m import Base\n", "pkg/other.py": other("class Shelf:") }, "(Base)"),
  ).toBe("none");
  expect(await answerFor({ "pkg/base.py": "Base = make()\n", "pkg/other.py": other("class Shelf:") }, "(Base)")).toBe(
    "changed",
  );
});
