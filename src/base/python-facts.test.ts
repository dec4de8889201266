import { expect, test } from "vitest";
import { pythonHas } from "./python-facts.ts";

test("a fact holds from its version on", () => {
  const versions = [8, 9, 10, 11, 13, 14, 15].map((minor) => [3, minor] as const);
  expect(versions.filter((version) => pythonHas("to-thread", version)).map(([, minor]) => minor)).toEqual([
    9, 10, 11, 13, 14, 15,
  ]);
  expect(versions.filter((version) => pythonHas("free-threading-supported", version))).toEqual([
    [3, 14],
    [3, 15],
  ]);
});
