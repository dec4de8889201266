import { describe, expect, it } from "vitest";
import { bytes } from "../../base/units.ts";
import { formatDuration } from "./duration.ts";
import { formatBytes, formatCount, formatPercent, formatRatio } from "./number.ts";
import { relativePath, shortPath } from "./path.ts";
import { formatTable } from "./table.ts";

describe("formats", () => {
  it.each([
    [0.000_004, "4 µs"],
    [0.0042, "4.2 ms"],
    [0.042, "42 ms"],
    [4.2, "4.20 s"],
    [42, "42.0 s"],
    [125, "2 min 05 s"],
    [119.7, "2 min 00 s"],
  ])("tells %f s as %s", (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  it("keeps the figures that matter in ratios and percents", () => {
    expect([31.4, 4.23, 1.071, Infinity].map(formatRatio)).toEqual(["31×", "4.2×", "1.07×", "∞×"]);
    expect([0.71, 0.004, 0].map(formatPercent)).toEqual(["71 %", "0.4 %", "0 %"]);
    expect(formatCount(60_000)).toBe("60,000");
    expect(formatBytes(bytes(42_000_000))).toBe("42 MB");
  });

  it("shows paths as a reader in the folder would type them, and leaves others whole", () => {
    expect(relativePath("/p/src/a.py", "/p")).toBe("src/a.py");
    expect(relativePath("/q/a.py", "/p/deep")).toBe("../../q/a.py");
    expect(shortPath("/q/a.py", "/p/deep")).toBe("/q/a.py");
    expect(relativePath("<frozen runpy>", "/p")).toBe("<frozen runpy>");
  });

  it("lines numbers up on the right", () => {
    expect(
      formatTable(
        [
          ["a", "1"],
          ["bcd", "100"],
        ],
        new Set([1]),
      ),
    ).toEqual(["a      1", "bcd  100"]);
  });
});
