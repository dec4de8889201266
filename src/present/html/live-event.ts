import type { PageProfile } from "../../protocol/page-profile.ts";
import type { FunctionShares, LiveSpan } from "../../rank/live-table.ts";

/** What the server tells a live page at one moment. */
export interface LiveEvent {
  readonly schema: "hasten.live/1";
  /** How the program ended; nothing comes after that. */
  readonly ended?: string;
  /** The last seconds. */
  readonly recent: LiveSpan;
  readonly whole: LiveSpan;
  readonly missed: number;
  readonly rows: readonly LiveEventRow[];
  /** Of the last seconds, and since the start. */
  readonly profiles: readonly PageProfile[];
}

/** A function of the table. */
export interface LiveEventRow {
  readonly function: string;
  /** `file:line` */
  readonly place: string;
  readonly recent: FunctionShares;
  readonly whole: FunctionShares;
}
