import { waitingServers } from "./known-code.ts";
import type { Profile, StackWeight } from "../profile/profile.ts";
import { assert } from "../base/refusal.ts";
import { isListed, lastName, placeOf } from "./code-kinds.ts";
import type { CodeHomes } from "./code-kinds.ts";

/**
 * Whom a parked thread waits for, by the standard library's functions that it is parked in:
 * `idle` – for work: costs the program nothing;
 * `programs` – for a child that it started by subprocess; `workers` – for a process of multiprocessing's; `threads` –
 * for a lock, a queue or a result that other threads or a pool bring; `loop` – in an idle event loop: these cost what
 * nobody else in the profile accounts for.
 */
export type Wait = "idle" | "programs" | "workers" | "threads" | "loop";

/** Says of stacks whom their thread waits for; undefined: for the world outside (network, disk, sleep), or not at all. */
export function waitsOf(profile: Profile, homes: CodeHomes): (place: WaitingPlace) => Wait | undefined {
  const paths = profile.functions.map(({ file, qualname }): FunctionPath => {
    const { home, path } = placeOf(file, homes);
    const isMark = file === "<native>" || file === "<GC>";
    const name = lastName(qualname);
    const isServer = home === "installed" && isListed(waitingServers, path, name);
    return { path: home === "standard" ? path : undefined, isServer, name, isMark };
  });
  const tails = Array.from<Tail | undefined>({ length: profile.stacks.length });
  return ({ stack, isMain, hasParent, waits }) => {
    if (isForConnections(waits)) return "idle";
    const tail = (tails[stack] ??= readTail(profile, paths, stack));
    return judgeTail(tail, isMain, hasParent);
  };
}

/** Where a thread is parked, and which thread it is. */
export interface WaitingPlace {
  readonly stack: number;
  readonly isMain: boolean;
  /** The parent of the thread's process is observed too. */
  readonly hasParent: boolean;
  /** What the kernel says that it waits for; absent where nobody asked. */
  readonly waits?: StackWeight["waits"];
}

/** A server with nothing to do waits for somebody to connect, be it in `accept` or in its loop. */
function isForConnections(waits: StackWeight["waits"]): boolean {
  if (waits === undefined) return false;
  const all = Object.values(waits).reduce((sum, time) => sum + time, 0);
  return all > 0 && (waits.connection ?? 0) >= all / 2;
}

interface FunctionPath {
  /** Below the standard library; undefined elsewhere. */
  readonly path: string | undefined;
  /** A server's own code, from a package. */
  readonly isServer: boolean;
  readonly name: string;
  /** No Python function, but what C code does on top of one. */
  readonly isMark: boolean;
}

/** What the innermost run of standard-library frames says. */
interface Tail {
  isParked: boolean;
  isWorker: boolean;
  isForProgram: boolean;
  isForWorker: boolean;
  isBetweenProcesses: boolean;
  isSelecting: boolean;
  /** What called it is a server's own loop. */
  isOfServer: boolean;
}

function judgeTail(tail: Tail, isMain: boolean, hasParent: boolean): Wait | undefined {
  if (tail.isOfServer) return "idle";
  if (tail.isForProgram) return "programs";
  if (tail.isForWorker) return "workers";
  if (!tail.isParked) return undefined;
  if (tail.isWorker || !isMain) return "idle";
  if (tail.isBetweenProcesses) return hasParent ? "idle" : "threads";
  return tail.isSelecting ? "loop" : "threads";
}

/** The Python function that waits: C code on top of it is how it waits. */
function withoutMark(profile: Profile, paths: readonly FunctionPath[], stack: number): number {
  const node = profile.stacks[stack];
  const frame = node && profile.frames[node.frame];
  return node && frame && paths[frame.function]?.isMark === true ? node.parent : stack;
}

