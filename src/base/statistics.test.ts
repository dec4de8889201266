import { describe, expect, it } from "vitest";
import { Bug } from "./refusal.ts";
import {
  chainRatios,
  bootstrapRatioOfMedians,
  effectiveSize,
  median,
  pairedRatio,
  quantile,
  standardDeviation,
  wilson,
} from "./statistics.ts";
import { studentQuantile } from "./student.ts";

/** A seeded generator (mulberry32), so that a simulation always sees the same draws. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A normally distributed draw (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** How often an interval held the truth. */
function coverage(rounds: number, holds: () => boolean): number {
  return Array.from({ length: rounds }, holds).filter(Boolean).length / rounds;
}

describe("quantiles", () => {
  it("are those of numpy.quantile's default method", () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([15, 20, 35, 40, 50], 0.4)).toBeCloseTo(29, 12);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("order numbers as numbers and leave the values alone", () => {
    const values = [10, 9, 100, 1];
    expect(median(values)).toBe(9.5);
    expect(values).toEqual([10, 9, 100, 1]);
  });

  it("refuse to speak without values", () => {
    expect(() => median([])).toThrow(Bug);
  });
});

describe("Student's quantile", () => {
  // Critical values of the t distribution; the NIST/SEMATECH e-Handbook (1.3.6.7.2) prints them to three decimals.
  it.each([
    [0.975, 1, 12.706204736],
    [0.975, 2, 4.30265273],
    [0.975, 3, 3.182446305],
    [0.975, 5, 2.570581836],
    [0.975, 10, 2.228138852],
    [0.975, 30, 2.042272456],
    [0.975, 100, 1.983971519],
    [0.95, 4, 2.131846786],
    [0.995, 7, 3.499483297],
    [0.9995, 9, 4.780912586],
  ])("of %d at %d degrees is %d", (share, degrees, expected) => {
    expect(studentQuantile(share, degrees)).toBeCloseTo(expected, 7);
    expect(studentQuantile(1 - share, degrees)).toBeCloseTo(-expected, 6);
  });

  it("agrees with the closed forms of one and two degrees", () => {
    for (const share of [0.51, 0.6, 0.75, 0.9, 0.99, 0.9999]) {
      expect(studentQuantile(share, 1) / Math.tan(Math.PI * (share - 0.5))).toBeCloseTo(1, 9);
      const two = (2 * share - 1) * Math.sqrt(2 / (4 * share * (1 - share)));
      expect(studentQuantile(share, 2) / two).toBeCloseTo(1, 9);
    }
  });

  it("approaches the normal distribution", () => {
    expect(studentQuantile(0.975, 1e6)).toBeCloseTo(1.9599663568, 8);
  });
});

describe("Wilson's interval", () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %d in %d is %d to %d", (seen, n, low, high) => {
    const interval = wilson(seen / n, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it("says nothing without observations", () => {
    expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
  });

  it("holds the true share in about 95 of 100 samplings", () => {
    const random = seeded(7);
    const held = coverage(2000, () => {
      const seen = Array.from({ length: 80 }, () => random() < 0.3).filter(Boolean).length;
      const { low, high } = wilson(seen / 80, 80);
      return low <= 0.3 && 0.3 <= high;
    });
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });
});

describe("the effective size", () => {
  it("is the number of observations where all weigh the same", () => {
    expect(effectiveSize(50 * 0.2, 50 * 0.04)).toBeCloseTo(50, 10);
  });

  it("is near one where one weighs more than all others", () => {
    expect(effectiveSize(100 + 10, 100 ** 2 + 10)).toBeLessThan(1.25);
    expect(effectiveSize(0, 0)).toBe(0);
  });
});

describe("the paired ratio", () => {
  it("is the t interval of the logarithms", () => {
    // logs: ln 2, ln 2, ln 4 → mean 4/3 ln 2, sd ln 2 / √3, half = 4.30265273 · (ln 2 / √3) / √3
    const { value, low, high } = pairedRatio([2, 4, 4], [1, 2, 1]);
    const half = (4.30265273 * Math.LN2) / 3;
    expect(value).toBeCloseTo(2 ** (4 / 3), 10);
    expect(low).toBeCloseTo(2 ** (4 / 3) * Math.exp(-half), 6);
    expect(high).toBeCloseTo(2 ** (4 / 3) * Math.exp(half), 6);
  });

  it("does not trust a single pair", () => {
    expect(pairedRatio([4], [4])).toEqual({ value: 1, low: 0, high: Number.POSITIVE_INFINITY });
  });

  it("refuses times that are not above zero", () => {
    expect(() => pairedRatio([1, 2], [0, 1])).toThrow(Bug);
    expect(() => pairedRatio([1, 2], [1])).toThrow(Bug);
  });

  it("holds the true ratio in about 95 of 100 measurements, however the machine drifts between pairs", () => {
    const random = seeded(11);
    const held = coverage(2000, () => {
      const drift = Array.from({ length: 6 }, () => Math.exp(normal(random)));
      const olds = drift.map((load) => 1.25 * load * Math.exp(0.05 * normal(random)));
      const news = drift.map((load) => load * Math.exp(0.05 * normal(random)));
      const { low, high } = pairedRatio(olds, news);
      return low <= 1.25 && 1.25 <= high;
    });
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.97);
  });
});

describe("the bootstrap", () => {
  it("is exact where nothing varies", () => {
    expect(bootstrapRatioOfMedians([4, 4, 4], [2, 2, 2], seeded(1))).toEqual({ value: 2, low: 2, high: 2 });
  });

  it("holds the true ratio of medians in some 95 of 100 measurements", () => {
    const random = seeded(3);
    const draw = (): number[] => Array.from({ length: 25 }, () => Math.exp(0.2 * normal(random)));
    const held = coverage(200, () => {
      const { low, high } = bootstrapRatioOfMedians(draw(), draw(), random);
      return low <= 1 && 1 <= high;
    });
    expect(held).toBeGreaterThan(0.9);
  });

  it("gives the same interval for the same draws", () => {
    const olds = [5, 6, 7, 8];
    const news = [2, 3, 4, 5];
    expect(bootstrapRatioOfMedians(olds, news, seeded(5))).toEqual(bootstrapRatioOfMedians(olds, news, seeded(5)));
  });
});

describe("the standard deviation", () => {
  it("divides by one less than the number of values", () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });
});

describe("a chain of ratios", () => {
  it("is the one ratio with its own interval", () => {
    expect(chainRatios([{ value: 2, low: 1.9, high: 2.1, pairs: 3 }])).toEqual({ value: 2, low: 1.9, high: 2.1 });
  });

  it("holds the true product in about 95 of 100 measurements, though the two were not equally noisy", () => {
    const random = seeded(17);
    const measure = (ratio: number, noise: number, pairs: number): Parameters<typeof chainRatios>[0][number] => {
      const draw = (): number[] => Array.from({ length: pairs }, () => Math.exp(noise * normal(random)));
      const olds = draw().map((time) => ratio * time);
      return { ...pairedRatio(olds, draw()), pairs };
    };
    const held = coverage(400, () => {
      const { low, high } = chainRatios([measure(3, 0.02, 3), measure(1.2, 0.06, 7)]);
      return low <= 3.6 && 3.6 <= high;
    });
    expect(held).toBeGreaterThan(0.92);
    expect(held).toBeLessThan(0.985);
  });
});
