import type { World } from "../base/world.ts";
import type { Workspace } from "../fix/workspace.ts";
import type { RunConditions } from "./observe-run.ts";

/** What the replay of recorded calls needs. */
export interface ReplayInput {
  /** Holds the unchanged program; the replay may write instrumented files into it, and takes its edits back after. */
  readonly workspace: Workspace;
  readonly conditions: RunConditions;
  /** The changed file in the workspace (absolute). */
  readonly file: string;
  readonly oldSource: Uint8Array;
  readonly newSource: Uint8Array;
  /** Qualified name, without the module, of the function whose body changes. */
  readonly changes: string;
  /** The interpreter that runs the program. */
  readonly python: string;
}

/** What replaying calls on the old and on the new function showed. */
export interface ReplayOutcome {
  readonly calls: number;
  readonly harderCalls: number;
  /** Sentences, one a difference; empty when old and new did the same. */
  readonly differences: readonly string[];
  /** Sentences on what could not be recorded or compared. */
  readonly notCompared: readonly string[];
}

/** Replays recorded calls of the changed function, and calls made harder from them, on old and new. */
export type Replay = (input: ReplayInput, world: World) => Promise<ReplayOutcome>;
