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
    expect(growingLines([...moments, moment(60, 800_000, true)], [])).toMatchObject([{ line: 3, to: 800_000 }]);
  });

  it("grows where most looks came early, because so much could not be counted often", () => {
    const moments = [0.04, 0.14, 0.27, 0.41, 0.57, 0.79, 2.4].map((at) => moment(at, 30e6 * at));
    expect(growingLines(moments, [])).toMatchObject([{ line: 3 }]);
    expect(
      growingLines(
        moments.map((one) => ({ ...one, lines: [[one.at < 0.3 ? 1e5 * one.at : 5e5, 1, "/app.py", 3]] })),
        [],
      ),
    ).toEqual([]);
  });

  it("grows where only the last look came when its locals were gone", () => {
    const moments = Array.from({ length: 8 }, (_, index) => moment(1 + index, 100_000 * (1 + index)));
    expect(growingLines([...moments, moment(9, 0)], [])).toMatchObject([{ line: 3, to: 800_000 }]);
    expect(growingLines([...moments, moment(9, 0), moment(10, 50_000)], [])).toEqual([]);
  });

  it("does not grow where it has filled up", () => {
    const moments = Array.from({ length: 12 }, (_, index) => moment(1 + index, 100_000 * Math.min(5, 1 + index)));
    expect(growingLines(moments, [])).toEqual([]);
  });
});
