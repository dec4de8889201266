import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import type { Collector, RankingCollectorId } from "./collector.ts";
import { inProcess } from "./in-process/collector.ts";
import { sampler } from "./sampler/collector.ts";

/** The collectors that rank, the best first. */
export const COLLECTORS: readonly Collector[] = [sampler, inProcess];

/** A collector, and why a better one was passed over. */
export interface ChosenCollector {
  readonly collector: Collector;
  readonly notes: readonly string[];
}

/** The collector that was asked for, or the best that is possible here. */
export function chooseCollector(wanted: RankingCollectorId | undefined, world: World): ChosenCollector {
  const notes: string[] = [];
  for (const collector of COLLECTORS) {
    if (wanted !== undefined && collector.id !== wanted) continue;
    const objection = collector.objection(world);
    if (objection === undefined) return { collector, notes };
    notes.push(`The collector ${collector.id} cannot be used here: ${objection}.`);
  }
  throw new Refusal(
    "not-observed",
    notes.join(" "),
    "`hasten doctor` says what can be used; without --collector the best one is chosen.",
  );
}
