import { join } from "node:path";
import { expect, test } from "vitest";
import { changesSpelling } from "../../src/fix/spelt-out.ts";
import { replacing } from "../../src/source/edit.ts";
import { createParser } from "../../src/source/python-parser.ts";
import { parseSource } from "../../src/source/read-source.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

test.each([
  ['f"{m.end()=}"', true],
  ['f"{a} {m.end() = !r}"', true],
  ['f"{g(m.end())=:>{width}}"', true],
  ['f"{m.end()}"', false],
  ['f"{m.end() == n}"', false],
  ['f"{a=}", m.end()', false],
  ['f"{a=:>{m.end()}}"', false],
])("does an edit change what is shown in %s", (text, isShown) => {
  const source = parseSource("/case.py", `x = ${text}\n`, parser);
  const start = source.text.indexOf("m.end()");
  expect(changesSpelling([replacing({ start, end: start + 7 }, "n")], source)).toBe(isShown);
});
