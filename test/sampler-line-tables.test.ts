import { execFileSync } from "node:child_process";
import { expect, it, describe } from "vitest";
import { decodeLineTable, positionAt } from "../src/collect/sampler/line-table.ts";
import { describedPythons } from "./pythons.ts";

type Row = readonly [firstLine: number, table: string, positions: readonly (readonly number[])[]];

describe.each([...describedPythons()])("the line tables of CPython $minor", ({ executable, minor }) => {
  it("tell where every instruction comes from, as CPython itself says", () => {
    const version = [3, Number(minor.split(".")[1])] as const;
    const out = execFileSync(executable, ["test/sampler/line_tables.py"], { encoding: "utf8", maxBuffer: 1 << 28 });
    const rows = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    expect(rows.length).toBeGreaterThan(500);
    for (const [firstLine, table, positions] of rows) {
      const decoded = decodeLineTable(Buffer.from(table, "base64"), firstLine, version);
      const found = positions.map((_, instruction) => {
        const position = positionAt(decoded, instruction);
        if (position === undefined) return [-1, -1, -1, -1];
        return [position.line, position.column, position.endLine, position.endColumn];
      });
      expect(found).toEqual(
        positions.map(([line = -1, ...columns]) => (line < 0 ? [-1, -1, -1, -1] : [line, ...columns])),
      );
    }
  });
});
