import { Refusal } from "../base/refusal.ts";
import type { World } from "../base/world.ts";
import type { Collector, RankingCollectorId } from "./collector.ts";
import { inProcess } from "./in-process/collector.ts";
import { sampler } from "./sampler/collector.ts";

/** The collectors that rank, the best first. */
export const COLLECTORS: readonly Collector[] = [sampler, inProcess];

/** The collector that was asked for, or the best that is possible here. */
export function chooseCollector(wanted: RankingCollectorId | undefined, world: World): Collector {
  const found = COLLECTORS.find(({ id, isPossible }) => (wanted === undefined ? isPossible(world) : id === wanted));
  if (found?.isPossible(world) === true) return found;
  throw new Refusal(
    "not-observed",
    `The collector ${wanted ?? ""} cannot work on this machine.`,
    "`hasten doctor` says what can; without --collector the best one is chosen.",
  );
}
