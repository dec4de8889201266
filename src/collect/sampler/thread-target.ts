import type { AwaitedReader } from "./process/awaited.ts";
import { ThreadStatusReader, type ThreadStatus } from "./thread-status.ts";

/** A thread of the target while it is watched. */
export interface ThreadTarget {
  /** Its number in the recording. */
  readonly number: number;
  /** Address of its thread state. */
  readonly address: number;
  /** `pthread_t`, which `threading` knows it by. */
  readonly threadId: number;
  readonly tid: number;
  readonly interpreter: number;
  readonly reader: ThreadStatusReader;
  status: ThreadStatus;
  /** When the status was read, ns. */
  statusAt: number;
  /** As `threading` calls it; undefined while that is not known. */
  name: string | undefined;
  /** How often the name was looked for. */
  nameTries: number;
  /** When its last stack was counted, ns. */
  seenAt: number;
  /** Node of the stack that is being counted; 0 where there is none. */
  node: number;
  isAlive: boolean;
  /** Looks since the list of threads was read that could not read it. */
  unread: number;
}

/** Begins to watch a thread. */
export function watchThread(
  identity: Pick<ThreadTarget, "number" | "address" | "threadId" | "tid" | "interpreter">,
  pid: number,
  now: number,
  awaited: AwaitedReader,
): ThreadTarget {
  const reader = new ThreadStatusReader(pid, identity.tid, awaited);
  return {
    ...identity,
    reader,
    status: { state: "running", futex: 0 },
    statusAt: Number.NEGATIVE_INFINITY,
    name: identity.tid === pid ? "MainThread" : undefined,
    nameTries: 0,
    seenAt: now,
    node: 0,
    isAlive: true,
    unread: 0,
  };
}
