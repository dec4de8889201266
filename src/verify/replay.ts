import type { Seconds } from "../base/units.ts";
import type { World } from "../base/world.ts";
import type { TextEdit } from "../source/edit.ts";
import type { Workspace } from "../fix/workspace.ts";
import type { RunConditions } from "./observe-run.ts";
import type { Tolerance } from "./tolerance.ts";
import type { WatchedEnd } from "./watched-end.ts";

/** Seconds at most for the replays of one process; several functions share them. */
export const MOST_REPLAY_S = 20;

/** A file whose functions are replayed on both of its versions. */
export interface ReplayFile {
  /** In the workspace (absolute). */
  readonly file: string;
  readonly oldSource: Uint8Array;
  readonly newSource: Uint8Array;
  /** Qualified names, without the module, of the functions whose bodies change; none inside another. */
  readonly changes: readonly string[];
  /** Edits of the new text outside of these, for the old functions to find what only their module has. */
  readonly added?: readonly TextEdit[];
}

/** Is an exception, as it is dumped, one that the new version says it may raise? */
export type IsAssumed = (exception: string) => boolean;

/** What the replay of recorded calls needs. */
export interface ReplayInput {
  /** Holds the unchanged program; the replay may write instrumented files into it, and takes its edits back after. */
  readonly workspace: Workspace;
  readonly conditions: RunConditions;
  readonly files: readonly ReplayFile[];
  /** Which exceptions the new version may raise in a harder call that the old one answers; all where it is absent. */
  readonly isAssumed?: IsAssumed;
  /** Also harder calls with values of types that were not observed: what a fix guards itself against. */
  readonly triesOtherTypes?: boolean;
  /** How long the replayed calls may take; `MOST_REPLAY_S` where it is absent. */
  readonly seconds?: Seconds;
  /** How far floats of the new version may lie from the old one's; absent: not at all. */
  readonly tolerance?: Tolerance;
  /** Files that only the new version has, in the workspace's paths. */
  readonly beside?: readonly { readonly file: string; readonly content: Uint8Array }[];
}

/** What replaying calls on the old and on the new functions showed. */
export interface ReplayOutcome {
  readonly calls: number;
  readonly harderCalls: number;
  /** Sentences, one a difference; empty when old and new did the same. */
  readonly differences: readonly string[];
  /** Sentences on what could not be recorded or compared. */
  readonly notCompared: readonly string[];
  /** What was seen of each function that could be watched; absent where none was. */
  readonly functions?: readonly ReplayedFunction[];
  /** What the compared calls of the program took. */
  readonly times?: readonly CallTimes[];
  /** How the run ended in which they were recorded; absent where there was none. */
  readonly end?: WatchedEnd;
}

/** Seconds of one call on both versions, each in a forked child. */
export interface CallTimes {
  readonly old: number;
  readonly new: number;
}

/** One changed function in the replayed run. */
export interface ReplayedFunction {
  readonly qualname: string;
  /** The program called it. */
  readonly called: boolean;
  /** Its recorded calls that were compared. */
  readonly calls: number;
}

/** Replays recorded calls of the changed functions, and calls made harder from them, on old and new. */
export type Replay = (input: ReplayInput, world: World) => Promise<ReplayOutcome>;
