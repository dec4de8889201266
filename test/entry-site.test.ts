import { join } from "node:path";
import { expect, test } from "vitest";
import { assert } from "../src/base/refusal.ts";
import { entrySite } from "../src/diagnose/probe/entry-site.ts";
import { listFunctions } from "../src/source/functions.ts";
import { field } from "../src/source/navigate.ts";
import { createParser } from "../src/source/python-parser.ts";
import { parseSource } from "../src/source/read-source.ts";

const parser = await createParser(join(import.meta.dirname, ".."));

test.each<[what: string, code: string, names: readonly string[], object: string | undefined]>([
  ["a method's object", "class C:\n    def f(self, n): return n\n", ["n"], "self"],
  ["a property's object", "class C:\n    @property\n    def f(self): return 1\n", [], "self"],
  ["no object of a static method", "class C:\n    @staticmethod\n    def f(a, b): return a\n", ["a", "b"], undefined],
  ["no object of a function", "def f(a, b=1): return a\n", ["a", "b"], undefined],
])("%s is told from its arguments", (_, code, names, object) => {
  const source = parseSource("/case.py", code, parser);
  const owner = listFunctions(source).find(({ name }) => name === "f");
  const name = owner === undefined ? undefined : field(owner.node, "name");
  assert(name !== undefined, "the code has a function f");
  const site = entrySite(source, { kind: "entry", expression: name, operand: name, isByObject: true });
  expect(site?.names).toEqual(names);
  expect(site?.object).toBe(object);
});
