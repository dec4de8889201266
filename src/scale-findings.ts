import { fraction, type Fraction } from "./base/units.ts";
import type { LocatedFinding, PassedOver } from "./diagnose/diagnose.ts";
import { judgeProfiled, placesIn } from "./diagnose/examine.ts";
import { placeKey } from "./diagnose/place.ts";
import type { Profiled } from "./diagnose/profiled.ts";
import type { Sources } from "./diagnose/sources.ts";
import type { FunctionGrowth, ProgramGrowth } from "./growth/function-growth.ts";
import type { ScaledFinding } from "./journal/scale-record.ts";
import { describeFunctions } from "./rank/function-times.ts";
import type { Hotspot } from "./rank/ranking.ts";

/** As many functions get advice as a ranking's top holds: the ones that will take most of the time. */
const TOP = 5;
/** A place that will take less is not worth a word. */
const LEAST_SHARE = 0.01;

/** The findings in the functions that will dominate at a size, the largest predicted share first. */
export async function findAtScale(
  { functions }: ProgramGrowth,
  size: number,
  profiled: Profiled,
  sources: Sources,
): Promise<{ findings: readonly ScaledFinding[]; passedOver: readonly PassedOver[] }> {
  const seen = new Set<string>();
  const findings: ScaledFinding[] = [];
  const passedOver: PassedOver[] = [];
  for (const hotspot of describeFunctions(profiled.heat, functions.slice(0, TOP))) {
    const places = await placesIn(hotspot, profiled, sources);
    const fresh = places.filter((place) => !seen.has(placeKey(place)) && seen.add(placeKey(place)));
    const diagnosis = judgeProfiled(fresh, hotspot, profiled);
    const scale = (located: LocatedFinding): ScaledFinding => scaled(located, hotspot, functions, size);
    findings.push(...diagnosis.findings.map(scale));
    passedOver.push(...diagnosis.passedOver);
  }
  return {
    findings: findings
      .filter(({ predictedShare }) => predictedShare >= LEAST_SHARE)
      .sort((a, b) => b.predictedShare - a.predictedShare),
    passedOver,
  };
}

/** The place is taken to keep its part of its function's own time. */
function scaled(
  { finding }: LocatedFinding,
  hotspot: Hotspot,
  functions: readonly FunctionGrowth[],
  size: number,
): ScaledFinding {
  const own = functions.find(({ function: name, file }) => name === finding.function && file === finding.file);
  const row = own ?? functions.find(({ line, file }) => line === hotspot.line && file === hotspot.file);
  const now = row?.course.findLast(({ predicted }) => !predicted)?.share.value;
  const then = row?.course.find((at) => at.size === size)?.share.value;
  const predictedShare: Fraction = now && then ? fraction((finding.share / now) * then) : finding.share;
  return { finding, predictedShare };
}
