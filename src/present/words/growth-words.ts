import type { Interval } from "../../base/interval.ts";
import type { Growth, UnknownGrowth } from "../../growth/growth.ts";
import { formatDuration } from "../format/duration.ts";

const UNKNOWN_WORDS: Record<UnknownGrowth["because"], string> = {
  "too-few-sizes": "too few sizes",
  "too-few-samples": "too few samples",
  "too-noisy": "too noisy",
};

/** `n^1.97 ± 0.04`, `n log n (n^1.12 ± 0.03)`, `cannot tell (too noisy)`. */
export function growthWords(growth: Growth): string {
  if (growth.kind === "cannot-tell") return `cannot tell (${UNKNOWN_WORDS[growth.because]})`;
  const power = powerWords(growth.exponent);
  const constant = growth.constant > 0 ? ` + ${formatDuration(growth.constant)}` : "";
  if (growth.shape === "n-log-n") return `n log n (${power})${constant}`;
  return `${power}${constant}${growth.fitsNLogN ? ", n log n fits as well" : ""}`;
}

/** `n^1.97 ± 0.04`; the wider side where the interval is lopsided. */
export function powerWords({ value, low, high }: Interval): string {
  return `n^${value.toFixed(2)} ± ${Math.max(high - value, value - low, 0.01).toFixed(2)}`;
}
