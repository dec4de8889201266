import { describe, expect, test } from "vitest";
import { agrees, toleranceOf } from "./tolerance.ts";

const hex = (...numbers: readonly number[]): string => Buffer.from(new Float64Array(numbers).buffer).toString("hex");

describe("agrees", () => {
  const near = [
    ["1.0", "1.0"],
    ["mean: 0.30000000000000004 m", "mean: 0.3 m"],
    ["[0x1 -2.5 1e-300 ]", "[0x1 -2.5000000000000004 1.0000000000000002e-300 ]"],
    ["1e16", "9999999999999998.0"],
    ["[1. 2.5]", "[1.0000000000000002 2.5]"],
    [`float64 (2,) ${hex(1, -0.3)}`, `float64 (2,) ${hex(1, -0.1 - 0.2)}`],
    ["5e-324", "5e-324"],
  ] as const;
  test.each(near)("takes %s for %s", (old, now) => {
    expect(agrees(old, now, toleranceOf(1e-9))).toBe(true);
  });

  const far = [
    ["1.0", "1.00000001"],
    ["0.0", "1e-300"],
    ["0.0", "-0.0"],
    ["1.0", "-1.0"],
    ["1", "1.0"],
    ["of 5000000001.", "of 5000000002."],
    ["9007199254740993", "9007199254740992"],
    ["1e16", "9999999999999998"],
    ["nan", "1.0"],
    ["inf", "1.7976931348623157e308"],
    ["1e999", "1e998"],
    ["2.5 m", "2.5000000000000004 s"],
    ["[ 2.5 ]", "[ 2.5 2.5 ]"],
    ["v1.2.3", "v1.2.30000000001"],
    ["a1.5", "a1.5000000000000002"],
    ["5e-324", "1e-323"],
    [`float64 (2,) ${hex(0, 1)}`, `float64 (2,) ${hex(-0, 1)}`],
    [`float64 (1,) ${hex(Number.NaN)}`, `float64 (1,) ${hex(1)}`],
    [`float64 (1,) ${hex(Number.POSITIVE_INFINITY)}`, `float64 (1,) ${hex(1)}`],
    [`int64 (1,) ${hex(1)}`, `int64 (1,) ${hex(1 + 2 ** -52)}`],
    [`float64 (1,) ${hex(1)}`, `float64 (1, 1) ${hex(1)}`],
  ] as const;
  test.each(far)("does not take %s for %s", (old, now) => {
    expect(agrees(old, now, toleranceOf(1e-9))).toBe(false);
  });

  test("remembers the furthest that it let pass", () => {
    const tolerance = toleranceOf(1e-3);
    agrees("1.0 2.0 8.0", "1.0 2.0005 8.0001", tolerance);
    agrees("1.0", "2.0", tolerance);
    expect(tolerance.furthest).toBeCloseTo(0.0005 / 2.0005, 9);
  });
});
