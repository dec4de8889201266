import { describe, expect, it } from "vitest";
import { rank } from "../src/rank/rank.ts";
import type { RowNature } from "../src/rank/ranking.ts";
import { describedPythons } from "./pythons.ts";
import { sampleProgram } from "./sampler/sampled-program.ts";

const pythons = new Set([describedPythons().at(0), describedPythons().at(-1)]);

/** The parts of a row's time as the program counts them. */
function partsOf({ computing, native, waits }: RowNature): Record<string, number> {
  const parts: Record<string, number> = { computing, native };
  for (const { kind, fraction } of waits) parts[kind] = (parts[kind] ?? 0) + fraction;
  return parts;
}

describe.runIf(process.platform === "linux")("the nature of a function", () => {
  it.each([...pythons].flatMap((python) => python ?? []))(
    "is told by what it waits for, on $minor",
    async ({ executable }) => {
      const { profile, stdout } = await sampleProgram(executable, ["known_waits.py"], 1000);
      const truth = JSON.parse(stdout) as Record<string, number>;
      const nature = rank(profile).top.find((hotspot) => hotspot.qualname === "timed")?.nature;
      expect(nature).toBeDefined();
      if (nature === undefined) return;
      const parts = partsOf(nature);
      // Three points on a quiet machine (`bench/waits.ts`).
      for (const [kind, part] of Object.entries(truth)) {
        expect(Math.abs((parts[kind] ?? 0) - part), `${kind} of ${JSON.stringify([parts, truth])}`).toBeLessThan(0.08);
      }
      const calls = nature.waits.map(({ call, line }) => `${call?.split(".").at(-1)}:${line > 0}`);
      expect(calls).toEqual(expect.arrayContaining(["get:true"]));
    },
  );
});
