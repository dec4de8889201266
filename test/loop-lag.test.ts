import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loopsOf } from "../src/collect/sampler/read-loops.ts";
import { startSampler } from "../src/collect/sampler/sampler.ts";
import { describedPythons } from "./pythons.ts";

const pythons = [...new Set([describedPythons().at(0), describedPythons().at(-1)])].flatMap((python) => python ?? []);
const program = join(import.meta.dirname, "sampler/blocked_loop.py");

describe.runIf(process.platform === "linux")("the lag of an asyncio loop", () => {
  it.each(pythons)("is measured with the frame that blocked it, on $minor", async ({ executable }) => {
    const sampler = await startSampler([], { rate: 1000, followsChildren: true, mostOwnShare: 0.6, seed: 7 });
    const child = spawn(executable, [program], { stdio: ["ignore", "ignore", "inherit"] });
    if (child.pid !== undefined) sampler.watch(child.pid);
    await once(child, "close");
    const [loop, ...others] = loopsOf((await sampler.stop()).recording);
    expect(others).toEqual([]);
    const crunch = loop?.blocked.find(({ function: name }) => name.endsWith("crunch"));
    // The machine can take longer over a turn; the program itself cannot make it shorter.
    expect(crunch?.times).toBe(3);
    expect(crunch?.longest).toBeGreaterThan(0.19);
    expect(loop?.worst).toBeGreaterThan(0.15);
    expect(loop?.p99).toBeGreaterThan(0.1);
    expect(loop?.median).toBeLessThan(0.15);
    expect(loop?.p99).toBeLessThanOrEqual(loop?.worst ?? 0);
  });
});
