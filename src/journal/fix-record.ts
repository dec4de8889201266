import type { CompileRecord } from "./compile-record.ts";
import type { Seconds } from "../base/units.ts";
import type { RunFacts } from "../collect/observation.ts";
import type { PassedOver } from "../diagnose/diagnose.ts";
import type { Ranking } from "../rank/ranking.ts";
import type { Attempt } from "../verify/attempt.ts";
import type { Speedup } from "../verify/verdict.ts";

/**
 * Why the rounds ended: nothing in the top five (of `--memory`: nothing that holds much) has a fix worth making; what is left could not be ranked (it runs too
 * briefly, or was seen too seldom); `--rounds` or `--max-runs` was reached.
 */
export type FixEnd = "nothing-left" | "nothing-held" | "cannot-rank" | "rounds-used" | "runs-used";

/** The whole of one `fix`: every attempt, kept or not, and what came of it. */
export interface FixRecord {
  readonly schema: "hasten.fix-record/1";
  readonly id: string;
  readonly startedAt: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The first profiled run. */
  readonly run: RunFacts;
  /** The ranking of that run; absent in records of older versions. */
  readonly firstRanking?: Ranking;
  readonly attempts: readonly Attempt[];
  /** Absent when nothing was kept. */
  readonly total?: FixTotal;
  /** Unified diff of everything that was kept; empty when nothing was. */
  readonly patch: string;
  readonly written: boolean;
  /** Files changed (or, with `--dry-run`, to be changed), absolute. */
  readonly files: readonly string[];
  /** The profile after the last kept fix. */
  readonly ranking: Ranking;
  /** Places that a rule recognised in the last round but makes no claim about. */
  readonly passedOver: readonly PassedOver[];
  readonly ended: FixEnd;
  /** With `--native`: what compiling the hot module came to, after the last round. */
  readonly native?: CompileRecord;
  /** Sentences on what was run differently than in the user's folder, or not seen. */
  readonly notes: readonly string[];
}

/** First time against last time of the whole program. */
export interface FixTotal {
  readonly before: Seconds;
  readonly after: Seconds;
  readonly speedup: Speedup;
}
