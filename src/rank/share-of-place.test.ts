import { describe, expect, it } from "vitest";
import { lineNumber } from "../base/units.ts";
import { drawProfile } from "./drawn-profile.ts";
import { readHeat } from "./heat.ts";
import { shareOfPlace } from "./share-of-place.ts";
import type { PlaceHeat } from "./share-of-place.ts";

const heat = readHeat(
  drawProfile(`
    main#20:22  main#20:23  main#20:22                 other.py!hot#3:5  main#20:23
    hot#3:5     hot#3:6     std:json/__init__.py!load  -                 main.<locals>.<genexpr>#24:24
    cpu  4  3  1  1  1
  `),
);

function share(
  functionLine: number,
  [startLine, endLine]: readonly [number, number],
  of?: "self" | "cumulative",
): PlaceHeat {
  const place = {
    file: "/project/app.py",
    functionLine: lineNumber(functionLine),
    startLine: lineNumber(startLine),
    endLine: lineNumber(endLine),
  };
  return shareOfPlace(heat, place, of);
}

describe("the heat of a place", () => {
  it("is the share of all cost on its lines", () => {
    const { samples, share: value, low, high } = share(3, [5, 5]);
    expect([samples, value]).toEqual([100, 0.4]);
    expect(low).toBeLessThan(0.4);
    expect(high).toBeGreaterThan(0.4);
    expect(share(3, [5, 6]).share).toBeCloseTo(0.7);
  });

  it("counts library code that the lines called, not the user's functions", () => {
    expect(share(20, [22, 22]).share).toBeCloseTo(0.1);
    expect(share(20, [22, 22], "cumulative").share).toBeCloseTo(0.5);
  });

  it("counts a comprehension where it is written", () => {
    expect(share(20, [24, 24]).share).toBeCloseTo(0.1);
    expect(share(20, [23, 23]).share).toBe(0);
    expect(share(20, [23, 23], "cumulative").share).toBeCloseTo(0.4);
  });

  it("is nothing on lines that were never seen, with an upper bound all the same", () => {
    const { samples, share: value, high } = share(3, [7, 9]);
    expect([samples, value]).toEqual([0, 0]);
    expect(high).toBeGreaterThan(0);
  });

  it("is unknown in an empty profile", () => {
    const place = { file: "", functionLine: lineNumber(1), startLine: lineNumber(1), endLine: lineNumber(1) };
    expect(shareOfPlace(readHeat(drawProfile("")), place)).toEqual({ samples: 0, share: 0, low: 0, high: 1 });
  });
});
