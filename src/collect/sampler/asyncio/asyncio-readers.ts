import { findAsyncio } from "../process/find-asyncio.ts";
import type { TaskFields } from "../layout/asyncio-offsets.ts";
import { taskConstants } from "../layout/task-constants.ts";
import { RunningTasks } from "./running-task.ts";
import { RegisteredTasks } from "./registered-tasks.ts";
import { TaskLists, type OwnedTasks, type TaskOwners } from "./task-list.ts";
import { TaskReader, type TaskSources } from "./task-reader.ts";
import { TaskRegistry } from "./task-registry.ts";

/** All that reads a process's asyncio. */
export interface AsyncioReaders {
  readonly reader: TaskReader;
  readonly running: RunningTasks;
  /** All tasks; undefined where the process has not imported asyncio. */
  readonly list: (owners: TaskOwners) => OwnedTasks | undefined;
}

/** Opens a process's asyncio for reading; undefined where it has not been imported yet, or lies where nobody knows. */
export function openAsyncio(pid: number, sources: TaskSources): AsyncioReaders | undefined {
  const { isFreeThreaded, version } = sources.layout;
  // Types of free-threaded builds, by which tasks and coroutines are known, cannot be read yet.
  if (isFreeThreaded) return undefined;
  const [, minor] = version;
  const constants = taskConstants[minor];
  return constants === undefined ? withTable(pid, sources) : withConstants(sources, constants);
}

function withTable(pid: number, sources: TaskSources): AsyncioReaders | undefined {
  const offsets = findAsyncio(pid);
  if (offsets === undefined) return undefined;
  const reader = new TaskReader(sources, offsets.task);
  const candidates = (thread: number): readonly number[] => {
    const task = sources.values.pointer(thread + offsets.thread.runningTask);
    return task === undefined || task === 0 ? [] : [task];
  };
  const running = new RunningTasks(sources, reader, candidates);
  const lists = new TaskLists(sources, offsets, reader);
  return { reader, running, list: (owners) => lists.list(owners) };
}

function withConstants(sources: TaskSources, constants: TaskFields): AsyncioReaders {
  const reader = new TaskReader(sources, constants);
  const registry = new TaskRegistry(sources);
  const running = new RunningTasks(sources, reader, (thread) => registry.runningBeside(thread));
  const tasks = new RegisteredTasks(sources, reader, registry);
  return { reader, running, list: (owners) => tasks.list(owners) };
}
