import { seconds } from "../base/units.ts";
import { chainRatios, median } from "../base/statistics.ts";
import type { World } from "../base/world.ts";
import type { PassedOver } from "../diagnose/diagnose.ts";
import type { Profiled } from "../diagnose/profiled.ts";
import type { Attempt } from "../verify/attempt.ts";
import { decodeLike } from "../source/read-source.ts";
import type { SourceFile } from "../source/source-file.ts";
import { undeclaredIn } from "../fix/declared/dependencies.ts";
import { formatDiff } from "../verify/diff.ts";
import type { Trial } from "../verify/trial.ts";
import { requestWords } from "../collect/program.ts";
import type { FixEnd, FixRecord, FixTotal } from "./fix-record.ts";

/** Everything that a `fix` did, before anything is written to the source. */
export interface FixWork {
  readonly id: string;
  readonly startedAt: string;
  readonly trial: Trial;
  readonly outcome: {
    readonly first: Profiled;
    readonly last: Profiled;
    readonly attempts: readonly Attempt[];
    readonly passedOver: readonly PassedOver[];
    readonly ended: FixEnd;
    readonly originals: ReadonlyMap<string, SourceFile>;
  };
}

/** Puts the record together. */
export function composeFixRecord(work: FixWork, world: World): FixRecord {
  const { trial, outcome } = work;
  const total = totalOf(work);
  const files = [...trial.kept.keys()];
  const { run } = outcome.first.observation;
  return {
    schema: "hasten.fix-record/1",
    id: work.id,
    startedAt: work.startedAt,
    command: requestWords(trial.old.original.request),
    cwd: world.cwd,
    run,
    firstRanking: outcome.first.ranking,
    attempts: outcome.attempts,
    ...(total && { total }),
    patch: files.map((file) => patchOf(file, work, world)).join(""),
    written: false,
    files,
    ranking: outcome.last.ranking,
    passedOver: outcome.passedOver,
    ended: outcome.ended,
    notes: [...new Set([...run.notes, ...trial.new.notes, ...dependencyNotes(work)])],
  };
}

/** What the project comes to depend on, and where it says such things. */
function dependencyNotes({ outcome, trial }: FixWork): readonly string[] {
  const needs = outcome.attempts.filter(({ verdict }) => verdict.kind === "kept").flatMap(({ fix }) => fix.needs ?? []);
  return [...new Set(needs)].map((name) => {
    const file = undeclaredIn(trial.old.root, name);
    const place = file === undefined ? "" : `: add it to its dependencies in ${file}`;
    return `the program now depends on ${name}${place}`;
  });
}

/** First state over last: each kept fix was measured against the state before it, so that their ratios multiply. */
function totalOf({ outcome, trial }: FixWork): FixTotal | undefined {
  const kept = outcome.attempts.flatMap(({ verdict }) => (verdict.kind === "kept" ? (verdict.speedup ?? []) : []));
  if (kept.length === 0) return undefined;
  const whole = chainRatios(kept.map(({ ratio: value, low, high, pairs }) => ({ value, low, high, pairs })));
  const before = median(trial.firstTimings.map(({ wall }) => wall));
  const pairs = kept.reduce((sum, speedup) => sum + speedup.pairs, 0);
  const speedup = { ratio: whole.value, low: whole.low, high: whole.high, pairs };
  return { before: seconds(before), after: seconds(before / whole.value), speedup };
}

function patchOf(file: string, { trial, outcome }: FixWork, world: World): string {
  const original = outcome.originals.get(file);
  const now = trial.kept.get(file);
  if (original === undefined || now === undefined) return "";
  return formatDiff({ file, old: original.text, new: decodeLike(original, now) }, world.cwd);
}
