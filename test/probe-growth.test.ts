import { describe, expect, it } from "vitest";
import { growthEvidence } from "../src/diagnose/probe/growth-evidence.ts";
import type { GrowthEvidence } from "../src/diagnose/evidence.ts";
import { probe } from "./probe/watch-everything.ts";
import { testPythons } from "./pythons.ts";

const pythons = testPythons();

/** A watched expression's growth, in a program that executes it 120 times at each of nine sizes. */
async function growthOf(python: string, expression: string): Promise<readonly GrowthEvidence[]> {
  const text = `
import random
random.seed(3)
lists = [[random.random() for _ in range(2 ** k)] for k in range(6, 15)]
for xs in lists * 120:
    ${expression}
`;
  const [record] = await probe(python, text, expression);
  return record === undefined ? [] : growthEvidence(record, "xs");
}

describe.each([...new Set([pythons[0] ?? "python3", pythons.at(-1) ?? "python3"])])(
  "a growth seen by the probe on %s",
  (python) => {
    it("is linear for a scan", async () => {
      const [growth] = await growthOf(python, "2 in xs");
      expect(growth).toMatchObject({ kind: "growth", operand: "xs" });
      expect(growth?.exponent).toBeGreaterThan(0.85);
      expect(growth?.exponent).toBeLessThan(1.15);
      expect(growth?.points).toBeGreaterThan(50);
    });

    it("is linear or a little more for a sort", async () => {
      const [growth] = await growthOf(python, "sorted(xs)");
      expect(growth?.exponent).toBeGreaterThan(0.95);
      expect(growth?.exponent).toBeLessThan(1.4);
    });

    it("is none where the time does not depend on the size", async () => {
      const [growth] = await growthOf(python, "xs.append(1)");
      expect(Math.abs(growth?.exponent ?? 0)).toBeLessThan(0.3);
    });

    it("is not told where all operands have one size", async () => {
      const [record] = await probe(python, "xs = [1] * 500\nfor x in range(300):\n    x in xs\n", "x in xs");
      expect(record === undefined ? undefined : growthEvidence(record, "xs")).toEqual([]);
    });
  },
);
