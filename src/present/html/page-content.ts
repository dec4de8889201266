import type { FixRecord } from "../../journal/fix-record.ts";
import type { RunRecord } from "../../journal/run-record.ts";
import type { KeptSources } from "../../journal/snapshot.ts";
import type { PageProfile } from "../../protocol/page-profile.ts";

/** All that a page shows of one run or fix. */
export interface PageContent {
  readonly record: RunRecord | FixRecord;
  /** Texts of the run's files; of a fix as they were before it. */
  readonly sources?: KeptSources;
  /** Of a run its profile; of a fix the first, and the last where something was kept. Empty where none was kept. */
  readonly profiles: readonly PageProfile[];
}

/** What the page is built of besides its content. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}
