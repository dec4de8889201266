import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createParser } from "../source/python-parser.ts";
import { parseSource } from "../source/read-source.ts";
import { annotationsFor } from "./annotations.ts";
import { inOriginal, typedText, yieldTo, type TypedFile } from "./settle-types.ts";
import type { MeasuredTypes, SeenTypes } from "./signature-record.ts";
import { readComplaints } from "./type-errors.ts";
import { typeTextIn } from "./type-text.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));
const INT: SeenTypes = { int: [] };
const NODE: SeenTypes = { "app.Node": [], NoneType: [] };

const TEXT = `import time


class Node:
    def __init__(self, follower=None):
        self.follower = follower
        self.owner = None


def walk(node, size=1, *rest):
    total = 0
    while node is not None:
        total += node.follower.follower
        total = total * 0.5
    return total


start = time.missing()
`;

function measured(given: Record<string, SeenTypes>, returned: SeenTypes): MeasuredTypes {
  return {
    signatures: [
      {
        file: "/p/app.py",
        firstLine: 5,
        name: "__init__",
        calls: 1,
        given: { follower: NODE },
        returned: { NoneType: [] },
        held: {},
      },
      { file: "/p/app.py", firstLine: 10, name: "walk", calls: 1, given, returned, held: {} },
    ],
    classes: new Map([["app.Node", { bases: ["app.Node", "object"], attributes: { owner: NODE } }]]),
    modules: new Map(),
    notes: [],
  };
}

function typed(given: Record<string, SeenTypes>, returned: SeenTypes): TypedFile {
  const source = parseSource("/p/app.py", TEXT, parser);
  const types = measured(given, returned);
  const textOfType = typeTextIn(source, "app", types, false);
  return { source, annotations: annotationsFor(source, types, { module: "app", textOfType }) };
}

/** The lines that are not as they were. */
function changes(file: TypedFile): readonly string[] {
  const before = new Set(TEXT.split("\n"));
  return typedText(file)
    .text.split("\n")
    .filter((line) => !before.has(line))
    .map((line) => line.trim());
}

describe("annotations from what was measured", () => {
  it("say what was seen, with None where a default is None", () => {
    expect(changes(typed({ node: NODE, size: INT }, { float: [] }))).toEqual([
      'def __init__(self, follower: "Node | None" = None) -> None:',
      'self.owner: "Node | None" = None',
      'def walk(node: "Node | None", size: int = 1, *rest) -> float:',
    ]);
  });

  it.each<[string, SeenTypes]>([
    ["two kinds of numbers", { int: [], float: [] }],
    ["a bool among ints", { int: [], bool: [] }],
    ["a class that the file does not name", { "other.Thing": [] }],
    ["nothing but None", { NoneType: [] }],
    ["a subclass of int", { "app.Colour": [] }],
  ])("leave alone %s", (_, seen) => {
    const [line] = changes(typed({ node: seen }, seen)).slice(2);
    expect(line).toBe(seen["NoneType"] === undefined ? undefined : "def walk(node, size=1, *rest) -> None:");
  });

  it("say a list whose elements differ is a list", () => {
    const rows: SeenTypes = { list: [{ int: [], str: [] }] };
    expect(changes(typed({ node: rows }, { list: [INT] }))[2]).toBe(
      'def walk(node: list, size=1, *rest) -> "list[int]":',
    );
  });
});

describe("a complaint of mypy's takes back what it is about", () => {
  const file = typed({ node: NODE, size: INT }, { float: [] });
  const after = (printed: string): readonly string[] => {
    const [complaint] = readComplaints(printed);
    const next = complaint && yieldTo(complaint, file, file);
    return next === undefined ? ["nothing"] : changes(next);
  };

  it("makes an attribute wider that may be None", () => {
    const said = 'app.py:13:18:13:30: error: Item "None" of "Node | None" has no attribute "follower"  [union-attr]';
    expect(after(said)).toContain("self.follower: Any = follower");
  });

  it("lets a variable hold anything that begins as an int and becomes a float", () => {
    const said =
      'app.py:14:17:14:27: error: Incompatible types in assignment (expression has type "float", variable has type "int")  [assignment]';
    expect(after(said)).toContain("total: Any = 0");
  });

  it("leaves out the check of a module's line that asks for what mypy cannot see", () => {
    expect(after('app.py:18:9:18:20: error: Module has no attribute "missing"  [attr-defined]')).toEqual(
      expect.arrayContaining(["start = time.missing()  # type: ignore"]),
    );
  });

  it("drops first a function's parameters, then what it returns, and then has nothing left to give", () => {
    const [complaint] = readComplaints("app.py:15:5:15:16: error: Returning Any  [no-any-return]");
    expect(complaint).toBeDefined();
    if (complaint === undefined) return;
    const once = yieldTo(complaint, file, file);
    expect(once && changes(once)).toContain("def walk(node, size=1, *rest) -> float:");
    const twice = once && yieldTo(complaint, once, once);
    expect(twice && changes(twice).some((line) => line.startsWith("def walk"))).toBe(false);
    expect(twice && yieldTo(complaint, twice, twice)).toBeUndefined();
  });

  it("is read where the line was before an import was put above it", () => {
    const [said] = readComplaints("app.py:14:17: error: x  [assignment]");
    const wider = said && yieldTo(said, file, file);
    expect(wider && said && typedText(wider).added.lines).toBe(1);
    expect(wider && said && inOriginal({ ...said, line: 15 }, wider).line).toBe(14);
  });
});