function readTail(profile: Profile, paths: readonly FunctionPath[], stack: number): Tail {
  const tail: Tail = {
    isParked: false,
    isWorker: false,
    isForProgram: false,
    isForWorker: false,
    isBetweenProcesses: false,
    isSelecting: false,
    isOfServer: false,
  };
  const innermost = withoutMark(profile, paths, stack);
  for (let node = innermost; node >= 0;) {
    const at = profile.stacks[node];
    const frame = at && profile.frames[at.frame];
    assert(at && frame, "a stack points at a node and a frame that exist");
    const { path, name, isServer } = paths[frame.function] ?? { path: undefined, name: "", isServer: false };
    tail.isOfServer = isServer;
    if (path === undefined) break;
    if (node === innermost) tail.isParked = isListed(parking, path, name);
    if (node === innermost) tail.isSelecting = path === "selectors.py";
    tail.isWorker ||= isListed(workers, path, name);
    tail.isForProgram ||= isListed(waitsForProgram, path, name);
    tail.isForWorker ||= isListed(waitsForWorker, path, name);
    tail.isBetweenProcesses ||= isListed(betweenProcesses, path, name);
    node = at.parent;
  }
  return tail;
}

/** Functions whose body is (all but) a wait for a lock, a queue, a pipe or a selector (CPython 3.8 to 3.15). */
const parking: ReadonlySet<string> = new Set([
  "threading.py:__enter__",
  "threading.py:_join_os_thread",
  "threading.py:_shutdown",
  "threading.py:_wait_for_tstate_lock",
  "threading.py:acquire",
  "threading.py:join",
  "threading.py:wait",
  "threading.py:wait_for",
  "queue.py:get",
  "queue.py:join",
  "queue.py:put",
  "selectors.py:select",
  "socketserver.py:serve_forever",
  "concurrent/futures/_base.py:result",
  "concurrent/futures/_base.py:wait",
  "concurrent/futures/process.py:_process_worker",
  "concurrent/futures/process.py:run",
  "concurrent/futures/process.py:wait_result_broken_or_wakeup",
  "concurrent/futures/thread.py:_python_exit",
  "concurrent/futures/thread.py:_worker",
  "concurrent/futures/thread.py:shutdown",
  "multiprocessing/connection.py:_poll",
  "multiprocessing/connection.py:_recv",
  "multiprocessing/connection.py:_recv_bytes",
  "multiprocessing/connection.py:accept",
  "multiprocessing/connection.py:wait",
  "multiprocessing/forkserver.py",
  "multiprocessing/managers.py:serve_forever",
  "multiprocessing/pool.py:_handle_results",
  "multiprocessing/pool.py:_handle_tasks",
  "multiprocessing/pool.py:_handle_workers",
  "multiprocessing/pool.py:_wait_for_updates",
  "multiprocessing/pool.py:wait",
  "multiprocessing/pool.py:worker",
  "multiprocessing/queues.py:get",
  "multiprocessing/resource_tracker.py",
  "multiprocessing/synchronize.py:__enter__",
  "multiprocessing/synchronize.py:acquire",
  "multiprocessing/synchronize.py:wait",
]);

/** Loops that wait for work in a process of their own, where the waiting thread is the main one. */
const workers: ReadonlySet<string> = new Set([
  "concurrent/futures/process.py:_process_worker",
  "multiprocessing/forkserver.py",
  "multiprocessing/managers.py:serve_forever",
  "multiprocessing/pool.py:worker",
  "multiprocessing/resource_tracker.py",
]);

/** `Popen._execute_child` is not here: starting a child is the parent's own cost. */
const waitsForProgram: ReadonlySet<string> = new Set([
  "subprocess.py:_communicate",
  "subprocess.py:_try_wait",
  "subprocess.py:_wait",
  "subprocess.py:communicate",
  "subprocess.py:wait",
]);

const waitsForWorker: ReadonlySet<string> = new Set([
  "multiprocessing/popen_fork.py:poll",
  "multiprocessing/popen_fork.py:wait",
  "multiprocessing/popen_spawn_win32.py:wait",
  "multiprocessing/process.py:join",
]);

const betweenProcesses: ReadonlySet<string> = new Set([
  "multiprocessing/connection.py",
  "multiprocessing/managers.py",
  "multiprocessing/queues.py",
  "multiprocessing/synchronize.py",
]);
