import { describe, expect, it } from "vitest";
import { predict } from "../../src/growth/curve.ts";
import { fitGrowth } from "../../src/growth/fit-growth.ts";
import type { Growth, KnownGrowth } from "../../src/growth/growth.ts";
import { seeded, simulate, type Simulated } from "./simulation.ts";

function known(growth: Growth): KnownGrowth {
  if (growth.kind !== "known") throw new Error(growth.because);
  return growth;
}

/** Of many simulated measurements, those whose growth is known. */
function many(simulated: Simulated, count = 100): KnownGrowth[] {
  const random = seeded(17);
  const fits = Array.from({ length: count }, () => fitGrowth(simulate(simulated, random)));
  return fits.filter((growth) => growth.kind === "known");
}

function coverage(fits: readonly KnownGrowth[], exponent: number): number {
  return fits.filter(({ exponent: { low, high } }) => low <= exponent && exponent <= high).length / fits.length;
}

const power =
  (exponent: number, constant = 0) =>
  (size: number): number =>
    constant + 2 * (size / 8000) ** exponent;
const bent = (size: number): number => (size < 3000 ? 1 : 3);
const nLogN = (size: number): number => (size * Math.log(size)) / 50_000;
const sizes = [1000, 2000, 4000, 8000];

describe("the exponent's interval", () => {
  it.each([
    [0.02, 1],
    [0.05, 2],
    [0.1, 3],
  ])("holds the true exponent in about 95 of 100 measurements with noise %d, n^%d", (noise, exponent) => {
    const fits = many({ timeOf: power(exponent), noise });
    expect(fits.length).toBeGreaterThan(95);
    expect(coverage(fits, exponent)).toBeGreaterThan(0.89);
    expect(coverage(fits, exponent)).toBeLessThan(0.995);
  });

  it("holds it where some sizes have hardly any samples, without leaning to one side", () => {
    const fits = many({ timeOf: power(2), noise: 0.03, grain: 0.01 });
    const mean = fits.reduce((sum, { exponent }) => sum + exponent.value, 0) / fits.length;
    expect(coverage(fits, 2)).toBeGreaterThan(0.89);
    expect(mean).toBeCloseTo(2, 1);
  });

  it("holds it above a constant as large as the growing part", () => {
    const fits = many({ timeOf: power(2, 1), noise: 0.02 });
    expect(coverage(fits, 2)).toBeGreaterThan(0.89);
    expect(fits.filter(({ constant }) => Math.abs(constant - 1) < 0.1).length).toBeGreaterThan(0.9 * fits.length);
  });

  it("widens where no power fits, however exact the repeats are", () => {
    const growth = fitGrowth(simulate({ timeOf: bent, noise: 0.005 }, seeded(1)));
    expect(growth.kind === "cannot-tell" || growth.exponent.high - growth.exponent.low > 0.5).toBe(true);
  });
});

describe("n log n", () => {
  it("is told from n and n^1.1 over four decades", () => {
    const wide = [100, 1000, 10_000, 100_000, 1_000_000];
    const growth = known(fitGrowth(simulate({ timeOf: nLogN, noise: 0.005, sizes: wide }, seeded(3))));
    expect(growth).toMatchObject({ shape: "n-log-n", fitsNLogN: true });
  });

  it("is said to fit as well where the sizes cannot tell", () => {
    const fits = many({ timeOf: nLogN, noise: 0.1 });
    expect(fits.filter(({ fitsNLogN }) => fitsNLogN).length).toBeGreaterThan(0.9 * fits.length);
    const linear = fits.filter(({ exponent: { low, high } }) => low <= 1 && high >= 1);
    expect(linear.length).toBeGreaterThan(5);
    expect(new Set(linear.map(({ shape }) => shape))).toEqual(new Set(["power"]));
  });

  it("is not mistaken for n²", () => {
    expect(known(fitGrowth(simulate({ timeOf: power(2), noise: 0.02 }, seeded(5)))).fitsNLogN).toBe(false);
  });
});

describe("what cannot be told", () => {
  it.each([
    ["too-few-sizes", [{ size: 10, time: 1, grain: 0 }]],
    ["too-few-sizes", [10, 12, 14].map((size) => ({ size, time: size, grain: 0 }))],
    ["too-few-samples", sizes.map((size) => ({ size, time: size / 80_000, grain: 0.02 }))],
    ["too-noisy", sizes.map((size, index) => ({ size, time: [1, 9, 2, 30][index] ?? 0, grain: 0 }))],
  ] as const)("is said: %s", (because, points) => {
    expect(fitGrowth(points)).toMatchObject({ kind: "cannot-tell", because });
  });
});

describe("a prediction", () => {
  it("goes on with the curve, inside an interval that holds the truth about as often as the exponent's", () => {
    const fits = many({ timeOf: power(2, 0.5), noise: 0.03 });
    const truth = power(2, 0.5)(80_000);
    const held = fits.filter(({ curves }) => {
      const { low, high } = predict(curves, 80_000);
      return low <= truth && truth <= high;
    });
    expect(held.length / fits.length).toBeGreaterThan(0.85);
  });
});
