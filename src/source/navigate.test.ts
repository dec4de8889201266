import { join } from "node:path";
import { expect, test } from "vitest";
import {
  descendants,
  enclosingLoops,
  enclosingStatement,
  isInside,
  namedChildren,
  sameExpression,
  textOf,
} from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import { createParser } from "./python-parser.ts";
import { parseSource } from "./read-source.ts";
import type { SourceFile } from "./source-file.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

function here(text: string): { readonly source: SourceFile; readonly node: SyntaxNode } {
  const source = parseSource("/p/a.py", text, parser);
  expect(source.errors).toEqual([]);
  const node = [...descendants(source.root)].find(
    (each) => each.kind === "identifier" && textOf(source, each) === "here",
  );
  return { source, node: node ?? expect.unreachable() };
}

test.each([
  ["for x in y:\n  here", ["for_statement"]],
  ["for x in here:\n  pass", []],
  ["for x in y: pass\nelse: here", []],
  ["for x[here] in y: pass", ["for_statement"]],
  ["while here: pass", ["while_statement"]],
  ["while 1: pass\nelse: here", []],
  ["while 1:\n  for x in y:\n    if a:\n      here", ["for_statement", "while_statement"]],
  ["[here for x in y]", ["list_comprehension"]],
  ["[x for x in here]", []],
  ["[x for x in y if here]", ["list_comprehension"]],
  ["[x for x in y for z in here]", ["list_comprehension"]],
  ["{x: 1 for x[here] in y}", ["dictionary_comprehension"]],
  ["for q in r:\n  f(x for x in here)", ["for_statement"]],
  ["for x in y:\n  def f(): here", []],
  ["for x in y:\n  def f(a=here): pass", ["for_statement"]],
  ["for x in y:\n  @here\n  class A: pass", ["for_statement"]],
  ["for x in y:\n  class A:\n    here", []],
  ["for x in y:\n  z(lambda: here)", []],
  ["for x in y:\n  z(lambda a=here: 1)", ["for_statement"]],
])("knows the loops that repeat it: %j", (text, loops) => {
  expect(enclosingLoops(here(text).node).map((loop) => loop.kind)).toEqual(loops);
});

test.each([
  ["x = f(here)", "expression_statement"],
  ["if a:\n  return here", "return_statement"],
  ["if here: pass", "if_statement"],
  ["match x:\n  case 1 if here: pass", "match_statement"],
  ["match x:\n  case 1: here", "expression_statement"],
  ["@here\ndef f(): pass", "decorated_definition"],
])("finds the statement around: %j", (text, kind) => {
  expect(enclosingStatement(here(text).node)?.kind).toBe(kind);
});

test("says what is inside what, and skips comments", () => {
  const { source, node } = here("f(a, # why\n  here)");
  expect(isInside(node, source.root)).toBe(true);
  expect(isInside(source.root, node)).toBe(false);
  expect(node.parent && namedChildren(node.parent).map((each) => textOf(source, each))).toEqual(["a", "here"]);
  expect(enclosingStatement(source.root)).toBeUndefined();
});

test.each([
  ["a", "a", true],
  ["a . b", "(a).b", true],
  ["a[ 'k' ].b", "a['k'].b", true],
  ["a[1]", "a[2]", false],
  ["a.b", "a.c", false],
  ["a.b", "b", false],
  ["a[i]", "a[i]", false],
  ["f()", "f()", false],
  ["a.f().b", "a.f().b", false],
  ["a[f'{x}']", "a[f'{x}']", false],
  ["-a", "-a", false],
])("compares the places %s and %s", (left, right, isSame) => {
  const source = parseSource("/p/a.py", `${left}\n${right}\n`, parser);
  const [a, b] = source.root.children.map((statement) => statement.children[0]);
  expect(a && b && sameExpression(a, b, source)).toBe(isSame);
});
