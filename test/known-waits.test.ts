import { describe, expect, it } from "vitest";
import { rank } from "../src/rank/rank.ts";
import type { RowNature } from "../src/rank/ranking.ts";
import { describedPythons } from "./pythons.ts";
import { sampleProgram } from "./sampler/sampled-program.ts";

const pythons = new Set([describedPythons().at(0), describedPythons().at(-1)]);

/** Which of a row's parts each kind of the program's belongs to. */
const PART_OF: Record<string, "computing" | "native" | "sleeping" | "io" | "threads"> = {
  computing: "computing",
  native: "native",
  sleep: "sleeping",
  socket: "io",
  subprocess: "io",
  queue: "threads",
  lock: "threads",
};

describe.runIf(process.platform === "linux")("the nature of a function", () => {
  it.each([...pythons].flatMap((python) => python ?? []))(
    "is told by what it waits for, on $minor",
    async ({ executable }) => {
      const { profile, stdout } = await sampleProgram(executable, ["known_waits.py"], 1000);
      const truth = JSON.parse(stdout) as Record<string, number>;
      const nature = rank(profile).top.find((hotspot) => hotspot.qualname === "timed")?.nature;
      expect(nature).toBeDefined();
      if (nature === undefined) return;
      const expected: Partial<Record<keyof RowNature, number>> = {};
      for (const [kind, spent] of Object.entries(truth)) {
        const part = PART_OF[kind];
        if (part !== undefined) expected[part] = (expected[part] ?? 0) + spent;
      }
      // Three points on a quiet machine (`bench/waits.ts`).
      for (const [part, spent = 0] of Object.entries(expected) as [keyof typeof expected, number][]) {
        const difference = Math.abs(Number(nature[part]) - spent);
        expect(difference, `${part} of ${JSON.stringify([nature, truth])}`).toBeLessThan(0.1);
      }
      const kinds = nature.waits.map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(["sleep", "socket", "queue", "lock"]));
      const calls = nature.waits.map(({ call, line }) => `${call?.split(".").at(-1)}:${line > 0}`);
      expect(calls).toEqual(expect.arrayContaining(["get:true"]));
    },
  );
});
