import { incompleteBeta } from "./incomplete-beta.ts";
import { assert } from "./refusal.ts";

/**
 * The chance that a ratio of two variances, which are the same in truth, is as large as f: the upper tail of Fisher's
 * F distribution, I(d₂/(d₂ + d₁f); d₂/2, d₁/2) (Abramowitz & Stegun 26.6.2).
 */
export function fisherTail(f: number, above: number, below: number): number {
  assert(above > 0 && below > 0, "Fisher's distribution needs degrees of freedom.");
  if (f <= 0) return 1;
  return Number.isFinite(f) ? incompleteBeta(below / (below + above * f), below / 2, above / 2) : 0;
}
