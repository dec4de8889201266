import type { LineNumber, Seconds } from "../base/units.ts";
import { seconds } from "../base/units.ts";
import { displayName } from "./functions.ts";
import type { Heat } from "./heat.ts";
import { describeTop } from "./hotspots.ts";
import type { Hotspot } from "./ranking.ts";
import { tallyStacks } from "./tally.ts";

/** A function that can be met again in another run of the program. */
export interface NamedFunction {
  /** `module.qualname` */
  readonly function: string;
  readonly file: string;
  readonly line: LineNumber;
}

/** What a function took in one run. */
export interface FunctionTime extends NamedFunction {
  readonly self: Seconds;
  readonly cumulative: Seconds;
}

/** One run's time by function. */
export interface FunctionTimes {
  readonly functions: readonly FunctionTime[];
  readonly total: Seconds;
  /** Of it, what had no function of the user's on the stack: start-up, imports, threads of libraries. */
  readonly elsewhere: Seconds;
  /** What one sample stands for: the total over Kish's effective number of samples. */
  readonly grain: Seconds;
}

/** Every function's own and cumulative time, not only the top five's. */
export function functionTimes(heat: Heat): FunctionTimes {
  const { costs, stacks, steps } = heat;
  const tallies = [...tallyStacks(steps, stacks).values()];
  return {
    functions: tallies.flatMap(({ function: index, self, cumulative }): FunctionTime[] => {
      const named = nameOf(heat, index);
      return named === undefined ? [] : [{ ...named, self: seconds(self.cost), cumulative: seconds(cumulative.cost) }];
    }),
    total: seconds(costs.total),
    elsewhere: seconds(stacks.reduce((sum, { innermost, cost }) => (innermost < 0 ? sum + cost : sum), 0)),
    grain: seconds(costs.effective > 0 ? costs.total / costs.effective : 0),
  };
}

/** These functions as the rows of a ranking, in the order in which they are asked for. */
export function describeFunctions(heat: Heat, wanted: readonly NamedFunction[]): readonly Hotspot[] {
  const tallies = tallyStacks(heat.steps, heat.stacks);
  const byKey = new Map([...tallies.values()].map((tally) => [keyAt(heat, tally.function), tally]));
  const rows = wanted.flatMap((named) => {
    const tally = byKey.get(functionKey(named));
    return tally === undefined ? [] : [{ tally, through: [] }];
  });
  return describeTop(heat, rows, undefined);
}

/** The same in every run of the program. */
export function functionKey({ function: name, file, line }: NamedFunction): string {
  return `${line} ${name} ${file}`;
}

function keyAt(heat: Heat, index: number): string {
  const named = nameOf(heat, index);
  return named === undefined ? "" : functionKey(named);
}

function nameOf({ functions }: Heat, index: number): NamedFunction | undefined {
  const profiled = functions[index];
  return profiled && { function: displayName(profiled), file: profiled.file, line: profiled.firstLine };
}
