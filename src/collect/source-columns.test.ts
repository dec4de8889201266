import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SourceColumns } from "./source-columns.ts";

const folder = mkdtempSync(join(tmpdir(), "columns-"));

function file(data: Buffer): string {
  const path = join(folder, `${data.toString("hex").slice(0, 20)}.py`);
  writeFileSync(path, data);
  return path;
}

describe("SourceColumns", () => {
  it("counts characters, not bytes, in a line with letters beyond ASCII", () => {
    const path = file(Buffer.from('a = 1\r\ngrüße = "😀"; x in xs\n'));
    const bytes = Buffer.byteLength('grüße = "😀"; ');
    expect(new SourceColumns().characterColumn(path, 2, bytes)).toBe('grüße = "😀"; '.length);
    expect(new SourceColumns().characterColumn(path, 1, 4)).toBe(4);
  });

  it("reads the encoding that the source names", () => {
    const path = file(Buffer.from('# -*- coding: latin-1 -*-\nn = "é"; x in xs\n', "latin1"));
    // CPython's offset is into the UTF-8 that it decoded the source to, where é takes two bytes.
    expect(new SourceColumns().characterColumn(path, 2, 10)).toBe(9);
  });

  it("leaves offsets in sources that are gone as they are", () => {
    expect(new SourceColumns().characterColumn(join(folder, "gone.py"), 3, 17)).toBe(17);
    expect(new SourceColumns().characterColumn("<string>", 1, 17)).toBe(17);
  });
});
