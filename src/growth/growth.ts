import type { Interval } from "../base/interval.ts";

/** One measurement: what something took at one size. */
export interface GrowthPoint {
  readonly size: number;
  /** Seconds; zero where no sample fell on it. */
  readonly time: number;
  /**
   * Seconds: the variance of a sampled time divided by that time (a sample's worth, so that time / grain is the
   * number of samples that the time rests on). 0 where the time was measured with a clock.
   */
  readonly grain: number;
}

/** What `c + a·n^b` or `c + a·n·log n` says of how something grows. */
export interface KnownGrowth {
  readonly kind: "known";
  /** b with its 95 % interval. */
  readonly exponent: Interval;
  /** What is predicted with: `n-log-n` where it fits as well as the power and n alone does not. */
  readonly shape: "power" | "n-log-n";
  /** n log n lies inside the interval: the two cannot be told apart by these sizes. */
  readonly fitsNLogN: boolean;
  /** c in seconds: what does not grow; 0 where the times give no reason for one. */
  readonly constant: number;
  /** Measurements that the fit rests on. */
  readonly points: number;
  /** Seconds at any size, with the interval that the exponent's brings. */
  readonly curves: Curves;
}

/** Nothing honest can be said. */
export interface UnknownGrowth {
  readonly kind: "cannot-tell";
  readonly because: "too-few-sizes" | "too-few-samples" | "too-noisy";
  readonly points: number;
}

export type Growth = KnownGrowth | UnknownGrowth;

/** `constant + scale · (n/reference)^exponent`, seconds; with `exponent` undefined it is n log n over its value at the reference. */
export interface Curve {
  readonly constant: number;
  readonly scale: number;
  readonly reference: number;
  readonly exponent?: number;
}

/** The best curve and those at both ends of the exponent's interval. */
export interface Curves {
  readonly best: Curve;
  readonly low: Curve;
  readonly high: Curve;
}
