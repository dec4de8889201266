import { join } from "node:path";
import { expect, test } from "vitest";
import { enclosingFunction, functionAt, functionByFirstLine, listFunctions } from "./functions.ts";
import { createParser } from "./python-parser.ts";
import { parseSource } from "./read-source.ts";
import type { SourceFile } from "./source-file.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));
const read = (...lines: readonly string[]): SourceFile => parseSource("/p/a.py", lines.join("\n"), parser);

const program = read(
  "import x", // 1
  "class C:", // 2
  "    @property", // 3
  "    @x.y(1,", // 4
  "         2)", // 5
  "    async def m(self, a, /, b: int = 1, *rest, c, **more):", // 6
  "        return [i in a", // 7
  "                for i in b]", // 8
  "def f(x=[n for n in 'a']):", // 9
  "    def g():", // 10
  "        yield 1", // 11
  "    key = lambda p: (", // 12
  "        p + 1)", // 13
  "    return lambda: 1, lambda: 2, (lambda: 3 for _ in x)", // 14
);

test("names functions as CPython does, with their lines", () => {
  expect(listFunctions(program).map((each) => [each.qualname, each.firstLine, each.defLine, each.endLine])).toEqual([
    ["<module>", 1, 1, 14],
    ["C.m", 3, 6, 8],
    ["f", 9, 9, 14],
    ["f.<locals>.g", 10, 10, 11],
    ["f.<locals>.<lambda>", 12, 12, 13],
    ["f.<locals>.<lambda>", 14, 14, 14],
    ["f.<locals>.<lambda>", 14, 14, 14],
    ["f.<locals>.<genexpr>.<lambda>", 14, 14, 14],
  ]);
});

test("reads the head of a function", () => {
  const [, method, f, generator] = listFunctions(program);
  expect(method).toMatchObject({ isAsync: true, isGenerator: false, enclosingClass: "C", name: "m" });
  expect(method?.decorators.map((each) => each.startLine)).toEqual([3, 4]);
  expect(method?.parameters.map((each) => `${each.name} ${each.kind}`)).toEqual([
    "self positional-only",
    "a positional-only",
    "b positional-or-keyword",
    "rest var-positional",
    "c keyword-only",
    "more var-keyword",
  ]);
  expect(f).toMatchObject({ isAsync: false, isGenerator: false });
  expect(f).not.toHaveProperty("enclosingClass");
  expect(generator?.isGenerator).toBe(true);
});

test("finds the function of a line; a lambda owns the lines after its first", () => {
  const at = [1, 2, 3, 7, 9, 11, 12, 13, 14].map((line) => functionAt(program, line).qualname);
  expect(at).toEqual(["<module>", "<module>", "C.m", "C.m", "f", "f.<locals>.g", "f", "f.<locals>.<lambda>", "f"]);
});

test("finds a function by what its code object says, unless two fit", () => {
  expect(functionByFirstLine(program, 3, "m")?.qualname).toBe("C.m");
  expect(functionByFirstLine(program, 3, "C.m")?.qualname).toBe("C.m");
  expect(functionByFirstLine(program, 6, "m")).toBeUndefined();
  expect(functionByFirstLine(program, 0, "<module>")?.qualname).toBe("<module>");
  expect(functionByFirstLine(program, 12, "<lambda>")?.firstLine).toBe(12);
  expect(functionByFirstLine(program, 14, "<lambda>")).toBeUndefined();
});

test("gives a comprehension's samples to the function around it", () => {
  expect(enclosingFunction(program, 7, "<listcomp>").qualname).toBe("C.m");
  expect(enclosingFunction(program, 9, "<listcomp>").qualname).toBe("<module>");
  expect(enclosingFunction(program, 14, "f.<locals>.<genexpr>").qualname).toBe("f");
  expect(enclosingFunction(program, 10, "g").qualname).toBe("f.<locals>.g");
});

test("counts a def whose name is global as the module's", () => {
  const source = read("def f():", "    global g", "    def g():", "        def h(): pass");
  expect(listFunctions(source).map((each) => each.qualname)).toEqual(["<module>", "f", "g", "g.<locals>.h"]);
});
