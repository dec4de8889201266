import { join } from "node:path";
import { Refusal } from "./base/refusal.ts";
import type { World } from "./base/world.ts";
import type { Ended } from "./collect/launch/ended.ts";
import { observe } from "./collect/observe.ts";
import { worldOf } from "./collect/program.ts";
import { compileFiles } from "./collect/program/compile-files.ts";
import { relocateObservation } from "./collect/relocate.ts";
import type { LocatedFinding, PassedOver } from "./diagnose/diagnose.ts";
import { judgeProfiled, placesIn } from "./diagnose/examine.ts";
import { placeKey, type Place } from "./diagnose/place.ts";
import { rankObservation, type Profiled } from "./diagnose/profiled.ts";
import type { Sources } from "./diagnose/sources.ts";
import type { Workspace } from "./fix/workspace.ts";
import { probePlaces } from "./fix/probe-places.ts";
import type { FixEnd } from "./journal/fix-record.ts";
import { keepSources, type Snapshot } from "./journal/snapshot.ts";
import type { FixRound } from "./journal/store.ts";
import { isBrief } from "./rank/rank.ts";
import type { SourceFile } from "./source/source-file.ts";
import type { Attempt } from "./verify/attempt.ts";
import { tryFindings, type SharedConditions } from "./try-findings.ts";
import { takeProfiled } from "./verify/trial.ts";

/** What the rounds of one `fix` share. */
export interface RoundsInput {
  readonly id: string;
  readonly conditions: SharedConditions;
  readonly sources: Sources;
  /** The files as they lie on one side of the trial. */
  readonly sourcesOf: (side: Workspace) => Sources;
  readonly minGain: number;
  readonly rounds: number;
  readonly isDryRun: boolean;
  /** The program's first run reads our stdin and keeps a copy for the others; absent where there is nothing to read. */
  readonly recordStdin: string | undefined;
  /** Writes an attempt into the journal. */
  readonly keep: (attempt: Attempt) => Promise<void>;
  /** Keeps a profile with the sources that it points into. */
  readonly keepRound: (round: FixRound, seen: Snapshot) => Promise<void>;
}

/** What profiling a copy needs of it. */
export type ProfileInput = Pick<RoundsInput, "id" | "sources" | "recordStdin"> & {
  readonly conditions: Pick<SharedConditions, "trial" | "expectedExit">;
};

/** What the rounds came to. */
export interface RoundsOutcome {
  readonly first: Profiled;
  readonly last: Profiled;
  readonly attempts: readonly Attempt[];
  readonly passedOver: readonly PassedOver[];
  readonly ended: FixEnd;
  /** The changed files as they were before the first fix, by absolute path. */
  readonly originals: ReadonlyMap<string, SourceFile>;
}

/** Profile, fix the worst, prove, keep or discard, profile again: until nothing in the top five has a fix worth making. */
export async function improve(input: RoundsInput, world: World): Promise<RoundsOutcome> {
  const attempts: Attempt[] = [];
  const originals = new Map<string, SourceFile>();
  const tried = new Set<string>();
  const first = await profileCopy(input, 0, world);
  refuseTooLittle(first);
  await keepRound("first", first, input);
  let last = first;
  try {
    for (let round = 1; round <= input.rounds; round += 1) {
      const { findings, passedOver } = await findInTop(last, input, world);
      const { executable } = last.observation.run.python;
      const made = await tryFindings(findings, round, { ...input, python: executable, tried }, world);
      attempts.push(...made.attempts);
      const isRanked = last.ranking.tooLittle === undefined || made.attempts.length > 0;
      const ended = isRanked ? "nothing-left" : "cannot-rank";
      if (made.kept === undefined) return { first, last, attempts, passedOver, ended, originals };
      const { source } = made.kept.place.context;
      if (!originals.has(source.path)) originals.set(source.path, source);
      input.sources.forget(source.path);
      last = await profileCopy(input, round, world);
      await keepRound("last", last, input);
    }
  } catch (error) {
    // What was kept until then stays kept.
    if (!(error instanceof Refusal) || error.code !== "runs-used") throw error;
    return { first, last, attempts, passedOver: [], ended: "runs-used", originals };
  }
  return { first, last, attempts, passedOver: [], ended: "rounds-used", originals };
}

/** Sources are read from the copy as it is now, so that this has to be done before the next fix is kept. */
export async function keepRound(
  round: FixRound,
  { observation, ranking }: Profiled,
  input: RoundsInput,
): Promise<void> {
  const { profile } = observation;
  await input.keepRound(round, { profile, sources: await keepSources(profile, ranking, input.sources) });
}

