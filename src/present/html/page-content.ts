import type { KeptSources } from "../../journal/snapshot.ts";
import type { StoredRecord } from "../../journal/store.ts";
import type { PageProfile } from "../../protocol/page-profile.ts";

/** All that a page shows of one record. */
export interface PageContent {
  readonly record: StoredRecord;
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
