import { wilson } from "../base/statistics.ts";
import { fraction } from "../base/units.ts";
import type { Fraction, LineNumber } from "../base/units.ts";
import type { Position } from "../profile/profile.ts";
import type { Heat } from "./heat.ts";
import { placeOfStep } from "./user-stacks.ts";

/** Some lines of one function. */
export interface Place {
  readonly file: string;
  /** First line of the function, as the profile has it. */
  readonly functionLine: LineNumber;
  readonly startLine: LineNumber;
  readonly endLine: LineNumber;
}

/** How hot a place is, with the 95 % interval of its share. */
export interface PlaceHeat {
  readonly samples: number;
  readonly share: Fraction;
  readonly low: Fraction;
  readonly high: Fraction;
}

/**
 * The share of all cost that fell on a place. `self`: while its function was the innermost of the user's, with the
 * library code that the lines called; `cumulative`: with the user's functions that they called too.
 */
export function shareOfPlace(heat: Heat, place: Place, of: "self" | "cumulative" = "self"): PlaceHeat {
  const functions = functionsAt(heat, place);
  const isWithin = ({ line }: Position): boolean => line >= place.startLine && line <= place.endLine;
  const isHit = heat.steps.map((step) => functions.has(step.function) && isWithin(placeOfStep(step)));
  if (of === "cumulative") {
    for (const [index, step] of heat.steps.entries()) {
      const isOn = functions.has(step.function) && step.positions.some(isWithin);
      isHit[index] = isOn || isHit[step.caller] === true;
    }
  }
  let cost = 0;
  let samples = 0;
  for (const stack of heat.stacks) {
    if (isHit[stack.innermost] !== true) continue;
    cost += stack.cost;
    samples += stack.samples;
  }
  if (heat.costs.total <= 0) return { samples, share: fraction(0), low: fraction(0), high: fraction(1) };
  const share = fraction(cost / heat.costs.total);
  const interval = wilson(share, heat.costs.effective);
  return { samples, share, low: fraction(interval.low), high: fraction(interval.high) };
}

function functionsAt(heat: Heat, { file, functionLine }: Place): ReadonlySet<number> {
  return new Set(
    heat.functions.flatMap((profiled, index) => {
      return profiled.file === file && profiled.firstLine === functionLine ? [index] : [];
    }),
  );
}
