import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { findPlaces } from "../src/diagnose/place.ts";
import { repeatedLibrary } from "../src/diagnose/rules/repeated-call/library.ts";
import { createSources } from "../src/diagnose/sources.ts";
import { textOf } from "../src/source/navigate.ts";
import { createParser } from "../src/source/python-parser.ts";
import { makeFolder, packageFolder } from "./launch/world.ts";

const parser = await createParser(packageFolder);

type Files = Readonly<Record<string, string>>;

/** A package of the kind that is installed: its first file hands on what the others define. */
const wide: Files = {
  "site/wide/__init__.py": "from .width import width, counted, listed, kept, asks, Width\n",
  "site/wide/table.py": "TABLE = ((1, 2), (3, 4))\nSEEN = {}\n",
  "site/wide/width.py": `import os
from functools import lru_cache
from .table import TABLE, SEEN
def _find(n, table):
    return any(low <= n <= high for low, high in table)
def width(letter, more=0):
    return 1 + _find(ord(letter), TABLE) + more
def counted(letter):
    SEEN[letter] = SEEN.get(letter, 0) + 1
    return width(letter)
def listed(letter):
    return [width(each) for each in letter]
@lru_cache(maxsize=None)
def kept(letter):
    return width(letter) + sum(range(9))
def asks(letter):
    return os.environ.get(letter)
class Width:
    def __init__(self, letter): self.letter = letter
`,
};

/** The calls in `app/main.py` that could be kept, where these files of packages were seen to run. */
async function callsIn(files: Files, ran: readonly string[]): Promise<readonly string[]> {
  const folder = makeFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const sources = createSources(parser, { project: join(folder, "app") });
  const unit = await sources.unit(join(folder, "app/main.py"));
  const located = unit?.functions.map((each) => ({ unit, function: each })) ?? [];
  const installed = sources.installedBy(() => ran.map((name) => join(folder, name)));
  const places = findPlaces(located, [repeatedLibrary], [3, 12], { ...sources, installed });
  return places.map(({ context, candidate }) => textOf(context.source, candidate.expression));
}

const app = (call: string, imports = "from wide import *\nimport wide"): Files => ({
  ...wide,
  "app/main.py": `${imports}\ndef f(x, y):\n    return ${call}\n`,
});
const ran = ["site/wide/width.py", "app/main.py"];

describe("a function of a package that was seen to run", () => {
  it.each([
    ["is proven by its source", app("width(x)", "from wide import width"), ["width(x)"]],
    ["is proven as a part of its module", app("wide.width(x, 1)"), ["wide.width(x, 1)"]],
    ["is proven in the module that defines it", app("w(x)", "from wide.width import width as w"), ["w(x)"]],
    ["counts its calls", app("wide.counted(x)"), []],
    ["gives a list", app("wide.listed(x)"), []],
    ["keeps its answers already", app("wide.kept(x)"), []],
    ["asks the world", app("wide.asks(x)"), []],
    ["is a class", app("wide.Width(x)"), []],
    ["is not there", app("wide.depth(x)"), []],
    ["may be one of two", app("w(x)", "try:\n    from wide import width as w\nexcept ImportError:\n    w = len"), []],
    [
      "is put in another's place by the project",
      { ...app("wide.width(x)"), "app/other.py": "import wide\nwide.width = len\n" },
      [],
    ],
  ])("%s", async (_, files, expected) => {
    expect(await callsIn(files, ran)).toEqual(expected);
  });

  it("is not proven where it did not run, or where two packages have the name", async () => {
    const files = app("width(x)", "from wide import width");
    expect(await callsIn(files, ["app/main.py"])).toEqual([]);
    const twice = { ...files, "lib/wide/__init__.py": "def width(x): return 3\n" };
    expect(await callsIn(twice, [...ran, "lib/wide/__init__.py"])).toEqual([]);
  });
});
