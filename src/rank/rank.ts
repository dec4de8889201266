import { fraction, seconds } from "../base/units.ts";
import type { Profile } from "../profile/profile.ts";
import type { Qualify } from "./functions.ts";
import { readHeat } from "./heat.ts";
import type { Heat } from "./heat.ts";
import { describeTop, sortRows } from "./hotspots.ts";
import type { CallsOf, Row } from "./hotspots.ts";
import { natureOf } from "./nature.ts";
import { foldPassThrough } from "./pass-through.ts";
import type { Ranking } from "./ranking.ts";
import { tallyStacks } from "./tally.ts";

/** What ranking may ask of others. */
export interface RankOptions {
  /** Reads a better name from the source where the interpreter gave `co_name` alone (below 3.11). */
  readonly qualify?: Qualify;
  /** Exact numbers of calls. */
  readonly calls?: CallsOf;
}

/** Finds the top five functions by cumulative time and the worst of them. */
export function rank(profile: Profile, options: RankOptions = {}): Ranking {
  return rankHeat(profile, readHeat(profile, options.qualify), options);
}

/** Ranks what has been read already. */
export function rankHeat(profile: Profile, heat: Heat, options: RankOptions = {}): Ranking {
  const { total, samples } = heat.costs;
  const rows = samples < leastSamples ? [] : rowsOf(heat);
  const outside = fraction((rows[topSize]?.tally.cumulative.cost ?? 0) / (total || 1));
  const tooLittle = lackOf(profile, samples);
  return {
    schema: "hasten.ranking/1",
    nature: natureOf(profile, heat.costs),
    top: describeTop(heat, rows.slice(0, topSize), options.calls),
    outside: { share: outside, ceiling: 1 / (1 - Math.min(outside, largestShare)) },
    owned: heat.owned,
    elsewhere: elsewhereOf(heat),
    total: seconds(total),
    samples,
    ...(tooLittle === undefined ? {} : { tooLittle }),
  };
}

const topSize = 5;
/** Fewer samples than this leave a share of one half uncertain by ±20 percentage points and more. */
const leastSamples = 20;
/** Seconds; below, starting the interpreter is what takes the time. */
const leastWall = 0.2;
const shortWall = 1;
/** Keeps a ceiling a number: no share is known better than to one in a thousand. */
const largestShare = 0.999;

/** Seconds; what is left of a program that takes less is on top by chance. */
const briefCost = 0.1;

/** Whether what is left of a program, apart from the interpreter's start, is not worth another look. */
export function isBrief(profile: Profile): boolean {
  return isSeenStarting(profile) && costOfProgram(profile) < briefCost;
}

function rowsOf(heat: Heat): readonly Row[] {
  const tallies = tallyStacks(heat.steps, heat.stacks);
  const rows = [...foldPassThrough(tallies)].flatMap(([index, through]): Row[] => {
    const tally = tallies.get(index);
    // A thread that wakes up for a moment has cost without a sample that carries it.
    return tally === undefined || tally.cumulative.samples === 0 ? [] : [{ tally, through }];
  });
  return sortRows(rows);
}

function elsewhereOf({ stacks, costs }: Heat): Ranking["elsewhere"] {
  const cost = stacks.reduce((sum, stack) => (stack.innermost < 0 ? sum + stack.cost : sum), 0);
  return fraction(cost / (costs.total || 1));
}

function lackOf(profile: Profile, samples: number): Ranking["tooLittle"] {
  const isBelow = (limit: number): boolean => profile.processes.every(({ wall }) => wall < limit);
  if (isBelow(leastWall)) return "too-short";
  // On a busy machine starting an interpreter alone can take this long.
  if (isBelow(shortWall) && isSeenStarting(profile) && costOfProgram(profile) < leastWall) return "too-short";
  return samples < leastSamples ? "too-few-samples" : undefined;
}

/** Other tools' profiles say neither which interpreter ran nor what its main module was. */
const isSeenStarting = ({ processes }: Profile): boolean => processes.every(({ executable }) => executable !== "");

/** Seconds under the program's own main module or in threads of its own: what came before is the interpreter's start. */
function costOfProgram({ functions, frames, stacks, threads, weights }: Profile): number {
  const isInMain: boolean[] = [];
  for (const { parent, frame } of stacks) {
    const profiled = functions[frames[frame]?.function ?? -1];
    isInMain.push(isInMain[parent] === true || profiled?.module === "__main__");
  }
  const isProgram = (stack: number, thread: number): boolean =>
    isInMain[stack] === true || threads[thread]?.isMain === false;
  return weights.reduce((sum, { stack, thread, cpu, blocked }) => {
    return isProgram(stack, thread) ? sum + cpu + blocked : sum;
  }, 0);
}
