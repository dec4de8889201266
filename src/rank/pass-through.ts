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
  const shortcuts = new Map<number, number>();
  const callers = [...tallies.values()].sort((left, right) => right.cumulative.cost - left.cumulative.cost);
  for (const caller of callers) {
    const callee = passesTo(caller).find((candidate) => rowFrom(candidate, shortcuts) !== caller.function);
    if (callee === undefined) continue;
    into.set(caller.function, callee);
    shortcuts.set(caller.function, callee);
  }
  const lengths = lengthsOf(into);
  const rows = new Map<number, number[]>();
  for (const index of tallies.keys()) if (!into.has(index)) rows.set(index, []);
  const folded = callers.flatMap(({ function: index, cumulative }) => {
    const length = lengths.get(index);
    return length === undefined ? [] : [{ index, cumulative, length, row: rowFrom(index, shortcuts) }];
  });
  for (const { index, row, cumulative } of folded.sort((left, right) => right.length - left.length)) {
    if (cumulative.cost >= leastListed * (tallies.get(row)?.cumulative.cost ?? 0)) rows.get(row)?.push(index);
  }
  return rows;
}

/** The row that a function is folded into in the end; shortens the way for the next who asks. */
function rowFrom(start: number, shortcuts: Map<number, number>): number {
  let row = start;
  for (let next = shortcuts.get(row); next !== undefined; next = shortcuts.get(row)) {
    const beyond = shortcuts.get(next);
    if (beyond !== undefined) shortcuts.set(row, beyond);
    row = beyond ?? next;
  }
  return row;
}

/** Over how many functions each one is folded into its row. */
function lengthsOf(into: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  for (const start of into.keys()) {
    const way: number[] = [];
    let at: number | undefined = start;
    for (; at !== undefined && into.has(at) && !lengths.has(at); at = into.get(at)) way.push(at);
    let length = lengths.get(at ?? -1) ?? 0;
    for (const passed of way.reverse()) {
      length += 1;
      lengths.set(passed, length);
    }
  }
  return lengths;
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
