import { seconds } from "../base/units.ts";
import type { LoopFacts } from "../collect/observation.ts";
import type { BlockedEvidence } from "./evidence.ts";
import type { Place } from "./place.ts";

/** How asyncio's loops stood still while a place ran, where its rule asks for it. */
export function blockedAt(
  { candidate: { runs = [] }, context }: Place,
  loops: readonly LoopFacts[] = [],
): readonly BlockedEvidence[] {
  const isThere = (line: number): boolean =>
    runs.some(({ startLine, endLine }) => line >= startLine && line <= endLine);
  const found = loops
    .flatMap(({ blocked }) => blocked)
    .filter(({ file, line }) => file === context.source.path && isThere(line));
  if (found.length === 0) return [];
  const times = found.reduce((sum, each) => sum + each.times, 0);
  return [{ kind: "blocked", times, longest: seconds(Math.max(...found.map(({ longest }) => longest))) }];
}
