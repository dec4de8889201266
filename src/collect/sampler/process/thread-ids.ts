import { readdirSync } from "node:fs";
import type { Layout } from "../layout/layout.ts";
import { ProcessMemory, openMemory } from "./process-memory.ts";
import { readProc } from "./read-proc.ts";
import type { FoundRuntime } from "./runtime-outcome.ts";

/** glibc keeps the kernel's id 720 bytes into `struct pthread` on x86-64 and 208 on aarch64, musl below 100. */
const SEARCHED = 1024;
/** More threads than this, or a list that has been torn into a ring, is not followed. */
const MOST_THREADS = 100_000;

/**
 * The kernel's id of every thread that has a Python thread state, by the address of that state. The ids are those under
 * `/proc/PID/task`, also where the target lives in a pid namespace and calls its threads otherwise. Threads that cannot be
 * told are left out. 3.11 and newer note the id; before, only the `pthread_t` is known, which is where the C library's own
 * record of the thread lies: the id is found in there.
 */
export function threadIdsOf({ pid, runtimeAddress, layout }: FoundRuntime): Map<number, number> {
  const descriptor = openMemory(pid);
  if (typeof descriptor === "string") return new Map();
  const memory = new ProcessMemory(descriptor);
  try {
    const kernelIds = kernelIdsOf(pid);
    const states = threadStates(memory, runtimeAddress, layout);
    return layout.thread.nativeThreadId === -1
      ? idsFromLibrary(memory, states, kernelIds)
      : new Map(states.flatMap(({ state, native }) => pair(state, kernelIds.get(native))));
  } finally {
    memory.close();
  }
}

interface ThreadState {
  readonly state: number;
  /** `pthread_t`. */
  readonly handle: number;
  /** `native_thread_id`; 0 before 3.11. */
  readonly native: number;
}

function threadStates(memory: ProcessMemory, runtime: number, layout: Layout): ThreadState[] {
  const { interpreter, thread } = layout;
  const follow = (address: number): number => memory.pointer(address) ?? 0;
  const found = new Map<number, ThreadState>();
  let owner = follow(runtime + layout.runtime.interpretersHead);
  while (owner !== 0 && found.size < MOST_THREADS) {
    let state = follow(owner + interpreter.threadsHead);
    while (state !== 0 && !found.has(state) && found.size < MOST_THREADS) {
      const native = thread.nativeThreadId === -1 ? 0 : follow(state + thread.nativeThreadId);
      found.set(state, { state, handle: follow(state + thread.threadId), native });
      state = follow(state + thread.next);
    }
    owner = follow(owner + interpreter.next);
  }
  return [...found.values()];
}

/** The process's threads: by the id that the innermost pid namespace gives them, the id that this one does. */
export function kernelIdsOf(pid: number): Map<number, number> {
  const ids = listTasks(pid);
  if (innermostId(pid, pid) === pid) return new Map(ids.map((id) => [id, id]));
  return new Map(ids.flatMap((id) => pair(innermostId(pid, id), id)));
}

function listTasks(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

/** `NSpid` lists a thread's ids from the namespace that asks down to its own. Kernels before 4.1 have none. */
function innermostId(pid: number, id: number): number {
  const status = readProc(pid, `task/${id}/status`);
  const ids = "text" in status ? /^NSpid:(.*)$/m.exec(status.text)?.[1]?.trim().split(/\s+/) : undefined;
  return Number(ids?.at(-1) ?? id);
}

function idsFromLibrary(
  memory: ProcessMemory,
  states: readonly ThreadState[],
  kernelIds: ReadonlyMap<number, number>,
): Map<number, number> {
  const records = states.map(({ handle }) => memory.read(handle, SEARCHED));
  const offset = offsetOfId(records, kernelIds);
  if (offset === undefined) return new Map();
  return new Map(
    states.flatMap(({ state }, index) => {
      const id = records[index]?.readInt32LE(offset);
      return pair(state, id === undefined ? undefined : kernelIds.get(id));
    }),
  );
}

/** The first place at which the most records hold an id of the process's threads, no two the same. */
function offsetOfId(
  records: readonly (Buffer | undefined)[],
  kernelIds: ReadonlyMap<number, number>,
): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (let offset = 0; offset + 4 <= SEARCHED; offset += 4) {
    const ids = records.flatMap((record) => (record === undefined ? [] : [record.readInt32LE(offset)]));
    const known = ids.filter((id) => kernelIds.has(id));
    if (known.length > most && new Set(known).size === known.length) {
      best = offset;
      most = known.length;
    }
  }
  return best;
}

function pair(key: number, value: number | undefined): [number, number][] {
  return value === undefined ? [] : [[key, value]];
}