/** One run of the program, as it is kept now, under the sampler. */
export async function profileCopy(input: ProfileInput, round: number, world: World): Promise<Profiled> {
  const { trial } = input.conditions;
  const { old: workspace, conditions } = trial;
  const folder = join(workspace.scratch, `profile-${round}`);
  const timeout = conditions.timeoutSeconds === undefined ? {} : { timeoutSeconds: conditions.timeoutSeconds };
  const isRecorded = round === 0 && input.recordStdin !== undefined;
  const startedAt = world.now();
  conditions.runs?.spend();
  world.report({ stage: round === 0 ? "profile" : `round ${round}`, detail: "profiling on a copy" });
  const { observation, ended } = await observe(
    workspace.program,
    {
      id: `${input.id}-${round}`,
      folder,
      launch: isRecorded
        ? {
            mode: "interactive",
            stdout: "stderr",
            leavesNothing: true,
            recordStdin: { path: input.recordStdin },
            ...timeout,
          }
        : { mode: "batch", folder, ...(conditions.stdin && { stdin: { file: conditions.stdin } }), ...timeout },
    },
    world,
  );
  await takeProfiled(trial, { ended, folder, startedAt }, observation.run.collector === "sampler");
  checkEnd(ended, input.conditions);
  return rankObservation(relocateObservation(observation, workspace.copy, workspace.root), input.sources);
}

/** Refuses a program whose end makes its profile worthless to a fix. */
function checkEnd(ended: Ended, { trial, expectedExit }: ProfileInput["conditions"]): void {
  if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was written; run it again.");
  if (ended.timedOut) {
    const hint = "Give it less work, or a longer --timeout.";
    throw new Refusal("timed-out", `The program did not end within ${trial.conditions.timeoutSeconds} s.`, hint);
  }
  if (ended.stdinRecord?.complete === false) {
    const hint = "Put the input into a file and let the program read that.";
    throw new Refusal("too-large", "The program read more from stdin than can be kept for the other runs.", hint);
  }
  if (ended.exitCode === expectedExit) return;
  const status = ended.exitCode;
  const how =
    ended.signal === undefined ? `ended with status ${status}` : `was ended by ${ended.signal} (status ${status})`;
  const hint =
    `It ran on a copy of ${trial.old.root}: what it reads outside of that by a relative path (../data) is not there. ` +
    `See with hasten run whether it ends so there, too; if it is meant to, say --expect-status ${status}.`;
  throw new Refusal("program-failed", `The unchanged program ${how}, not ${expectedExit}.`, hint);
}

/** Refuses what is too short to rank: nothing could be proven faster either. */
export function refuseTooLittle({ observation, ranking }: Profiled): void {
  if (ranking.tooLittle === undefined) return;
  const ran = `Ran ${observation.run.wall.toFixed(2)} s`;
  const fact =
    ranking.tooLittle === "too-short"
      ? `${ran}: nothing here is worth making faster.`
      : `${ran} with only ${ranking.samples} samples: too few to rank anything.`;
  throw new Refusal("too-short", fact, "Run it with more work, so that it takes a few seconds.");
}

/** The findings of the top five, the worst hotspot's first, on what the probe measured. */
async function findInTop(
  profiled: Profiled,
  input: RoundsInput,
  world: World,
): Promise<{ findings: readonly LocatedFinding[]; passedOver: readonly PassedOver[] }> {
  // What would be refused at first may still be made faster by far: each attempt is timed, and says so where it is too short.
  if (isBrief(profiled.observation.profile)) return { findings: [], passedOver: [] };
  const { trial } = input.conditions;
  const hotspots = profiled.ranking.top.toSorted((a, b) => b.self - a.self);
  const seen = new Set<string>();
  const byHotspot = new Map<(typeof hotspots)[number], readonly Place[]>();
  for (const hotspot of hotspots) {
    const places = await placesIn(hotspot, profiled, input.sources);
    byHotspot.set(
      hotspot,
      places.filter((place) => !seen.has(placeKey(place)) && seen.add(placeKey(place))),
    );
  }
  const all = [...byHotspot.values()].flat();
  if (all.length === 0) return { findings: [], passedOver: [] };
  world.report({ stage: "probe", detail: `watching ${all.length} ${all.length === 1 ? "place" : "places"}` });
  const stdin = trial.conditions.stdin === undefined ? {} : { stdin: { file: trial.conditions.stdin } };
  trial.conditions.runs?.spend();
  const probed = await probePlaces(all, trial.old, stdin, world);
  await compileProbed(all, profiled, trial.old, world);
  const diagnoses = [...byHotspot].map(([hotspot, places]) => judgeProfiled(places, hotspot, profiled, probed));
  const findings = diagnoses.flatMap((diagnosis) => diagnosis.findings);
  const isWorthIt = ({ finding }: LocatedFinding): boolean => finding.ceiling >= 1 + input.minGain;
  return {
    findings: cheapestFirst(findings.filter(isWorthIt)),
    // The probe has looked everywhere: what it did not see was not run.
    passedOver: diagnoses.flatMap(({ passedOver }) => passedOver.filter(({ because }) => because !== "not-seen")),
  };
}

/** What does less work comes before what spreads it over cores. */
function cheapestFirst(findings: readonly LocatedFinding[]): readonly LocatedFinding[] {
  return [...findings.filter((each) => !isSpread(each)), ...findings.filter(isSpread)];
}

const isSpread = ({ place }: LocatedFinding): boolean => place.rule.spreadsWork === true;

/** The probe changed these files and put them back; the next runs, which are timed, find them compiled as before. */
async function compileProbed(
  places: readonly Place[],
  { observation }: Profiled,
  old: Workspace,
  world: World,
): Promise<void> {
  const files = new Set(places.map(({ context }) => context.source.path));
  const copies = [...files].flatMap((file) => old.locate(file) ?? []);
  await compileFiles(observation.run.python.executable, copies, worldOf(old.program, world));
}
