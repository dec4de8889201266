import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fraction, seconds } from "../../src/base/units.ts";
import type { Evidence } from "../../src/diagnose/evidence.ts";
import { deepcopyInLoop } from "../../src/diagnose/rules/deepcopy-in-loop/rule.ts";
import { candidatesIn } from "./old-and-new.ts";

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../fixtures/rules/deepcopy-in-loop", name), "utf8");
}

function measured(share: number, executions: number): readonly Evidence[] {
  return [
    {
      kind: "operand",
      operand: "board",
      types: ["list"],
      sizes: { min: 20, median: 20, max: 20 },
      elements: ["list"],
      hashable: "unhashable",
      observations: 100,
      by: "probed",
    },
    { kind: "count", executions, exact: true },
    { kind: "time", total: seconds(share), share: fraction(share) },
  ];
}

describe("deepcopy-in-loop", () => {
  test("names copies that take a part of the run, and leaves the depth to a person", () => {
    const [found, ...others] = candidatesIn(fixture("slow.py"), deepcopyInLoop);
    expect(others).toEqual([]);
    expect(found?.candidate.obstacles).toEqual([{ code: "depth-unknown", about: "board" }]);
    const judge = (evidence: readonly Evidence[]) => found && deepcopyInLoop.judge(found.candidate, evidence);
    expect(judge(measured(0.9, 2800))).toEqual({ kind: "finding", obstacles: [] });
    expect(judge(measured(0.9, 3))).toEqual({ kind: "harmless", because: "cold" });
    expect(judge(measured(0.04, 2800))).toEqual({ kind: "harmless", because: "cold" });
    expect(judge(measured(0.9, 2800).slice(0, 1))).toEqual({ kind: "harmless", because: "not-seen" });
  });

  test.each([
    ["fast.py", 0],
    ["near-miss-once.py", 1],
    ["near-miss-shallow.py", 0],
    ["near-miss-own.py", 0],
  ] as const)("finds as many places in %s: %i", (name, count) => {
    expect(candidatesIn(fixture(name), deepcopyInLoop).length).toBe(count);
  });

  test("knows the function by what was imported", () => {
    const text = "from copy import deepcopy as clone\ndef f(xs): return [clone(x) for x in xs]\n";
    expect(candidatesIn(text, deepcopyInLoop).length).toBe(1);
    expect(candidatesIn("def f(xs, copy): return copy.deepcopy(xs)\n", deepcopyInLoop).length).toBe(0);
  });
});
