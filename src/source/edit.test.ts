import { join } from "node:path";
import { expect, test } from "vitest";
import { Bug } from "../base/refusal.ts";
import { applyEdits, inOrder, type TextEdit } from "./edit.ts";
import { indentationUnit, insertBefore } from "./insert-statement.ts";
import { descendants, enclosingStatement, isStatement, textOf } from "./navigate.ts";
import { createParser } from "./python-parser.ts";
import { parseSource } from "./read-source.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

test("keeps every character outside the edits", () => {
  const edits = [
    { start: 4, end: 7, text: "" },
    { start: 0, end: 1, text: "AA" },
    { start: 7, end: 7, text: "!" },
  ];
  expect(applyEdits("abcdefg", inOrder(edits))).toBe("AAbcd!");
  expect(applyEdits("abc", [])).toBe("abc");
});

const at = (start: number, end: number): TextEdit => ({ start, end, text: "" });

test("refuses edits that overlap, come out of order or lie outside", () => {
  expect(() => applyEdits("abc", [at(0, 2), at(1, 3)])).toThrow(Bug);
  expect(() => applyEdits("abc", [at(2, 3), at(0, 1)])).toThrow(Bug);
  expect(() => applyEdits("abc", [at(1, 4)])).toThrow(Bug);
});

/** Puts code before the statement that holds `here`. */
function inserted(text: string, code: string): string | undefined {
  const source = parseSource("/p/a.py", text, parser);
  const here = [...descendants(source.root)].find(
    (node) => textOf(source, node) === "here" && node.kind === "identifier",
  );
  const statement = here && enclosingStatement(here);
  const edit = statement && insertBefore(source, statement, code);
  return edit && applyEdits(text, [edit]);
}

test("inserts a statement with the indentation and the line end of its neighbour", () => {
  expect(inserted("def f():\n    here()\n", "seen = set()")).toBe("def f():\n    seen = set()\n    here()\n");
  expect(inserted("if a:\r\n\tif b:\r\n\t\there()\r\n", "for x in y:\n    z")).toBe(
    "if a:\r\n\tif b:\r\n\t\tfor x in y:\r\n\t\t\tz\r\n\t\there()\r\n",
  );
  expect(inserted("x\n\fhere\n", "y")).toBe("x\ny\n\fhere\n");
  expect(inserted("@d\ndef f(x=here): pass\n", "y")).toBe("y\n@d\ndef f(x=here): pass\n");
});

test("leaves docstrings and __future__ imports first", () => {
  const source = parseSource(
    "/p/a.py",
    '"""a"""\nfrom __future__ import x\ndef f():\n  ("b"\n   "c")\n  "d"\n',
    parser,
  );
  const statements = [...descendants(source.root)].filter((node) => isStatement(node));
  const where = statements.filter((statement) => insertBefore(source, statement, "y") !== undefined);
  expect(where.map((statement) => textOf(source, statement).slice(0, 3))).toEqual(["def", '"d"']);
});

test("does not insert where a statement shares its line", () => {
  expect(inserted("if a: here()\n", "x")).toBeUndefined();
  expect(inserted("a; here()\n", "x")).toBeUndefined();
  expect(inserted("if a: \\\n  here()\n", "x")).toBeUndefined();
});

const unit = (text: string): string => indentationUnit(parseSource("/p/a.py", text, parser));

test("knows the file's unit of indentation", () => {
  expect(unit("x = 1\nclass A:\n  def f(): pass\n")).toBe("  ");
  expect(unit("@d\ndef f():\n\tpass\n")).toBe("\t");
  expect(unit("x = 1\n")).toBe("    ");
});
