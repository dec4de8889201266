import { functionAt, type Loaded } from "./profile.ts";

/** What each function took, by index: with all that it called, counted once where it calls itself, and by itself. */
export interface FunctionTimes {
  readonly total: Float64Array;
  readonly self: Float64Array;
}

/** Sums of every function; `totals` are those of the stack nodes. */
export function functionTimes(profile: Loaded, weights: Float64Array, totals: Float64Array): FunctionTimes {
  const [total, self] = [new Float64Array(profile.names.length), new Float64Array(profile.names.length)];
  for (const [index, value] of weights.entries()) {
    const called = functionAt(profile, profile.weightStack[index] ?? -1);
    if (called >= 0) self[called] = (self[called] ?? 0) + value;
  }
  for (let stack = 0; stack < profile.parent.length; stack += 1) {
    const value = totals[stack] ?? 0;
    if (value <= 0 || !isOutermost(profile, stack)) continue;
    const called = functionAt(profile, stack);
    total[called] = (total[called] ?? 0) + value;
  }
  return { total, self };
}

/** No caller of the stack node is the same function. */
export function isOutermost(profile: Loaded, stack: number): boolean {
  const called = functionAt(profile, stack);
  for (let at = profile.parent[stack] ?? -1; at >= 0; at = profile.parent[at] ?? -1) {
    if (functionAt(profile, at) === called) return false;
  }
  return true;
}
