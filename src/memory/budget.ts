import type { Bytes } from "../base/units.ts";

/** What a budget is about: the process as the system counts it, or what Python holds by tracemalloc. */
export type BudgetKind = "memory" | "held";

/** `cannot-tell`: some runs were above the limit, others not. */
export type BudgetVerdict = "within" | "exceeded" | "cannot-tell";

/** A budget with the peaks that were measured. */
export interface Budget {
  readonly kind: BudgetKind;
  readonly limit: Bytes;
  /** One a run, in bytes. */
  readonly peaks: readonly Bytes[];
}

/** A budget is exceeded where every run exceeds it: a single high one may be the system's doing. */
export function judgeBudget({ limit, peaks }: Budget): BudgetVerdict {
  if (peaks.every((peak) => peak > limit)) return "exceeded";
  return peaks.some((peak) => peak > limit) ? "cannot-tell" : "within";
}
