import { fraction, type Fraction } from "../base/units.ts";
import type { Evidence, HeatEvidence } from "./evidence.ts";
import type { Finding, Obstacle } from "./finding.ts";
import type { Place } from "./place.ts";
import type { HarmlessReason, RuleId } from "./rule.ts";

/** A place that a rule recognised but makes no claim about, and why. */
export interface PassedOver {
  readonly rule: RuleId;
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  /** The operand as written. */
  readonly operand: string;
  readonly because: HarmlessReason;
}

/** What came of looking at a hotspot. */
export interface Diagnosis {
  /** Hottest first. */
  readonly findings: readonly LocatedFinding[];
  readonly passedOver: readonly PassedOver[];
}

/** A finding with the syntax it came from, for the fix to work on. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly place: Place;
}

/** What has been measured at a place. */
export interface PlaceEvidence {
  readonly heat: HeatEvidence;
  /** Operand, count and time; empty where nothing was seen. */
  readonly measured: readonly Evidence[];
}

/** Below this share of the program's time a place is cold: at most 1.01× could be gained there. */
const COLD = 0.01;

/** Judges every place by its rule, on what was measured there. `moduleOf` names the module of a file. */
export function judgePlaces(
  places: readonly Place[],
  evidenceAt: (place: Place) => PlaceEvidence,
  moduleOf: (file: string) => string,
): Diagnosis {
  const findings: LocatedFinding[] = [];
  const passedOver: PassedOver[] = [];
  for (const place of places) {
    const evidence = evidenceAt(place);
    const judged = judge(place, evidence, moduleOf);
    if (typeof judged !== "string") findings.push({ finding: judged, place });
    else if (place.rule.isLastResort !== true) passedOver.push(passOver(place, judged));
  }
  findings.sort((a, b) => expectedShare(b.finding) - expectedShare(a.finding));
  return { findings, passedOver };
}

function judge(
  place: Place,
  { heat, measured }: PlaceEvidence,
  moduleOf: (file: string) => string,
): Finding | HarmlessReason {
  if (place.rule.restsOnHeat !== true && !measured.some(({ kind }) => kind === "operand")) return "not-seen";
  const share = shareOf(heat, measured);
  if (share < COLD) return isAllWanted(place, heat) ? "all-wanted" : "cold";
  const judgement = place.rule.judge(place.candidate, [...measured, heat]);
  if (judgement.kind === "harmless") return judgement.because;
  const wasted = place.rule.savesNothing === true ? fraction(0) : (judgement.share ?? wastedShare(share, measured));
  return composeFinding(
    place,
    { share: wasted, evidence: [...measured, heat], obstacles: judgement.obstacles },
    moduleOf,
  );
}

/** From this share on a place is hot, whatever is made there in vain. */
const HOT = 0.05;

/** What was timed is what is made in vain: a place that takes long all the same makes what is wanted. */
function isAllWanted({ candidate: { watch } }: Place, heat: HeatEvidence): boolean {
  return watch.kind === "made" && watch.wants !== "copy" && heat.low >= HOT;
}

/** A finding at a place: what was measured there, and what stands in the way of a fix. */
export function composeFinding(
  place: Place,
  { share, evidence, obstacles: judged }: Pick<Finding, "share" | "evidence" | "obstacles">,
  moduleOf: (file: string) => string,
): Finding {
  const obstacles = uniqueObstacles([...place.candidate.obstacles, ...judged]);
  const { expression } = place.candidate;
  return {
    rule: place.rule.id,
    rung: place.rule.rung,
    function: `${moduleOf(place.context.source.path)}.${place.context.function.qualname}`,
    file: place.context.source.path,
    line: expression.startLine,
    column: expression.startColumn,
    endLine: expression.endLine,
    endColumn: expression.endColumn,
    share,
    ceiling: 1 / (1 - Math.min(share, 0.999)),
    evidence: [...evidence, ...place.candidate.facts],
    automatic: obstacles.length === 0,
    obstacles,
  };
}

/** The probe timed the expression itself; samples only know the loop around it, which is an upper bound. */
function shareOf(heat: HeatEvidence, measured: readonly Evidence[]): Fraction {
  const time = measured.find((evidence) => evidence.kind === "time");
  return fraction(time === undefined ? heat.share : time.share);
}

/**
 * What to order findings by. A place without samples or a time of its own has a share of anything from nothing to what it
 * may have at most: half of that is expected of it, so that it does not come before a place that was seen to be slow.
 */
function expectedShare({ share, evidence }: Finding): number {
  const isTimed = evidence.some(({ kind }) => kind === "time");
  const isBoundOnly = !isTimed && evidence.some((fact) => fact.kind === "heat" && fact.low === 0);
  return isBoundOnly ? share / 2 : share;
}

/** Of a function's calls only those that do again what was done before are done in vain. */
function wastedShare(share: Fraction, measured: readonly Evidence[]): Fraction {
  const repeats = measured.find((evidence) => evidence.kind === "repeats");
  return repeats === undefined
    ? share
    : fraction((share * (repeats.same ?? repeats.repeated)) / Math.max(1, repeats.looked));
}

function uniqueObstacles(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const known = new Map(obstacles.map((obstacle) => [`${obstacle.code} ${obstacle.about}`, obstacle]));
  return [...known.values()];
}

function passOver(place: Place, because: HarmlessReason): PassedOver {
  const { source } = place.context;
  const { operand } = place.candidate.watch;
  return {
    rule: place.rule.id,
    file: source.path,
    line: place.candidate.expression.startLine,
    operand: source.text.slice(operand.start, operand.end),
    because,
  };
}
