import { functionAt, type Loaded } from "./profile.ts";
import { isOutermost } from "./functions.ts";

/** A stretch of source with the weight of the time that it was on a stack. */
export interface HotPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly value: number;
}

/** A function on the other side of a line: one that called it, or that it calls. */
export interface Neighbour {
  readonly called: number;
  readonly value: number;
}

/** The heat of a file: every expression that was on a stack, with all that it called, counted once where a function calls itself. */
export function fileHeat(profile: Loaded, totals: Float64Array, file: number): readonly HotPlace[] {
  const sums = new Map<number, number>();
  eachInFile(profile, totals, file, (stack, value) => {
    const frame = profile.frame[stack] ?? 0;
    sums.set(frame, (sums.get(frame) ?? 0) + value);
  });
  return [...sums].map(([frame, value]) => ({
    line: profile.frameLine[frame] ?? 0,
    column: profile.frameColumn[frame] ?? -1,
    endLine: profile.frameEndLine[frame] ?? -1,
    endColumn: profile.frameEndColumn[frame] ?? -1,
    value,
  }));
}

/** Who called the functions that were at a line, and what was called from it; the heaviest first. */
export function neighboursOfLine(
  profile: Loaded,
  totals: Float64Array,
  file: number,
  line: number,
): { readonly callers: readonly Neighbour[]; readonly callees: readonly Neighbour[] } {
  const [callers, callees] = [new Map<number, number>(), new Map<number, number>()];
  const isHere = new Uint8Array(profile.parent.length);
  eachInFile(profile, totals, file, (stack, value) => {
    if (profile.frameLine[profile.frame[stack] ?? 0] !== line) return;
    isHere[stack] = 1;
    const above = functionAt(profile, profile.parent[stack] ?? -1);
    if (above >= 0) callers.set(above, (callers.get(above) ?? 0) + value);
  });
  for (let stack = 0; stack < profile.parent.length; stack += 1) {
    if (isHere[profile.parent[stack] ?? -1] !== 1) continue;
    const called = functionAt(profile, stack);
    callees.set(called, (callees.get(called) ?? 0) + (totals[stack] ?? 0));
  }
  return { callers: heaviest(callers), callees: heaviest(callees) };
}

/** The line of a function where most of its time was spent; its first one where nothing was seen. */
export function hottestLine(profile: Loaded, totals: Float64Array, called: number): number {
  const sums = new Map<number, number>();
  for (let stack = 0; stack < profile.parent.length; stack += 1) {
    if (functionAt(profile, stack) !== called) continue;
    const line = profile.frameLine[profile.frame[stack] ?? 0] ?? 0;
    sums.set(line, (sums.get(line) ?? 0) + (totals[stack] ?? 0));
  }
  return heaviest(sums)[0]?.called ?? profile.lineOf[called] ?? 1;
}

function eachInFile(
  profile: Loaded,
  totals: Float64Array,
  file: number,
  visit: (stack: number, value: number) => void,
): void {
  for (let stack = 0; stack < profile.parent.length; stack += 1) {
    const value = totals[stack] ?? 0;
    if (value > 0 && profile.fileOf[functionAt(profile, stack)] === file && isOutermost(profile, stack)) {
      visit(stack, value);
    }
  }
}

function heaviest(sums: ReadonlyMap<number, number>): readonly Neighbour[] {
  return [...sums].map(([called, value]) => ({ called, value })).sort((one, other) => other.value - one.value);
}
