import { describe, expect, test } from "vitest";
import { toleranceOption } from "./options.ts";

describe("--tolerance", () => {
  test.each(["1e-9", "0.01", "1E-12"])("takes %s", (text) => {
    expect(toleranceOption({ tolerance: text }, "tolerance", "--tolerance")).toBe(Number(text));
  });

  test.each(["0", "-1e-9", "0.5", "5%", "", "nan"])("refuses %j", (text) => {
    expect(() => toleranceOption({ tolerance: text }, "tolerance", "--tolerance")).toThrow("up to 0.01");
  });
});
