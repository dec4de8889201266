import type { Seconds } from "../base/units.ts";
import { tokensOf } from "./line-template.ts";

/** How long the two runs took that printed the lines. */
export interface RunTimes {
  readonly old: Seconds;
  readonly new: Seconds;
}

const TIME_WORD =
  /\b(?:elapsed|took|time|timing|duration|runtime|wall|cpu|seconds?|secs?|ms|finished in|done in)\b|\d ?s\b/i;
const NUMBER = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** A printed time lies within this part of the run's own wall time; what is printed is rounded. */
const SMALLEST_PART = 0.02;
const LARGEST_PART = 1.05;

/**
 * Do two lines differ only in what they say about their own run's time? A program that prints "took 3.2 s" prints
 * another number when it is faster, and may print the same one twice when it is not.
 */
export function differInOwnTimes(oldLine: string, newLine: string, times: RunTimes): boolean {
  if (!TIME_WORD.test(oldLine)) return false;
  const before = tokensOf(oldLine);
  const after = tokensOf(newLine);
  if (before.length !== after.length) return false;
  return before.every((token, index) => {
    const other = after[index] ?? "";
    if (token === other) return true;
    const unit = unitAfter(before, index);
    // A whole number without a unit may count anything.
    if (unit === undefined && !token.includes(".")) return false;
    const scale = unit === "ms" ? 1000 : 1;
    return isPartOf(token, times.old * scale) && isPartOf(other, times.new * scale);
  });
}

function unitAfter(tokens: readonly string[], index: number): string | undefined {
  const next = tokens[index + 1] === " " ? tokens[index + 2] : tokens[index + 1];
  return next !== undefined && /^(?:ms|s|secs?|seconds?)$/.test(next) ? next : undefined;
}

function isPartOf(token: string, wall: number): boolean {
  if (!NUMBER.test(token)) return false;
  // Half a unit in the last printed place, e.g. 0.05 for "3.2".
  const decimals = token.split(".")[1]?.length ?? 0;
  const rounding = 0.5 * 10 ** -decimals;
  const value = Number(token);
  return value >= SMALLEST_PART * wall - rounding && value <= LARGEST_PART * wall + rounding;
}
