import { describe, expect, it } from "vitest";
import { describedPythons } from "./pythons.ts";
import { measureKnownWaits } from "./sampler/known-waits.ts";

const pythons = new Set([describedPythons().at(0), describedPythons().at(-1)]);

describe.runIf(process.platform === "linux")("the nature of a function", () => {
  it.each([...pythons].flatMap((python) => python ?? []))(
    "is told by what it waits for, on $minor",
    async ({ executable }) => {
      const { nature, parts } = await measureKnownWaits(executable, "known_waits.py");
      expect(nature).toBeDefined();
      if (nature === undefined) return;
      expect(parts).toHaveLength(5);
      // Three points on a quiet machine (`bench/waits.ts`).
      for (const { part, spent, measured } of parts)
        expect(Math.abs(measured - spent), `${part} of ${JSON.stringify([nature, parts])}`).toBeLessThan(0.1);
      const kinds = nature.waits.map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(["sleep", "socket", "queue", "lock"]));
      const calls = nature.waits.map(({ call, line }) => `${call?.split(".").at(-1)}:${line > 0}`);
      expect(calls).toEqual(expect.arrayContaining(["get:true"]));
    },
  );
});
