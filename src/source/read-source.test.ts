import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Refusal } from "../base/refusal.ts";
import { createParser } from "./python-parser.ts";
import { encodeSource, parseSourceBytes, readSource } from "./read-source.ts";

const parser = await createParser(join(import.meta.dirname, "../.."));

const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");
const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

test.each([
  ["plain", utf8("x = 'ä€😀'\n"), "utf-8", "\n"],
  ["with a byte order mark", utf8("\uFEFFx = 1\n"), "utf-8", "\n"],
  ["with CRLF", utf8("x = 1\r\ny = 2\r\nz\n"), "utf-8", "\r\n"],
  ["with CR", utf8("x = 1\ry = 2\r"), "utf-8", "\r"],
  ["with tabs and form feeds", utf8("if x:\n\ty\n\f\nz\n"), "utf-8", "\n"],
  ["in Latin-1", latin("# -*- coding: iso-8859-1 -*-\nx = '\x80\xe4'\n"), "latin-1", "\n"],
  [
    "in Latin-1 by the second line",
    latin("#!/usr/bin/python\n# vim: set fileencoding=Latin_1 :\nx = '\xff'"),
    "latin-1",
    "\n",
  ],
  ["in ASCII", utf8("# coding: us-ascii\nx\n"), "ascii", "\n"],
  ["whose cookie comes after code", utf8("x = 1\n# coding: koi8-r\n"), "utf-8", "\n"],
  ["empty", utf8(""), "utf-8", "\n"],
])("gives every byte back of a file %s", (_, bytes, encoding, lineEnd) => {
  const source = parseSourceBytes("/p/a.py", bytes, parser);
  expect(source.encoding.name).toBe(encoding);
  expect(source.lineEnd).toBe(lineEnd);
  expect(source.errors).toEqual([]);
  expect(Buffer.from(encodeSource(source, source.text)).equals(Buffer.from(bytes))).toBe(true);
});

test.each([
  ["another encoding", latin("# coding: cp1252\nx = '\x80'\n"), "cp1252"],
  ["bytes that are not UTF-8", latin("x = '\xe4'\n"), "UTF-8"],
  ["bytes that are not ASCII", utf8("# coding: ascii\nx = 'ä'\n"), "ASCII"],
  ["a byte order mark and another encoding", utf8("\uFEFF# coding: latin-1\n"), "latin-1"],
  ["null bytes", utf8("x = 1\0\n"), "null"],
])("refuses %s", (_, bytes, about) => {
  try {
    parseSourceBytes("/p/a.py", bytes, parser);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ code: "not-editable" });
    expect(String(error)).toContain(about);
  }
});

test("reads from the disk, and says what is missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hasten-"));
  const path = join(folder, "a.py");
  writeFileSync(path, "x = 1\n");
  const source = await readSource(path, parser);
  expect(source.hash).toBe("9e26bf369911c45c243c684147b23fc9e1dcfcf257d299a1c632016a6fcd33f4");
  await expect(readSource(join(folder, "b.py"), parser)).rejects.toMatchObject({ code: "no-such-file" });
  await expect(readSource(folder, parser)).rejects.toMatchObject({ code: "not-editable" });
  rmSync(folder, { recursive: true });
});

test("refuses to write characters that the encoding lacks", () => {
  const encoding = { name: "latin-1", bom: false } as const;
  expect(() => encodeSource({ encoding }, "x = '€'")).toThrow("encoding does not have");
  expect(() => encodeSource({ encoding: { name: "utf-8", bom: false } }, "\ud83d")).toThrow("cut a character");
});

test("counts columns in UTF-16 units from the line's begin, also after CR", () => {
  const { root } = parseSourceBytes("/p/a.py", utf8("a\r'😀ä', b\r\n  c"), parser);
  const b = root.children[1]?.children.at(-1);
  expect([b?.startLine, b?.startColumn, b?.endColumn]).toEqual([2, 7, 8]);
});
