import type { Outcome } from "../verify/proof.ts";
import type { FileChanges } from "../verify/versions/verify-versions.ts";

/** What one `verify` found. */
export interface VerifyRecord {
  readonly schema: "hasten.verify-record/1";
  readonly id: string;
  readonly startedAt: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The versions as they were named. */
  readonly old: string;
  readonly new: string;
  /** The file or folder of the project that both stood for, absolute. */
  readonly place: string;
  /** Code files that differ. */
  readonly files: readonly FileChanges[];
  /** `kept` means proven. */
  readonly outcome: Outcome;
  readonly isReplayOnly: boolean;
  /** Runs of the program that were made, of at most so many. */
  readonly runs: { readonly made: number; readonly most: number };
}
