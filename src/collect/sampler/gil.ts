import type { ThreadStatus } from "./thread-status.ts";

/** One interpreter's GIL as it was read. */
export interface GilState {
  readonly isLocked: boolean;
  /** Address of the thread state that holds it, or held it last. */
  readonly holder: number;
  /** Where the lock's own memory lies, for futex addresses. */
  readonly start: number;
  readonly end: number;
}

/** A thread state and what the kernel says of its thread. */
interface Thread {
  readonly address: number;
  readonly status: ThreadStatus;
}

/** Whether the lock is this thread's. */
export function holdsGil({ address }: Pick<Thread, "address">, gil: GilState | undefined): boolean {
  return gil !== undefined && gil.isLocked && gil.holder === address;
}

/** It sleeps at the lock's own memory. */
export function wantsGil(thread: Thread, gil: GilState | undefined): boolean {
  const { state, futex } = thread.status;
  return gil !== undefined && state !== "running" && !holdsGil(thread, gil) && futex >= gil.start && futex < gil.end;
}
