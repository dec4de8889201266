import { fraction, type Fraction } from "../base/units.ts";
import type { Profile } from "../profile/profile.ts";
import { describeFunctions, functionKey, functionTimes, type NamedFunction } from "./function-times.ts";
import { readHeat, type Heat } from "./heat.ts";
import { natureOf } from "./nature.ts";
import type { HotLine, Nature } from "./ranking.ts";

/** A function's shares of a profile. */
export interface FunctionShares {
  readonly self: Fraction;
  readonly cumulative: Fraction;
}

/** A function with its shares of the last seconds and of all time. */
export interface LiveRow extends NamedFunction {
  readonly recent: FunctionShares;
  readonly whole: FunctionShares;
}

/** One stretch of a live watch. */
export interface LiveSpan {
  readonly nature: Nature;
  /** The part of the time in which a thread held the GIL. */
  readonly gilHeld: Fraction;
  readonly samples: number;
  /** Seconds. */
  readonly wall: number;
}

/** What a live watch shows at one moment. */
export interface LiveTable {
  readonly recent: LiveSpan;
  readonly whole: LiveSpan;
  readonly thrownAway: number;
  readonly missed: number;
  /** In no order. */
  readonly rows: readonly LiveRow[];
  /** The lines of a function with their shares of the last seconds. */
  readonly linesOf: (named: NamedFunction) => readonly HotLine[];
}

/** Ranks two stretches of the same watch side by side. */
export function liveTable(recent: Profile, whole: Profile): LiveTable {
  const [recently, wholly] = [readHeat(recent), readHeat(whole)];
  const shares = sharesOf(recently);
  const { truth } = whole;
  return {
    recent: spanOf(recent, recently),
    whole: spanOf(whole, wholly),
    thrownAway: truth.impossible + truth.errors,
    missed: truth.missed,
    rows: [...sharesOf(wholly)].map(([key, { named, of }]) => {
      return { ...named, recent: shares.get(key)?.of ?? NOTHING, whole: of };
    }),
    linesOf: (named) => describeFunctions(recently, [named])[0]?.lines ?? [],
  };
}

const NOTHING: FunctionShares = { self: fraction(0), cumulative: fraction(0) };

function sharesOf(heat: Heat): ReadonlyMap<string, { readonly named: NamedFunction; readonly of: FunctionShares }> {
  const { functions, total } = functionTimes(heat);
  const shareOf = (time: number): Fraction => fraction(total > 0 ? time / total : 0);
  return new Map(
    functions.map(({ self, cumulative, ...named }) => [
      functionKey(named),
      { named, of: { self: shareOf(self), cumulative: shareOf(cumulative) } },
    ]),
  );
}

function spanOf(profile: Profile, { costs }: Heat): LiveSpan {
  const wall = profile.processes.reduce((most, process) => Math.max(most, process.wall), 0);
  const spent = profile.processes.reduce((sum, process) => sum + process.wall, 0);
  const held = profile.weights.reduce((sum, { gil }) => sum + gil, 0);
  return {
    nature: natureOf(profile, costs),
    gilHeld: fraction(spent > 0 ? held / spent : 0),
    samples: profile.truth.samples,
    wall,
  };
}
