import { fraction, seconds } from "../base/units.ts";
import type { ImportKnowledge } from "../profile/import/importer.ts";
import type { Profile, StackWeight } from "../profile/profile.ts";
import { homesOf } from "./code-kinds.ts";
import { rank } from "./rank.ts";
import type { Ranking } from "./ranking.ts";
import { waitsOf } from "./waits.ts";

/**
 * Ranks a profile that another tool wrote. What its format cannot know is not claimed: whether the program computed or
 * waited, and lines where it names functions alone.
 */
export function rankImported(profile: Profile, { lines }: ImportKnowledge): Ranking {
  const ranking = rank(profile);
  return {
    ...ranking,
    nature: { kind: "unknown", computing: none, waiting: none, gilWait: none, allocating: none },
    top: lines === "running" ? ranking.top : ranking.top.map((hotspot) => ({ ...hotspot, lines: [], expressions: [] })),
  };
}

const none = fraction(0);

/**
 * Tools that sample wall time count a thread that is parked for a lock, a queue or a selector like one that computes,
 * and they do not say what the others did meanwhile. Beside other threads such time costs nothing by itself; of a
 * program's only thread it is waiting. `parked` is the share of all time that was set aside.
 */
export function setParkedAside(
  profile: Profile,
  { clock, stacks }: ImportKnowledge,
): { readonly profile: Profile; readonly parked: number } {
  if (clock === "cpu" || stacks !== "whole") return { profile, parked: 0 };
  const waitOf = waitsOf(profile, homesOf(profile.processes, profile.functions));
  const isAlone = profile.threads.length === 1;
  let total = 0;
  let parked = 0;
  const weights = profile.weights.map((weight): StackWeight => {
    total += weight.wall;
    const { isMain } = profile.threads[weight.thread] ?? { isMain: false };
    if (waitOf({ stack: weight.stack, isMain, hasParent: false }) === undefined) return weight;
    if (isAlone) return { ...weight, cpu: seconds(0), blocked: weight.cpu };
    parked += weight.wall;
    return { ...weight, cpu: seconds(0) };
  });
  return { profile: { ...profile, weights }, parked: total > 0 ? parked / total : 0 };
}
