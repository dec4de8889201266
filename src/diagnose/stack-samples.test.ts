import { join } from "node:path";
import { expect, test } from "vitest";
import { lineNumber } from "../base/units.ts";
import type { OperandPlace, OperandSample } from "../collect/observation.ts";
import { descendants, textOf } from "../source/navigate.ts";
import { createParser } from "../source/python-parser.ts";
import { parseSource } from "../source/read-source.ts";
import { stackSamples } from "./stack-samples.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

/** A sample at the first line; the expression's columns where they are known. */
function sample(
  kind: OperandPlace["kind"],
  operand: number,
  count: number,
  columns?: readonly [number, number],
): OperandSample {
  const [start = 0, end = 0] = columns ?? [];
  const place: OperandPlace = {
    kind,
    operand,
    arguments: count,
    ...(columns !== undefined && { columns: { start, endLine: lineNumber(1), end } }),
  };
  const at = { file: "/p/a.py", functionLine: lineNumber(1), line: lineNumber(1) };
  return { ...at, name: "", place, type: "list", elements: [], seen: 1 };
}

/** Whether a sample is taken for one of the operand that is written so in a program. */
function isTaken(program: string, operand: string, seen: OperandSample, minor: number): boolean {
  const source = parseSource("/p/a.py", program, parser);
  const node = [...descendants(source.root)].findLast((each) => each.isNamed && textOf(source, each) === operand);
  return node !== undefined && stackSamples(node, source, [3, minor], [seen]).length > 0;
}

test("an operand is known by its expression's columns", () => {
  const program = "f(x in g(y), x in g(y, z))";
  expect(isTaken(program, "g(y)", sample("contains", 1, 2, [2, 11]), 12)).toBe(true);
  expect(isTaken(program, "g(y)", sample("contains", 1, 2, [13, 25]), 12)).toBe(false);
  expect(isTaken(program, "g(y)", sample("contains", 0, 2, [2, 11]), 12)).toBe(false);
  expect(isTaken(program, "g(y, z)", sample("contains", 1, 2, [13, 25]), 12)).toBe(true);
  expect(isTaken("x in (g(y))", "g(y)", sample("contains", 1, 2, [0, 11]), 12)).toBe(true);
});

test("a call's receiver and arguments are known by how many arguments it has", () => {
  const program = "rows[i].index(make(x), 1)";
  expect(isTaken(program, "rows[i]", sample("call", -1, 2, [0, 25]), 12)).toBe(true);
  expect(isTaken(program, "make(x)", sample("call", 0, 2, [0, 25]), 12)).toBe(true);
  expect(isTaken(program, "make(x)", sample("call", 0, 1, [0, 25]), 12)).toBe(false);
  expect(isTaken("f(make(x), *more)", "make(x)", sample("call", 0, 2, [0, 17]), 12)).toBe(false);
  expect(isTaken("f(a) + g(b)", "g(b)", sample("binary", 1, 2, [0, 11]), 12)).toBe(true);
});

test("what else calls something at the same place makes an operand unknown", () => {
  expect(isTaken("with f(g(x), 1, 2): pass", "g(x)", sample("call", 0, 3, [5, 18]), 12)).toBe(false);
  expect(isTaken("with f(g(x), 1, 2) as y: pass", "g(x)", sample("call", 0, 3, [5, 18]), 12)).toBe(false);
  expect(isTaken("@f(g(x))\ndef h(): pass", "g(x)", sample("call", 0, 1, [1, 8]), 12)).toBe(false);
  expect(isTaken("a < x in g(y)", "g(y)", sample("contains", 1, 2, [0, 13]), 12)).toBe(false);
  expect(isTaken("x is g(y)", "g(y)", sample("contains", 1, 2, [0, 9]), 12)).toBe(false);
});

test("positions inside of f-strings count from 3.12 on", () => {
  expect(isTaken('f"{x in g(y)}"', "g(y)", sample("contains", 1, 2, [3, 12]), 11)).toBe(false);
  expect(isTaken('f"{x in g(y)}"', "g(y)", sample("contains", 1, 2, [3, 12]), 12)).toBe(true);
});

test("where only lines are known, the expression has to be the only one of its kind on its line", () => {
  const contains = sample("contains", 1, 2);
  expect(isTaken("f(x in g(y), x == z)", "g(y)", contains, 8)).toBe(true);
  expect(isTaken("f(x in g(y), x not in z)", "g(y)", contains, 8)).toBe(false);
  expect(isTaken("f(x in g(y), lambda: x in z)", "g(y)", contains, 8)).toBe(false);
  expect(isTaken("f(x in g(y,\n z))", "g(y,\n z)", contains, 8)).toBe(false);
  expect(isTaken('x in g(y)\nf"""\n{x in z}"""', "g(y)", contains, 8)).toBe(false);
  expect(isTaken("f(g(x), 1, 2)", "g(x)", sample("call", 0, 3), 9)).toBe(true);
  expect(isTaken("with a: f(g(x), 1, 2)", "g(x)", sample("call", 0, 3), 9)).toBe(false);
  const argument = sample("call", 0, 1);
  expect(isTaken("sum(make())", "make()", argument, 8)).toBe(true);
  expect(isTaken("sum(make(x))", "make(x)", argument, 8)).toBe(false);
  expect(isTaken("sum(make()) + len([x for x in y])", "make()", argument, 8)).toBe(false);
  expect(isTaken("a + f(b)", "f(b)", sample("binary", 1, 2), 8)).toBe(true);
  expect(isTaken("a + f(b) + c", "f(b)", sample("binary", 1, 2), 8)).toBe(false);
});
