import type { Recording } from "./recording.ts";

/** What the sampling worker is started with. */
export interface WorkerOrder {
  readonly pids: readonly number[];
  readonly followsChildren: boolean;
  /** Mean time between looks, ms; 0: as fast as it can. */
  readonly meanInterval: number;
  /** At most this part of a processor is used; 1: no limit. */
  readonly mostOwnShare: number;
  readonly seed: number;
  /** Woken by the other side: [0] counts messages. */
  readonly bell: Int32Array;
}

/** To the worker. */
export type WorkerRequest =
  | { readonly kind: "watch"; readonly pid: number }
  | { readonly kind: "snapshot" }
  | { readonly kind: "stop" };

/** From the worker. */
export type WorkerReply =
  | { readonly kind: "ready" }
  /** None of the processes lives any more. */
  | { readonly kind: "over" }
  | { readonly kind: "recording"; readonly recording: Recording; readonly ownCpu: number; readonly isLast: boolean };
