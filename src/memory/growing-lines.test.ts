import { describe, expect, it } from "vitest";
import type { LinesFile } from "../collect/memory/memory-files.ts";
import { growingLines } from "./growing-lines.ts";

const moment = (at: number, held: number, end = false): LinesFile => ({
  at,
  end,
  held,
  lines: [[held, 1, "/app.py", 3]],
  samples: [],
});

describe("what a line holds", () => {
  it("grows where it was seen to in the run itself, however long the program took to end", () => {
    const moments = Array.from({ length: 8 }, (_, index) => moment(1 + index, 100_000 * (1 + index)));
    expect(growingLines([...moments, moment(60, 800_000, true)])).toMatchObject([{ line: 3, to: 800_000 }]);
  });

  it("does not grow where it has filled up", () => {
    const moments = Array.from({ length: 12 }, (_, index) => moment(1 + index, 100_000 * Math.min(5, 1 + index)));
    expect(growingLines(moments)).toEqual([]);
  });
});
