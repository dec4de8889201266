import { findAsyncio } from "../process/find-asyncio.ts";
import { RunningTasks } from "./running-task.ts";
import { TaskLists } from "./task-list.ts";
import { TaskReader, type TaskSources } from "./task-reader.ts";

/** All that reads a process's asyncio. */
export interface AsyncioReaders {
  readonly reader: TaskReader;
  readonly running: RunningTasks;
  readonly lists: TaskLists;
}

/** Opens a process's asyncio for reading; undefined where the process has not imported it, or keeps it in a way that is not known. */
export function openAsyncio(pid: number, sources: TaskSources): AsyncioReaders | undefined {
  const offsets = findAsyncio(pid);
  if (offsets === undefined) return undefined;
  const reader = new TaskReader(sources, offsets.task);
  const candidates = (thread: number): readonly number[] => {
    const task = sources.values.pointer(thread + offsets.thread.runningTask);
    return task === undefined || task === 0 ? [] : [task];
  };
  return {
    reader,
    running: new RunningTasks(sources, reader, candidates),
    lists: new TaskLists(sources, offsets, reader),
  };
}
