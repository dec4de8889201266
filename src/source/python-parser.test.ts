import { join } from "node:path";
import { expect, test } from "vitest";
import { descendants } from "./navigate.ts";
import { createParser } from "./python-parser.ts";
import { respell } from "./respell.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

test("says where the syntax is wrong, and goes on", () => {
  const { errors, root } = parser.parse("x = (1,\n\ndef f():\n    return 2\n");
  expect(errors.length).toBeGreaterThan(0);
  expect(root.start).toBe(0);
  expect(parser.parse("x = \n").errors.length).toBeGreaterThan(0);
});

test("holds the whole text, children in order within their parents", () => {
  const text = "\n# first\nx = f(1, *y)  # end\n\n";
  const { root } = parser.parse(text);
  expect([root.start, root.end]).toEqual([0, text.length]);
  for (const node of descendants(root)) {
    for (const [index, child] of node.children.entries()) {
      expect(child.parent).toBe(node);
      expect(child.start).toBeGreaterThanOrEqual(node.children[index - 1]?.end ?? node.start);
      expect(child.end).toBeLessThanOrEqual(node.end);
    }
  }
});

test.each([
  ["a line in brackets further left than its block", "def f():\n    x = (1 +  # why )\nbaz)\n    return x\n"],
  ["a call broken after a dot", "def f():\n    (bar.\nbaz)\n    z\n"],
  ["a lazy import", "lazy import re\nlazy from a import (b,\n  c)\nif x:\n    lazy import d as e\n"],
])("reads %s, which the grammar alone does not", (_, text) => {
  expect(respell(text).length).toBe(text.length);
  const { errors, root } = parser.parse(text);
  expect(errors).toEqual([]);
  const names = [...descendants(root)].filter((node) => node.kind === "identifier");
  for (const name of names) expect(text.slice(name.start, name.end)).toMatch(/^\w+$/u);
});

test("leaves strings alone when it respells", () => {
  const text = 'x = ["""a\n# b\n(""", \'#(\', "\\"(",\n]\ny = 1\n';
  expect(respell(text)).toBe('x = ["""a\n# b\n(""", \'#(\', "\\"(", ]\ny = 1\n');
});
