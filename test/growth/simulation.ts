import type { GrowthPoint } from "../../src/growth/growth.ts";

/** How measurements are simulated. */
export interface Simulated {
  readonly timeOf: (size: number) => number;
  /** Relative, of a run. */
  readonly noise: number;
  /** Seconds that a sample stands for; 0: a clock. */
  readonly grain?: number;
  readonly sizes?: readonly number[];
  readonly runs?: number;
}

/** Draws measurements: a machine's noise on each run, and the samples' on top of it. */
export function simulate(simulated: Simulated, random: () => number): GrowthPoint[] {
  const { timeOf, noise, grain = 0, sizes = [1000, 2000, 4000, 8000], runs = 4 } = simulated;
  return sizes.flatMap((size) =>
    Array.from({ length: runs }, () => {
      const expected = timeOf(size) * Math.exp(noise * normal(random));
      return { size, grain, time: grain > 0 ? grain * poisson(expected / grain, random) : expected };
    }),
  );
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's, by adding up exponential waits. */
function poisson(mean: number, random: () => number): number {
  let count = 0;
  for (let sum = -Math.log(1 - random()); sum < mean; sum -= Math.log(1 - random())) count += 1;
  return count;
}

/** Mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
