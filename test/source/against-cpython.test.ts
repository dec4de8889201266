import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Refusal } from "../../src/base/refusal.ts";
import { listFunctions } from "../../src/source/functions.ts";
import { createParser } from "../../src/source/python-parser.ts";
import { encodeSource, parseSourceBytes } from "../../src/source/read-source.ts";
import type { SourceFile } from "../../src/source/source-file.ts";
import { compareTables } from "./compare-tables.ts";
import { askPython, pythonVersion, sample, standardLibrary, type Codes, type Table } from "./python-oracle.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));
const library = standardLibrary();
/** CPython's own tests are half of the library: a part of them will do. */
const tests = library.filter((path) => path.includes("/test/"));
const files = [...library.filter((path) => !path.includes("/test/")), ...sample(tests, 150)];

function read(path: string): SourceFile | undefined {
  try {
    return parseSourceBytes(path, readFileSync(path), parser);
  } catch (error) {
    // CPython's own tests keep a few files in other encodings, and broken ones.
    if (error instanceof Refusal && error.code === "not-editable") return undefined;
    throw error;
  }
}

test("parses the standard library as CPython does, and gives every byte back", () => {
  const wrong: string[] = [];
  let refused = 0;
  for (const path of files) {
    const source = read(path);
    if (source === undefined) refused++;
    else {
      if (source.errors.length > 0) wrong.push(path);
      const same = Buffer.compare(encodeSource(source, source.text), readFileSync(path)) === 0;
      expect(same, path).toBe(true);
    }
  }
  const answers = askPython("syntax", wrong);
  // None on 3.8 to 3.14. 3.15 may have what the grammar does not know yet.
  expect(wrong.filter((_, index) => answers[index] === true).length).toBeLessThanOrEqual(5);
  expect(files.length).toBeGreaterThan(500);
  expect(refused).toBeLessThan(files.length / 50);
});

test("names functions and their first lines as CPython's code objects do", () => {
  const some = sample(files, 200);
  const answers = askPython("codes", some) as readonly (Codes | null)[];
  let compared = 0;
  for (const [index, path] of some.entries()) {
    const source = read(path);
    const theirs = answers[index];
    if (theirs === undefined || theirs === null || source === undefined || source.errors.length > 0) continue;
    const [, ...ours] = listFunctions(source);
    const isNamed = theirs.some(([qualname]) => qualname !== null);
    const key = (qualname: string | null, name: string, line: number): string =>
      `${isNamed ? inlined(qualname ?? "") : name} ${line}`;
    const found = new Set(ours.map((each) => key(each.qualname, each.name, each.firstLine)));
    const missing = theirs.filter(([qualname, name, line]) => !found.has(key(qualname, name, line)));
    expect(missing, path).toEqual([]);
    // CPython makes no code object for what it sees can never run: `if False: def f(): …`.
    expect(ours.length - theirs.length, path).toBeLessThanOrEqual(2);
    compared += theirs.length;
  }
  expect(compared).toBeGreaterThan(3000);
});

/** Until 3.12 (in classes until 3.13) a list comprehension was a function, with a part in the names of what it holds. */
function inlined(qualname: string): string {
  return qualname.replaceAll(/<(?:list|set|dict)comp>\.(?:<locals>\.)?/gu, "");
}

test("gives every name to the scope that CPython's symtable gives it to", () => {
  const isInlining = pythonVersion()[1] >= 12;
  const some = sample(files, 200);
  const answers = askPython("tables", some) as readonly (readonly Table[] | null)[];
  let compared = 0;
  for (const [index, path] of some.entries()) {
    const source = read(path);
    const tables = answers[index];
    if (tables === undefined || tables === null || source === undefined || source.errors.length > 0) continue;
    expect(compareTables(source, tables, isInlining), path).toEqual([]);
    compared += tables.length;
  }
  expect(compared).toBeGreaterThan(3000);
});
