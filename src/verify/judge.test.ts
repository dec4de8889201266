import { describe, expect, it } from "vitest";
import { bytes, seconds } from "../base/units.ts";
import { benchmark, defaultBenchmark, evaluate, type Timing } from "./benchmark.ts";
import { judgeMeasurement } from "./judge.ts";
import type { World } from "../base/world.ts";

function timing(wall: number, peak = 10e6): Timing {
  return { wall: seconds(wall), cpu: seconds(wall), peakRss: bytes(peak) };
}

function timings(wall: number, cpu: number) {
  return [1, 1.01, 0.99, 1].map((part) => ({ ...timing(wall * part), cpu: seconds(cpu) }));
}

function judge(olds: number[], news: number[], peak = 10e6) {
  const before = olds.map((wall) => timing(wall));
  const after = news.map((wall) => timing(wall, peak));
  return judgeMeasurement(evaluate(before, after, []), defaultBenchmark);
}

describe("the rule of keeping", () => {
  it("keeps a clear gain", () => {
    expect(judge([2, 2.02, 1.99, 2.01], [1, 1.01, 0.99, 1]).kind).toBe("kept");
  });

  it("asks of a fix that lets threads wait for less waiting, not for less work", () => {
    const measured = evaluate(timings(2, 0.3), timings(1, 0.4), []);
    expect(judgeMeasurement(measured, { ...defaultBenchmark, saving: "processor" }).kind).toBe("within-noise");
    expect(judgeMeasurement(measured, { ...defaultBenchmark, saving: "beside" }).kind).toBe("kept");
    const busy = evaluate(timings(2, 1.95), timings(1, 0.9), []);
    expect(judgeMeasurement(busy, { ...defaultBenchmark, saving: "beside" }).kind).toBe("within-noise");
    // Two cores at work where one was idle: only work beside other work comes beyond one.
    const beside = evaluate(timings(2, 1.95), timings(1.1, 2.05), []);
    expect(judgeMeasurement(beside, { ...defaultBenchmark, saving: "beside" }).kind).toBe("kept");
    expect(judgeMeasurement(beside, { ...defaultBenchmark, saving: "processor" }).kind).toBe("within-noise");
  });

  it("keeps the original when the gain is within noise", () => {
    expect(judge([1, 1.2, 0.9, 1.1], [1.05, 0.95, 1.1, 0.9]).kind).toBe("within-noise");
  });

  it("keeps the original when the gain is sure but small", () => {
    const judgement = judge([1.02, 1.021, 1.02, 1.021, 1.02], [1, 1, 1, 1, 1]);
    expect(judgement.kind).toBe("within-noise");
    expect(judgement.reason).toContain("least gain of 5 %");
  });

  it("keeps the original when the old version differs as much from itself", () => {
    const judgement = judge([1, 2, 1, 2, 1, 2], [0.8, 1.6, 0.8, 1.6, 0.8, 1.6]);
    expect(judgement.kind).toBe("within-noise");
    expect(judgement.reason).toContain("old over old");
  });

  it("keeps what takes twice the memory only where that was allowed, and says so", () => {
    const before = [2, 2.01, 1.99, 2].map((wall) => timing(wall));
    const after = [1, 1.01, 0.99, 1].map((wall) => timing(wall, 100e6));
    const measurement = evaluate(before, after, []);
    expect(judgeMeasurement(measurement, defaultBenchmark).reason).toContain("--trade-memory");
    expect(judgeMeasurement(measurement, { ...defaultBenchmark, allowedMemory: 85e6 }).kind).toBe("kept");
    const judgement = judgeMeasurement(measurement, { ...defaultBenchmark, tradesMemory: true });
    expect(judgement.kind).toBe("kept");
    expect(judgement.reason).toContain("10 MB to 100 MB");
  });

  it("refuses what is slower, what eats memory, and what is too short or drifts", () => {
    expect(judge([1, 1.01, 0.99], [1.2, 1.21, 1.19]).kind).toBe("slower");
    expect(judge([2, 2.01, 1.99, 2], [1, 1.01, 0.99, 1], 100e6).kind).toBe("slower");
    expect(judge([0.04, 0.04, 0.04], [0.02, 0.02, 0.02]).kind).toBe("cannot-tell");
    const drifting = [1, 1.2, 1.4, 1.6, 1.8, 2];
    const judgement = judge(
      drifting,
      drifting.map((wall) => wall / 1.2),
    );
    expect(judgement.kind).toBe("cannot-tell");
    expect(judgement.reason).toContain("drifted");
  });

  it("says that memory grows where it keeps the fix all the same", () => {
    const judgement = judgeMeasurement(
      evaluate(
        [2, 2.01, 2].map((wall) => timing(wall, 100e6)),
        [1, 1.01, 1].map((wall) => timing(wall, 150e6)),
        [],
      ),
      defaultBenchmark,
    );
    expect(judgement.kind).toBe("kept");
    expect(judgement.reason).toContain("100 MB to 150 MB");
  });
});

