import { wilson } from "../base/statistics.ts";
import { assert } from "../base/refusal.ts";
import { fraction, seconds } from "../base/units.ts";
import type { Fraction } from "../base/units.ts";
import type { ProfiledFunction } from "../profile/profile.ts";
import { displayName } from "./functions.ts";
import { natureOfRow } from "./row-nature.ts";
import type { Heat } from "./heat.ts";
import type { HotExpression, HotLine, Hotspot, LibraryCallee, PassThrough } from "./ranking.ts";
import type { Amount, FunctionTally } from "./tally.ts";

/** A row before it is known whether it is among the top five. */
export interface Row {
  readonly tally: FunctionTally;
  /** Functions folded into it, outermost first. */
  readonly through: readonly number[];
}

/** Rows with the most cumulative time first; of equal ones the one that does more itself, then the outer one. */
export function sortRows(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort(({ tally: left }, { tally: right }) => {
    return right.cumulative.cost - left.cumulative.cost || right.self.cost - left.self.cost;
  });
}

/** Describes the top rows, of which the one with the most time of its own is the worst. */
export function describeTop(heat: Heat, top: readonly Row[], callsOf: CallsOf | undefined): readonly Hotspot[] {
  const worst = top.reduce<Row | undefined>((best, row) => {
    return best === undefined || row.tally.self.cost > best.tally.self.cost ? row : best;
  }, undefined);
  return top.map((row, index) => ({
    ...describeRow(heat, row, callsOf),
    rank: index + 1,
    isWorst: row === worst,
  }));
}

/** The exact number of a function's calls, where somebody counted them. */
export type CallsOf = (file: string, firstLine: number) => number | undefined;

function describeRow(
  heat: Heat,
  { tally, through }: Row,
  callsOf: CallsOf | undefined,
): Omit<Hotspot, "rank" | "isWorst"> {
  const profiled = functionAt(heat, tally.function);
  const { module, qualname, file, firstLine } = profiled;
  const calls = callsOf?.(file, firstLine);
  const { total, effective } = heat.costs;
  return {
    function: displayName(profiled),
    module,
    qualname,
    file,
    line: firstLine,
    cumulative: seconds(tally.cumulative.cost),
    self: seconds(tally.self.cost),
    share: wilson(fraction(tally.cumulative.cost / total), effective),
    selfShare: wilson(fraction(tally.self.cost / total), effective),
    samples: tally.cumulative.samples,
    ...(calls === undefined ? {} : { calls }),
    through: through.map((index) => describeCaller(functionAt(heat, index))),
    libraries: describeLibraries(heat, tally),
    lines: describeLines(heat, tally),
    expressions: describeExpressions(heat, tally),
    ...natureOfRow(heat, tally.function),
  };
}

function describeCaller(profiled: ProfiledFunction): PassThrough {
  return { function: displayName(profiled), file: profiled.file, line: profiled.firstLine };
}

function describeLines(heat: Heat, { lines }: FunctionTally): HotLine[] {
  return hottest([...lines], ([, amount]) => amount).map(([line, { cost, samples }]) => {
    return { line, share: shareOf(heat, cost), samples };
  });
}

function describeExpressions(heat: Heat, { expressions }: FunctionTally): HotExpression[] {
  return hottest([...expressions.values()], (amount) => amount).map(({ position, cost, samples }) => {
    return { position, share: shareOf(heat, cost), samples };
  });
}

function describeLibraries(heat: Heat, { libraries }: FunctionTally): LibraryCallee[] {
  return hottest([...libraries], ([, amount]) => amount).map(([called, { cost, running }]) => {
    const callee = { function: displayName(functionAt(heat, called)), share: shareOf(heat, cost) };
    const [inner] = [...running].sort(([, left], [, right]) => right - left);
    if (inner === undefined || inner[0] === called) return callee;
    return {
      ...callee,
      hottest: { function: displayName(functionAt(heat, inner[0])), share: shareOf(heat, inner[1]) },
    };
  });
}

function hottest<Value>(values: readonly Value[], amountOf: (value: Value) => Amount): readonly Value[] {
  return [...values].sort((left, right) => amountOf(right).cost - amountOf(left).cost).slice(0, mostNamed);
}

const mostNamed = 10;

const shareOf = (heat: Heat, cost: number): Fraction => fraction(cost / heat.costs.total);

function functionAt(heat: Heat, index: number): ProfiledFunction {
  const profiled = heat.functions[index];
  assert(profiled, "a tally is about a function of the profile");
  return profiled;
}
