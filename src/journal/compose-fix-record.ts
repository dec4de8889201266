import { seconds } from "../base/units.ts";
import { median } from "../base/statistics.ts";
import type { World } from "../base/world.ts";
import type { PassedOver } from "../diagnose/diagnose.ts";
import type { Profiled } from "../diagnose/profiled.ts";
import type { Attempt } from "../verify/attempt.ts";
import { decodeLike } from "../source/read-source.ts";
import type { SourceFile } from "../source/source-file.ts";
import { formatDiff } from "../verify/diff.ts";
import { measureTotal } from "../verify/measure-trial.ts";
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
  readonly minGain: number;
}

/** Measures the whole, first state against last, and puts the record together. Ends the trial. */
export async function composeFixRecord(work: FixWork, world: World): Promise<FixRecord> {
  const { trial, outcome } = work;
  const total = await totalOf(work, world);
  const files = [...trial.kept.keys()];
  const { run } = outcome.first.observation;
  return {
    schema: "hasten.fix-record/1",
    id: work.id,
    startedAt: work.startedAt,
    command: requestWords(trial.old.original.request),
    cwd: world.cwd,
    run,
    attempts: outcome.attempts,
    ...(total && { total }),
    patch: files.map((file) => patchOf(file, work, world)).join(""),
    written: false,
    files,
    ranking: outcome.last.ranking,
    passedOver: outcome.passedOver,
    ended: outcome.ended,
    notes: [...new Set([...run.notes, ...trial.new.notes])],
  };
}

/** One kept fix has been measured already; of several, the whole is measured anew, first state against last. */
async function totalOf({ outcome, trial, minGain }: FixWork, world: World): Promise<FixTotal | undefined> {
  const kept = outcome.attempts.filter(({ verdict }) => verdict.kind === "kept");
  const only = kept.length === 1 ? kept[0]?.verdict.speedup : undefined;
  if (only !== undefined) {
    const before = median(trial.references.map(({ ended }) => ended.wall));
    return { before: seconds(before), after: seconds(before / only.ratio), speedup: only };
  }
  if (kept.length === 0) return undefined;
  world.report({ stage: "total", detail: "measuring first against last" });
  const outcomeOfAll = await measureTotal(trial, { minGain }, world);
  if (outcomeOfAll.kind !== "measured") return undefined;
  const { olds, news, speedup } = outcomeOfAll.measurement;
  return {
    before: seconds(median(olds.map(({ wall }) => wall))),
    after: seconds(median(news.map(({ wall }) => wall))),
    speedup: { ratio: speedup.value, low: speedup.low, high: speedup.high, pairs: olds.length },
  };
}

function patchOf(file: string, { trial, outcome }: FixWork, world: World): string {
  const original = outcome.originals.get(file);
  const now = trial.kept.get(file);
  if (original === undefined || now === undefined) return "";
  return formatDiff({ file, old: original.text, new: decodeLike(original, now) }, world.cwd);
}
