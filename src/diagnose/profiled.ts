import type { CallCount, Observation } from "../collect/observation.ts";
import { blameBlockedLoop, type LoopBlocker } from "../rank/blame-blocked-loop.ts";
import { readHeat, type Heat } from "../rank/heat.ts";
import { rankHeat } from "../rank/rank.ts";
import type { Ranking } from "../rank/ranking.ts";
import { functionByFirstLine } from "../source/functions.ts";
import type { Sources, SourceUnit } from "./sources.ts";

/** An observation with what ranking made of it. */
export interface Profiled {
  readonly observation: Observation;
  readonly heat: Heat;
  readonly ranking: Ranking;
}

/** Ranks an observation; below Python 3.11 the sources give the functions their qualified names. */
export async function rankObservation(observation: Observation, sources: Sources): Promise<Profiled> {
  const { profile, calls } = observation;
  const units = await unitsOf(observation, sources);
  const qualify = (file: string, firstLine: number, name: string): string | undefined => {
    const unit = units.get(file);
    return unit && functionByFirstLine(unit.source, firstLine, name)?.qualname;
  };
  const heat = readHeat(profile, qualify);
  const counts = callCounts(calls);
  const callsOf = (file: string, firstLine: number): number | undefined => counts.get(`${firstLine} ${file}`);
  const ranking = rankHeat(profile, heat, calls.length === 0 ? {} : { calls: callsOf });
  return { observation, heat, ranking: blameBlockedLoop(ranking, blockersOf(observation)) };
}

/** What blocked the loops, the longest in all first. */
const blockersOf = ({ loops = [] }: Observation): readonly LoopBlocker[] =>
  loops.flatMap(({ blocked }) => blocked).toSorted((a, b) => b.total - a.total);

/** Parsing costs: only the files of interpreters without `co_qualname` are read, and only outside their libraries. */
async function unitsOf({ profile }: Observation, sources: Sources): Promise<ReadonlyMap<string, SourceUnit>> {
  const units = new Map<string, SourceUnit>();
  const isOld = profile.processes.some(({ version }) => Number(version.split(".")[1]) < 11);
  if (!isOld) return units;
  const libraries = profile.processes.flatMap(({ libraryFolders }) => libraryFolders);
  for (const file of new Set(profile.functions.map((profiled) => profiled.file))) {
    if (libraries.some((folder) => file.startsWith(`${folder}/`))) continue;
    const unit = await sources.unit(file);
    if (unit !== undefined) units.set(file, unit);
  }
  return units;
}

function callCounts(calls: readonly CallCount[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file, firstLine, calls: count } of calls) {
    const key = `${firstLine} ${file}`;
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return counts;
}
