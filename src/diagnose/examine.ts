import type { OperandSample } from "../collect/observation.ts";
import type { Profile } from "../profile/profile.ts";
import type { Heat } from "../rank/heat.ts";
import type { Hotspot } from "../rank/ranking.ts";
import { shareOfPlace } from "../rank/share-of-place.ts";
import type { SyntaxNode } from "../source/node.ts";
import { functionByFirstLine } from "../source/functions.ts";
import { enclosingStatement } from "../source/navigate.ts";
import { reachableFunctions, type LocatedFunction } from "./callees.ts";
import { judgePlaces, type Diagnosis, type PlaceEvidence } from "./diagnose.ts";
import type { Evidence, HeatEvidence } from "./evidence.ts";
import { findPlaces, heatRegion, type Place } from "./place.ts";
import { RULES } from "./rules.ts";
import { blockedAt } from "./blocked-at.ts";
import { lockAt } from "./lock-at.ts";
import { paceAt } from "./pace-at.ts";
import { servedApps } from "./served-apps.ts";
import { sampledEvidence } from "./sampled-evidence.ts";
import type { Profiled } from "./profiled.ts";
import type { Sources } from "./sources.ts";

/** The places in a hotspot, and in what it calls, that some rule recognises. */
export async function placesIn(
  hotspot: Hotspot,
  { observation }: Profiled,
  sources: Sources,
): Promise<readonly Place[]> {
  // Where elements are compared by code of the program's, the search itself stands in a caller that only passes its time on.
  const functions = new Map<SyntaxNode, LocatedFunction>();
  for (const { file, line, function: path } of [hotspot, ...hotspot.through]) {
    for (const located of await functionsFrom(file, line, path.split(".").at(-1) ?? "", sources)) {
      functions.set(located.function.node, located);
    }
  }
  const { profile } = observation;
  const installed = sources.installedBy(() => profile.functions.map(({ file }) => file));
  const facts = { ...sources, installed, gil: gilOf(profile), servedApps: servedApps(profile) };
  return findPlaces([...functions.values()], RULES, pythonVersion(profile), facts);
}

async function functionsFrom(
  file: string,
  line: number,
  name: string,
  sources: Sources,
): Promise<readonly LocatedFunction[]> {
  const unit = await sources.unit(file);
  const owner = unit && functionByFirstLine(unit.source, line, name);
  return unit === undefined || owner === undefined ? [] : reachableFunctions({ unit, function: owner }, sources);
}

/** Looks for known slow patterns in the worst of the top five, on what the sampler saw. Nothing is claimed of a profile too thin to rank. */
export async function diagnoseWorst(profiled: Profiled, sources: Sources): Promise<Diagnosis> {
  const worst = profiled.ranking.top.find(({ isWorst }) => isWorst);
  if (worst === undefined || profiled.ranking.tooLittle !== undefined) return { findings: [], passedOver: [] };
  return judgeProfiled(await placesIn(worst, profiled, sources), worst, profiled);
}

/** Judges places on what the sampler saw, and on what the probe measured where it was used. */
export function judgeProfiled(
  places: readonly Place[],
  hotspot: Hotspot,
  profiled: Profiled,
  probed: ReadonlyMap<Place, readonly Evidence[]> = new Map(),
): Diagnosis {
  const { operands, loops, run } = profiled.observation;
  const evidenceAt = (place: Place): PlaceEvidence => {
    const measured = probed.get(place) ?? sampled(place, operands);
    return {
      heat: neverSeen(place, profiled) ?? heatOf(place, hotspot, profiled.heat),
      measured: [
        ...measured,
        ...blockedAt(place, loops),
        ...paceAt(place, measured, run.wall),
        ...lockAt(place, hotspot),
      ],
    };
  };
  return judgePlaces(places, evidenceAt, moduleNames(profiled.observation.profile));
}

function sampled(place: Place, operands: readonly OperandSample[]): readonly Evidence[] {
  const evidence = sampledEvidence(place.candidate.watch.operand, place.context, operands);
  return evidence === undefined ? [] : [evidence];
}

/**
 * The samples on the loop around the place. A place in a function that the hotspot calls may have no samples of its
 * own (see `reachableFunctions`): then the hotspot's own time is the most that it can have taken.
 */
function heatOf(place: Place, hotspot: Hotspot, heat: Heat): HeatEvidence {
  const { source, function: owner } = place.context;
  const region = heatRegion(place.candidate.expression);
  const { startLine, endLine } = region;
  const lines = { file: source.path, functionLine: owner.firstLine, startLine, endLine };
  if (place.candidate.heat === "cumulative")
    return { kind: "heat", ...shareOfPlace(heat, lines, "cumulative"), of: "function" };
  const own = shareOfPlace(heat, lines);
  const isHotspot = owner.firstLine === hotspot.line && source.path === hotspot.file;
  if (isHotspot || own.share >= hotspot.selfShare.value) return { kind: "heat", ...own };
  return {
    kind: "heat",
    samples: hotspot.samples,
    share: hotspot.selfShare.value as HeatEvidence["share"],
    low: 0 as HeatEvidence["low"],
    high: hotspot.selfShare.high as HeatEvidence["high"],
  };
}

/** Samples in a loop by which a statement of it that takes time is seen, too. */
const MANY_SAMPLES = 100;

/** A slice takes its time where it stands, and a sampler from outside sees the very line: in a loop with many samples one without any is cold. */
function neverSeen({ candidate, context }: Place, { observation, heat }: Profiled): HeatEvidence | undefined {
  const statement = enclosingStatement(candidate.expression);
  const isExact = observation.run.collector === "sampler" && candidate.expression.kind === "subscript";
  if (!isExact || statement === undefined) return undefined;
  const [around, own] = [heatRegion(candidate.expression), statement].map(({ startLine, endLine }) =>
    shareOfPlace(heat, { file: context.source.path, functionLine: context.function.firstLine, startLine, endLine }),
  );
  const isCold = around !== undefined && around.samples >= MANY_SAMPLES && own?.samples === 0;
  return isCold ? { kind: "heat", ...own } : undefined;
}

/** The module of each file, as the profile names it. */
export function moduleNames(profile: Profile): (file: string) => string {
  const names = new Map(profile.functions.map(({ file, module }) => [file, module]));
  return (file) => names.get(file) ?? (file.split("/").at(-1) ?? file).replace(/\.py$/, "");
}

/** One process with a GIL is enough for threads to gain nothing there. */
function gilOf({ processes }: Profile): "on" | "off" {
  return processes.length > 0 && processes.every(({ gil }) => gil === "off") ? "off" : "on";
}

function pythonVersion(profile: Profile): readonly [number, number] {
  const [major = 3, minor = 8] = (profile.processes[0]?.version ?? "3.8").split(".").map(Number);
  return [major, minor];
}
