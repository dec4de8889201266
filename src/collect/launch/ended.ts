import type { Bytes, Seconds } from "../../base/units.ts";

/** A captured stream: on disk, because a program may print more than memory holds. */
export interface Captured {
  readonly path: string;
  readonly bytes: Bytes;
  /** Of all bytes, in hex. */
  readonly sha256: string;
}

/** A copy of what the program could read from stdin. */
interface StdinRecord {
  readonly path: string;
  readonly bytes: Bytes;
  /** False when it was longer than the limit, or a terminal, which is never recorded. */
  readonly complete: boolean;
}

/** How a run of a program ended. */
export interface Ended {
  /** The program's own status; 128 + signal number where a signal ended it. */
  readonly exitCode: number;
  /** e.g. "SIGSEGV", where a signal ended it. */
  readonly signal?: string;
  readonly wall: Seconds;
  /** User and system time of the program and of the children that it waited for. */
  readonly cpu: Seconds;
  /** Of its largest process. Never below some 9 MB: Linux counts the starting process's memory up to `exec`. */
  readonly peakRss: Bytes;
  readonly timedOut: boolean;
  /** The user asked to stop while it ran. */
  readonly interrupted: boolean;
  readonly stdout?: Captured;
  readonly stderr?: Captured;
  readonly stdinRecord?: StdinRecord;
}
