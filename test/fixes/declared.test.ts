import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createSources, type Sources } from "../../src/diagnose/sources.ts";
import type { RuleContext } from "../../src/diagnose/rule.ts";
import { checkAssumptions } from "../../src/fix/declared/check-assumptions.ts";
import type { Assumption, Declared } from "../../src/fix/fix.ts";
import { createParser, type PythonParser } from "../../src/source/python-parser.ts";
import { descendants, textOf } from "../../src/source/navigate.ts";
import { makeFolder, packageFolder } from "../launch/world.ts";

let parser: PythonParser;
beforeAll(async () => {
  parser = await createParser(packageFolder);
});

type Code = Assumption["code"];

/** What is said of an assumption in `f` of app.py, in a project with these files beside it. */
async function declared(
  code: Code,
  about: string,
  text: string,
  files: Record<string, string> = {},
): Promise<readonly Declared[] | undefined> {
  const folder = makeFolder();
  for (const [name, content] of Object.entries({ "app.py": text, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const sources = createSources(parser, { project: folder });
  const context = await contextIn(sources, join(folder, "app.py"));
  const nodes = [...descendants(context.function.node)];
  const place =
    nodes.find(({ kind }) => kind === "comparison_operator") ??
    nodes.find((node) => textOf(context.source, node) === about);
  const fix = { rule: "list-membership", edits: [], assumes: [{ code, about, seen: "" }] } as const;
  return checkAssumptions(fix, context, place ?? context.function.node).assumes[0]?.declared;
}

async function contextIn(sources: Sources, path: string): Promise<RuleContext> {
  const unit = await sources.unit(path);
  const owner = unit?.functions.find(({ name }) => name === "f");
  if (unit === undefined || owner === undefined) throw new TypeError("no f");
  const { modules, mentions } = sources;
  return { ...unit, function: owner, python: [3, 12], modules, ...(mentions && { mentions }) };
}

async function says(code: Code, about: string, text: string, files: Record<string, string> = {}): Promise<string> {
  const found = await declared(code, about, text, files);
  return (found ?? []).map((one) => `${one.says} ${one.how} ${one.text}`).join("; ");
}

function named(equal: string, hash: string): string {
  return `class Name:\n    def __eq__(self, other):\n        return ${equal}\n    def __hash__(self):\n        return ${hash}\n`;
}

const body = "\n    return [x for x in xs if x in names]\n";

describe("an annotation", () => {
  const hashable: readonly (readonly [string, string])[] = [
    ["list[str]", "supports annotation list[str]"],
    ["'list[str]'", "supports annotation 'list[str]'"],
    ["Sequence[tuple[str, int]]", "supports annotation Sequence[tuple[str, int]]"],
    ["list[list[int]]", "contradicts annotation list[list[int]]"],
    ["list[tuple[str, list[int]]]", "contradicts annotation list[tuple[str, list[int]]]"],
    ["list[str | dict]", "contradicts annotation list[str | dict]"],
    ["Optional[List[str]]", "supports annotation Optional[List[str]]"],
    ["list[str | Any]", ""],
    ["list[object]", ""],
    ["list", ""],
    ["Callable[[int], list]", ""],
    ["Rows", "contradicts annotation Rows"],
    ["list[Name]", "supports annotation list[Name]"],
    ["list[T]", ""],
    ["list[Point]", "contradicts annotation list[Point]"],
    ["list[Frozen]", "supports annotation list[Frozen]"],
    ["list[Plain]", "supports annotation list[Plain]"],
    ["list[Own]", "contradicts annotation list[Own]"],
    ["list[Both]", "contradicts class Both"],
    ["list[Colour]", "supports annotation list[Colour]"],
  ];
  const classes = [
    "from __future__ import annotations",
    "from typing import Any, Callable, List, NewType, Optional, Sequence, TypeVar",
    "from dataclasses import dataclass",
    "from enum import Enum",
    "T = TypeVar('T')\nRows = List[list]\nName = NewType('Name', str)",
    "@dataclass\nclass Point:\n    x: int",
    "@dataclass(frozen=True)\nclass Frozen:\n    x: int",
    "class Plain:\n    pass",
    "class Own:\n    def __eq__(self, other):\n        return True",
    "class Colour(Enum):\n    RED = 1",
    "",
  ].join("\n");

  it.each(hashable)("%s of what must be hashable: %s", async (type, expected) => {
    const both = type.includes("Both") ? "class Both(Own):\n    def __hash__(self):\n        return id(self)\n" : "";
    const said = await says("hashable", "names", `${classes}\n${both}def f(xs, names: ${type}):${body}`);
    expect(said.split("; ").at(-1)).toBe(expected);
  });

  it("means what the file means that an alias comes from", async () => {
    const types = "from typing import Tuple\nLine = int\nArc = Tuple[Line, Line]\n";
    const text =
      "from types_of import Arc\nclass C:\n    made: set[Arc]\n    def __init__(self):\n        self.names = sorted(self.made)\n    def f(self, xs):\n        return [x for x in xs if x in self.names]\n";
    expect(await says("hashable", "self.names", text, { "types_of.py": types })).toBe(
      "supports value sorted(self.made)",
    );
  });

  it("speaks of what is looked for, too", async () => {
    const text = "def f(xs: list[list[int]], names):\n    return [x for x in xs if x in names]\n";
    expect(await says("hashable", "names", text)).toBe("contradicts annotation list[list[int]]");
  });

  it("speaks of numbers that have no order, and of text", async () => {
    const head = "def f(xs: ";
    expect(await says("totally-ordered", "xs", `${head}list[float]):${body}`)).toContain("contradicts annotation");
    expect(await says("totally-ordered", "xs", `${head}list[tuple[int, str]]):${body}`)).toContain("supports");
    expect(await says("is-text", "part", "def f(part: str):\n    return part\n")).toBe("supports annotation str");
    expect(await says("is-text", "part", "def f(part: str | None):\n    return part\n")).toContain("contradicts");
    const asked = "def f(part: str | None):\n    if part is None:\n        return ''\n    return part\n";
    expect(await says("is-text", "part", asked)).toBe("supports annotation str | None");
  });

  it("is read beside a name, an attribute and what is walked through", async () => {
    const held =
      "class C:\n    def __init__(self, names: list[set]):\n        self.names = names\n    def f(self, xs):\n        return [x for x in xs if x in self.names]\n";
    expect(await says("hashable", "self.names", held)).toContain("contradicts annotation list[set]");
    const data =
      "class C:\n    names: list[str]\n    def f(self, xs):\n        return [x for x in xs if x in self.names]\n";
    expect(await says("hashable", "self.names", data)).toBe("supports annotation list[str]");
    const local = "def f(xs):\n    names: list[bytes] = load()\n    return [x for x in xs if x in names]\n";
    expect(await says("hashable", "names", local)).toBe("supports annotation list[bytes]");
    const returned =
      "def load() -> 'list[dict[str, int]]': ...\ndef f(xs):\n    names = load()\n    return [x for x in xs if x in names]\n";
    expect(await says("hashable", "names", returned)).toContain("contradicts value load()");
    const walked =
      "def f(xs, rows: list[tuple[str, list[int]]]):\n    for key, names in rows:\n        if xs in names: pass\n";
    expect(await says("hashable", "names", walked)).toContain("supports annotation");
  });
});

describe("a default, a docstring", () => {
  const documented: readonly (readonly [string, string])[] = [
    ['"""F.\n\n    :param names: those\n    :type names: list of str\n    """', "supports docstring list of str"],
    ['"""F.\n\n    :param list[dict] names: those\n    """', "contradicts docstring list[dict]"],
    [
      '"""F.\n\n    Parameters\n    ----------\n    xs, names : list of lists, optional\n        Those.\n\n    Raises\n    ------\n    ValueError\n    """',
      "contradicts docstring list of lists, optional",
    ],
    [
      '"""F.\n\n    Args:\n        xs: any\n        names (List[str], optional): those\n\n    Returns:\n        list: it\n    """',
      "supports docstring List[str], optional",
    ],
    ['"""F.\n\n    Args:\n        names (collection): list of lists\n    """', ""],
  ];
  it.each(documented)("%s", async (docstring, expected) => {
    expect(await says("hashable", "names", `def f(xs, names):\n    ${docstring}${body}`)).toBe(expected);
  });

  it("tells of None, unless the code asks for it", async () => {
    expect(await says("is-text", "part", "def f(part=None):\n    return part\n")).toBe("contradicts default None");
    expect(await says("is-text", "part", "def f(part=None):\n    part = part or ''\n    return part\n")).toBe("");
    expect(await says("hashable", "names", `def f(xs, names=([1], [2])):${body}`)).toContain("contradicts default");
  });

  it("tells of errors in what is called", async () => {
    const text =
      'def parse(x):\n    """Parse.\n\n    Raises:\n        ValueError: if it is none\n    """\n    return x\ndef f(x):\n    return parse(x)\n';
    expect(await says("does-not-raise", "parse(x)", text)).toBe("contradicts docstring parse");
    expect(await says("does-not-raise", "parse(x)", text.replace("Raises", "Notes"))).toBe("");
  });
});

describe("a call", () => {
  it("in the file and in others gives what it gives", async () => {
    const text = `def f(xs, names):${body}\n\ndef g():\n    return f([], ['a', 'b'])\n`;
    expect(await says("hashable", "names", text)).toBe("supports call ['a', 'b']");
    const other = "from app import f\nROWS = [['a'], ['b']]\nprint(f([1], names=ROWS))\n";
    const found = await declared("hashable", "names", text, { "tools/other.py": "", "other.py": other });
    expect(found?.[0]).toMatchObject({ says: "contradicts", how: "call", text: "ROWS", line: 3 });
    expect(found?.[0]?.file).toMatch(/other\.py$/u);
  });

  it("of another function of that name says nothing", async () => {
    const text = `def f(xs, names):${body}`;
    const other = "from elsewhere import f\nprint(f([1], [[1]]))\n";
    expect(await says("hashable", "names", text, { "other.py": other })).toBe("");
  });

  it("of a method, and of a class, is one of it", async () => {
    const method = `class C:\n    def f(self, xs, names):\n        return [x for x in xs if x in names]\n\ndef g(c):\n    return c.f([], [{}])\n`;
    expect(await says("hashable", "names", method)).toContain("contradicts call [{}]");
    const made = `class C:\n    def __init__(self, names):\n        self.names = names\n    def f(self, xs):\n        return [x for x in xs if x in self.names]\n\nC(names=[1, []])\n`;
    expect(await says("hashable", "self.names", made)).toContain("contradicts call [1, []]");
  });
});

describe("a class whose hash may disagree with its ==", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["self.text == other.text", "hash(self.text)", true],
    ["(self.a, self.b) == (other.a, other.b)", "hash((type(self).__name__, self.a))", false],
    ["(self.a, self.b) == (other.a, other.b)", "hash((self.b, self.a))", true],
    ["type(self) is type(other) and self.key() == other.key()", "hash(self.key())", true],
    ["self.text.lower() == other.text.lower()", "hash(self.text)", false],
    ["self.text.lower() == other.text.lower()", "hash(self.text.lower())", true],
    ["abs(self.x - other.x) < 0.1", "hash(self.x)", false],
    ["self.a == other.a or self.b == other.b", "hash(self.a)", false],
    ["self.text == other", "hash(self.text)", false],
  ];
  const asked = `def f(xs, names):${body}`;
  it.each(cases)("%s, %s: %s", async (equal, hash, agrees) => {
    const said = await says("hashable", "names", `${named(equal, hash)}\n${asked}`);
    expect(said).toBe(agrees ? "" : "contradicts class Name");
  });

  const bad = named("self.text.lower() == other.text.lower()", "hash(self.text)");
  it("counts where the file, or one that calls the function, imports it, and nothing is promised", async () => {
    const imported = `from names import Name\n${asked}`;
    expect(await says("hashable", "names", imported, { "names.py": bad })).toBe("contradicts class Name");
    const calling = { "names.py": bad, "main.py": "from app import f\nimport names\nf([], names.all())\n" };
    expect(await says("hashable", "names", asked, calling)).toBe("contradicts class Name");
    expect(await says("hashable", "names", asked, { "names.py": bad })).toBe("");
    const promised = "from names import Name\ndef f(xs: list[str], names: list[str]):" + body;
    expect(await says("hashable", "names", promised, { "names.py": bad })).toBe("supports annotation list[str]");
  });
});