/** A generator with a seed (mulberry32), so that the simulation says the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shares of verdicts over simulated measurements: log-normal noise, now and then a run that something else delayed. */
async function simulate(
  trueRatio: number,
  noise: number,
  repetitions: number,
): Promise<{ kept: number; pairs: number }> {
  const random = seeded(1234);
  const draw = (): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.exp(normal * noise) * (random() < 0.05 ? 1.3 : 1);
  };
  const world = { random, now: () => 0, report: () => undefined } as unknown as World;
  let kept = 0;
  let pairs = 0;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const runOld = async (): Promise<Timing> => timing(draw());
    const runNew = async (): Promise<Timing> => timing(draw() / trueRatio);
    const measurement = await benchmark({ runOld, runNew, unchanged: [timing(draw())] }, defaultBenchmark, world);
    if (measurement === undefined) continue;
    pairs += measurement.olds.length / repetitions;
    if (judgeMeasurement(measurement, defaultBenchmark).kind === "kept") kept += 1 / repetitions;
  }
  return { kept, pairs };
}

describe("the adaptive number of pairs", () => {
  it("keeps the unchanged program in less than 1 of 100 cases, however noisy the machine", async () => {
    for (const noise of [0.01, 0.05, 0.1, 0.2]) expect((await simulate(1, noise, 2000)).kept).toBeLessThan(0.01);
  });

  it("runs a third pair where the clock is clear after two and the processor's time is not", async () => {
    const spent = [0.9, 0.2, 0.9, 0.02];
    const [olds, news] = [
      [2, 2.01, 2, 2],
      [0.2, 0.201, 0.2, 0.2],
    ];
    const run = (walls: number[], cpus: (at: number) => number) => {
      let at = -1;
      return async (): Promise<Timing> => {
        at += 1;
        return { ...timing(walls[at % 4] ?? 1), cpu: seconds(cpus(at)) };
      };
    };
    const contestants = {
      runOld: run(olds, () => 2),
      runNew: run(news, (at) => spent[at] ?? 0.2),
      unchanged: [timing(2), timing(2)],
    };
    const options = { ...defaultBenchmark, saving: "processor" } as const;
    const world = { random: () => 0.9, now: () => 0, report: () => undefined } as unknown as World;
    const measured = await benchmark(contestants, options, world);
    expect(measured?.olds.length).toBeGreaterThan(2);
    expect(measured && judgeMeasurement(measured, options).kind).toBe("kept");
  });

  it("keeps what is twice as fast, with few pairs on a quiet machine", async () => {
    const quiet = await simulate(2, 0.02, 300);
    expect(quiet.kept).toBeGreaterThan(0.97);
    expect(quiet.pairs).toBeLessThan(6);
    expect((await simulate(2, 0.1, 300)).kept).toBeGreaterThan(0.95);
  });
});
