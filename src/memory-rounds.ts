import { join } from "node:path";
import { Refusal } from "./base/refusal.ts";
import type { World } from "./base/world.ts";
import type { BatchOptions } from "./collect/launch/launch-options.ts";
import type { MemoryRecords } from "./collect/memory/read-memory.ts";
import { runLines } from "./collect/memory/run-lines.ts";
import { refuseUntold, runTraced } from "./collect/memory/run-traced.ts";
import { placeInOriginal } from "./collect/relocate.ts";
import type { LocatedFinding } from "./diagnose/diagnose.ts";
import { moduleNames } from "./diagnose/examine.ts";
import type { Profiled } from "./diagnose/profiled.ts";
import { heldAtPeak } from "./memory/held-at-peak.ts";
import { findHeld } from "./memory/find-held.ts";
import type { Workspace } from "./fix/workspace.ts";
import { keepRound, profileCopy, type RoundsInput, type RoundsOutcome } from "./rounds.ts";
import type { SourceFile } from "./source/source-file.ts";
import { tryTogether } from "./memory-together.ts";
import { tryFindings, type RoundAttempts } from "./try-findings.ts";
import type { Attempt } from "./verify/attempt.ts";

/** Look at the peak, fix what holds most, prove, keep or discard, look again: until nothing that holds much has a fix. */
export async function improveMemory(input: RoundsInput, world: World): Promise<RoundsOutcome> {
  const attempts: Attempt[] = [];
  const originals = new Map<string, SourceFile>();
  const tried = new Set<string>();
  const first = await profileCopy(input, 0, world);
  await keepRound("first", first, input);
  const python = first.observation.run.python.executable;
  const outcome = { first, attempts, passedOver: [], originals };
  const tryPairs = async (
    findings: readonly LocatedFinding[],
    alone: readonly Attempt[],
    round: number,
  ): Promise<RoundAttempts> => {
    const conditions = { ...input.conditions, python };
    const moduleOf = moduleNames(first.observation.profile);
    const trace = async (side: Workspace): Promise<MemoryRecords> => traceCopy(input, `${round}-behind`, side, world);
    return tryTogether({ round, input, conditions, findings, attempts: alone, moduleOf, trace }, world);
  };
  try {
    for (let round = 1; round <= input.rounds; round += 1) {
      const findings = await findAtPeak(input, round, first, world);
      const alone = await tryFindings(findings, round, { ...input, python, tried }, world);
      attempts.push(...alone.attempts);
      const made = alone.kept === undefined ? await tryPairs(findings, alone.attempts, round) : alone;
      if (made !== alone) attempts.push(...made.attempts);
      if (made.kept === undefined)
        return { ...outcome, last: await profileLast(input, round, outcome, world), ended: "nothing-held" };
      const { source } = made.kept.place.context;
      if (!originals.has(source.path)) originals.set(source.path, source);
      input.sources.forget(source.path);
    }
  } catch (error) {
    // What was kept until then stays kept.
    if (!(error instanceof Refusal) || error.code !== "runs-used") throw error;
    return { ...outcome, last: first, ended: "runs-used" };
  }
  return { ...outcome, last: await profileLast(input, input.rounds + 1, outcome, world), ended: "rounds-used" };
}

/** The profile of what is kept; that of the first round where nothing is. */
async function profileLast(
  input: RoundsInput,
  round: number,
  { first, originals }: Pick<RoundsOutcome, "first" | "originals">,
  world: World,
): Promise<Profiled> {
  if (originals.size === 0) return first;
  const last = await profileCopy(input, round, world);
  await keepRound("last", last, input);
  return last;
}

/** One run of the program, as it is kept now, under tracemalloc: what could take less memory. */
async function findAtPeak(
  input: RoundsInput,
  round: number,
  { observation }: Profiled,
  world: World,
): Promise<readonly LocatedFinding[]> {
  const { old } = input.conditions.trial;
  const records = await traceCopy(input, String(round), old, world);
  const place = placeInOriginal(old.copy, old.root);
  return findHeld({ ...heldAtPeak(records, place), moduleOf: moduleNames(observation.profile) }, input.sources);
}

/** A look that saw so much of the exact peak shows what holds it. */
const ENOUGH = 0.9;
/** Seconds for which lines are followed. */
const LINE_SECONDS = 20;

async function traceCopy(input: RoundsInput, name: string, side: Workspace, world: World): Promise<MemoryRecords> {
  const { conditions } = input.conditions.trial;
  const folder = join(side.scratch, `memory-${name}`);
  conditions.runs?.spend();
  world.report({ stage: `round ${name}`, detail: "running under tracemalloc on a copy" });
  const timeout = conditions.timeoutSeconds === undefined ? {} : { timeoutSeconds: conditions.timeoutSeconds };
  const stdin = conditions.stdin === undefined ? {} : { stdin: { file: conditions.stdin } };
  const options: BatchOptions = { mode: "batch", folder, env: { HASTEN_GROWTH: "0" }, ...stdin, ...timeout };
  const { ended, records } = await runTraced(side.program, { records: join(folder, "records"), options }, world);
  // What it wrote into the copy is no part of the program: later runs begin as this one did.
  await side.reset();
  if (ended.interrupted) throw new Refusal("interrupted", "Interrupted.", "Nothing was written; run it again.");
  if (records === undefined) throw refuseUntold(ended, conditions.timeoutSeconds);
  const { peak, seen } = records.memory;
  if (seen.bytes >= ENOUGH * peak) return records;
  // The peak came and went inside one operation: only who follows the lines can say where.
  conditions.runs?.spend();
  world.report({ stage: `round ${name}`, detail: "running line by line on a copy: the peak is a brief one" });
  const lines = { records: join(folder, "lines"), seconds: LINE_SECONDS, options: { ...options, env: {} } };
  const { churn } = await runLines(side.program, lines, world);
  await side.reset();
  return { ...records, ...(churn && { brief: churn }) };
}
