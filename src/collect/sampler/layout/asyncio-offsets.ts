import { OffsetsTable } from "./offsets-table.ts";

/** Where the fields of a task written in C lie (`TaskObj`, Modules/_asynciomodule.c). */
export interface TaskFields {
  /** Bytes from the task's start that hold all of the others. */
  readonly size: number;
  /** `fut_state`, int: 0 while the task is not done. Futures have it at the same place. */
  readonly state: number;
  /** `fut_waiter`: the future that the task waits for; 0: none. */
  readonly waiter: number;
  readonly coroutine: number;
  readonly name: number;
}

/** Where asyncio keeps its tasks (3.14+), as the `AsyncioDebug` section of the `_asyncio` module tells. */
export interface AsyncioOffsets {
  readonly task: TaskFields & {
    /** A task, or a set of tasks where `awaitedByIsSet` is not 0; 0: none. */
    readonly awaitedBy: number;
    /** One byte: whether this is a task rather than a plain future. */
    readonly isTask: number;
    /** One byte. */
    readonly awaitedByIsSet: number;
    /** `struct llist_node` (`next`, `prev`) that links all tasks of a thread. */
    readonly node: number;
  };
  readonly interpreter: {
    /** Head of the list of tasks whose threads have ended: a `struct llist_node`. */
    readonly tasksHead: number;
  };
  /** Offsets from the `PyThreadState` (the start of `_PyThreadStateImpl`). */
  readonly thread: {
    readonly runningLoop: number;
    readonly runningTask: number;
    /** Head of the thread's list of tasks: a `struct llist_node`. */
    readonly tasksHead: number;
  };
}

const fields = {
  task: "size name awaited_by is_task awaited_by_is_set coro node",
  interpreter: "size tasks_head",
  thread: "size running_loop running_task tasks_head",
};

/** `sizeof(Py_AsyncioModuleDebugOffsets)`. */
export const asyncioOffsetsSize = 104;

/** Reads the section `AsyncioDebug`; undefined where the bytes cannot be one. */
export function readAsyncioOffsets(bytes: Buffer): AsyncioOffsets | undefined {
  const table = new OffsetsTable(bytes, 0, fields);
  if (!table.isPlausible || table.get("task.name") >= table.get("task.size")) return undefined;
  return {
    task: {
      size: table.get("task.size"),
      // Not in the table: the int before `is_task`, the pointer before `coro`.
      state: table.get("task.is_task") - 4,
      waiter: table.get("task.coro") - 8,
      name: table.get("task.name"),
      awaitedBy: table.get("task.awaited_by"),
      isTask: table.get("task.is_task"),
      awaitedByIsSet: table.get("task.awaited_by_is_set"),
      coroutine: table.get("task.coro"),
      node: table.get("task.node"),
    },
    interpreter: { tasksHead: table.get("interpreter.tasks_head") },
    thread: {
      runningLoop: table.get("thread.running_loop"),
      runningTask: table.get("thread.running_task"),
      tasksHead: table.get("thread.tasks_head"),
    },
  };
}
