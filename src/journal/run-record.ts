import type { ProfileTruth } from "../profile/profile.ts";
import type { LoopFacts, RunFacts } from "../collect/observation.ts";
import type { Ranking } from "../rank/ranking.ts";
import type { PassedOver } from "../diagnose/diagnose.ts";
import type { Finding } from "../diagnose/finding.ts";

/** What one `run` found, as kept under `.hasten/runs/<id>/run.json`. */
export interface RunRecord {
  readonly schema: "hasten.run-record/1";
  readonly run: RunFacts;
  /** `--timeout` ended the program: the profile holds what was seen until then. */
  readonly timedOut: boolean;
  readonly truth: ProfileTruth;
  readonly ranking: Ranking;
  readonly findings: readonly Finding[];
  /** Places in the worst that a rule recognised but makes no claim about. */
  readonly passedOver: readonly PassedOver[];
  /** Asyncio's loops; absent where the collector cannot see them. */
  readonly loops?: readonly LoopFacts[];
}
