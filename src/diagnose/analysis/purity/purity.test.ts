import { join } from "node:path";
import { expect, test } from "vitest";
import { createParser } from "../../../source/python-parser.ts";
import { parseSource } from "../../../source/read-source.ts";
import { scopesOf } from "../../../source/scopes.ts";
import type { Code } from "../code.ts";
import { CONSTANTS, purityOf } from "./purity.ts";

const parser = await createParser(join(import.meta.dirname, "../../../.."));

/** Is the last function of the first file pure, the others being beside it in its package? */
function isPure(files: Readonly<Record<string, string>>): boolean {
  const codes = new Map<string, Code>();
  const modules = (_: string, module: string): Code | undefined => codes.get(module.replace(/^\./u, ""));
  for (const [name, text] of Object.entries(files)) {
    const source = parseSource(`/pkg/${name}.py`, text, parser);
    codes.set(name, { source, scopes: scopesOf(source), modules });
  }
  const [code] = codes.values();
  const definition = code?.source.root.children.findLast(({ kind }) => kind === "function_definition");
  return code !== undefined && definition !== undefined && purityOf(code, definition, CONSTANTS).kind === "pure";
}

/** A function that asks one whose decorator says so of itself. */
const decorated = (doc: string): string =>
  `def kept(function):\n    """${doc}"""\n    return function\n@kept\ndef g(t):\n    return t + t\ndef f(t):\n    return g(t)\n`;

const asks = "from .words import stem\ndef f(text):\n    return stem(text)\n";

test("a function of another module is followed", () => {
  expect(isPure({ a: asks, words: "def stem(text):\n    return text.rstrip('s')\n" })).toBe(true);
  expect(isPure({ a: asks, words: "def stem(text):\n    print(text)\n    return text\n" })).toBe(false);
  expect(isPure({ a: asks, words: "import os\ndef stem(text):\n    return os.environ[text]\n" })).toBe(false);
  expect(isPure({ a: asks, words: "class stem(str):\n    pass\n" })).toBe(false);
});

test("through the module's name, and through a package that hands it on", () => {
  const dotted = "from . import words\ndef f(text):\n    return words.stem(text)\n";
  const handed = { a: asks, words: "from .parts import cut as stem\n", parts: "def cut(text):\n    return text[1:]\n" };
  expect(
    isPure({ a: "import words\ndef f(t):\n    return words.stem(t)\n", words: "def stem(t):\n    return t + t\n" }),
  ).toBe(true);
  expect(isPure({ a: dotted, words: "stem = len\n" })).toBe(false);
  expect(isPure(handed)).toBe(true);
});

test("a name that is bound twice, or in one of two ways, is not", () => {
  const twice = "def stem(text):\n    return text\ndef stem(text):\n    return text[1:]\n";
  const either = "try:\n    from .words import stem\nexcept ImportError:\n    from .other import stem\n";
  const words = "def stem(text):\n    return text\n";
  expect(isPure({ a: asks, words: twice })).toBe(false);
  expect(isPure({ a: `${either}def f(t):\n    return stem(t)\n`, words, other: words })).toBe(false);
});

test("constants of another module", () => {
  const limit = "from .words import LIMIT\ndef f(n):\n    return n + LIMIT\n";
  expect(isPure({ a: limit, words: "LIMIT = 1 << 20\n" })).toBe(true);
  expect(isPure({ a: limit, words: "LIMIT = 1\nLIMIT = 2\n" })).toBe(false);
  expect(isPure({ a: limit, words: "LIMIT = 1\ndef grow():\n    global LIMIT\n    LIMIT += 1\n" })).toBe(false);
});

test.each([
  ["_VOWELS = frozenset('a e i'.split())", true],
  ["_VOWELS = set('aei') | {'o'}", false],
  ["_VOWELS = {c: n for n, c in enumerate('aei')}", true],
  ["_VOWELS = sorted(['a', 'e'])", true],
  ["VOWELS = frozenset('a e i'.split())", true],
  ["VOWELS = {c: n for n, c in enumerate('aei')}", false],
  ["_VOWELS = iter('aei')", false],
  ["_VOWELS = zip('aei', 'bcd')", false],
  ["_VOWELS = map(str.lower, 'AEI')", false],
  ["_VOWELS = [[1], [2]]", false],
  ["_VOWELS = []\n_VOWELS.append('a')", false],
  ["_VOWELS = dict.fromkeys('aei', 1)", false],
  ["import os\n_VOWELS = os.environ", false],
])("what a module works out once: %s", (line, isFit) => {
  const name = line.includes("_VOWELS") ? "_VOWELS" : "VOWELS";
  expect(isPure({ a: `${line}\ndef f(text):\n    return [c for c in text if c in ${name}]\n` })).toBe(isFit);
});

test("a function whose results a fix keeps is still what it was", () => {
  const kept = "Keeps results for exactly these types: other arguments can be equal and mean something else.";
  expect(isPure({ a: decorated(kept) })).toBe(true);
  expect(isPure({ a: decorated("Counts.") })).toBe(false);
});
