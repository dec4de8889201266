import type { FunctionTally } from "./tally.ts";

/**
 * Folds callers that only pass their time on: a caller with less than 5 % of its own in itself, one of whose callees
 * carries 95 % or more of it, belongs to that callee's row. Returns the callers of each row, outermost first.
 *
 * The two thresholds are one: what is left of such a caller is too little to be worth a row, and fixing the callee is
 * fixing the caller. Recursion: no caller is folded into a function that is folded into itself, so that of functions
 * that call each other the one that is deepest in the chain stays.
 */
export function foldPassThrough(tallies: ReadonlyMap<number, FunctionTally>): ReadonlyMap<number, readonly number[]> {
  const into = new Map<number, number>();
  const callers = [...tallies.values()].sort((left, right) => right.cumulative.cost - left.cumulative.cost);
  for (const caller of callers) {
    const callee = passesTo(caller).find((candidate) => chainFrom(candidate, into).row !== caller.function);
    if (callee !== undefined) into.set(caller.function, callee);
  }
  const rows = new Map<number, number[]>();
  for (const index of tallies.keys()) if (!into.has(index)) rows.set(index, []);
  const folded = callers.flatMap(({ function: index, cumulative }) => {
    return into.has(index) ? [{ index, cumulative, ...chainFrom(index, into) }] : [];
  });
  for (const { index, row, cumulative } of folded.sort((left, right) => right.length - left.length)) {
    if (cumulative.cost >= leastListed * (tallies.get(row)?.cumulative.cost ?? 0)) rows.get(row)?.push(index);
  }
  return rows;
}

/** The row that a function is folded into in the end, and over how many functions. */
function chainFrom(start: number, into: ReadonlyMap<number, number>): { row: number; length: number } {
  let row = start;
  let length = 0;
  for (let next = into.get(row); next !== undefined; next = into.get(row)) {
    row = next;
    length += 1;
  }
  return { row, length };
}

/** Of the row's time. Thirty small callers of one hot function are folded, but not named. */
const leastListed = 0.05;
const mostKept = 0.05;
const leastPassed = 0.95;

/** The callees that carry (nearly) all of a caller's time, the dearest first; none where it keeps some to itself. */
function passesTo({ cumulative, self, callees }: FunctionTally): number[] {
  if (cumulative.cost <= 0 || self.cost >= mostKept * cumulative.cost) return [];
  return [...callees]
    .filter(([, cost]) => cost >= leastPassed * cumulative.cost)
    .sort(([, left], [, right]) => right - left)
    .map(([callee]) => callee);
}
