import { incompleteBeta } from "./incomplete-beta.ts";
import { assert } from "./refusal.ts";

/**
 * The quantile of Student's t distribution: the t below which a share of it lies. Found by bisection on the
 * distribution function, so as exact as that (about 1e-12).
 */
export function studentQuantile(share: number, degrees: number): number {
  assert(
    share > 0 && share < 1 && degrees > 0,
    "Student's quantile needs a share inside (0, 1) and degrees of freedom.",
  );
  if (share === 0.5) return 0;
  if (share < 0.5) return -studentQuantile(1 - share, degrees);
  const key = `${share} ${degrees}`;
  const known = quantiles.get(key) ?? bisect(share, degrees);
  quantiles.set(key, known);
  return known;
}

/** Measurements ask for the same few again and again, and one takes some 0.3 ms. */
const quantiles = new Map<string, number>();

function bisect(share: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (studentShare(high, degrees) < share) high *= 2;
  // A double has 53 bits; each step gives one.
  for (let step = 0; step < 64; step += 1) {
    const middle = (low + high) / 2;
    if (studentShare(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The share of Student's t distribution below t ≥ 0: 1 − I(ν/(ν+t²); ν/2, 1/2) / 2 (Abramowitz & Stegun 26.7.1). */
function studentShare(t: number, degrees: number): number {
  return 1 - incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}
