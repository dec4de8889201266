import type { AsyncioOffsets } from "../layout/asyncio-offsets.ts";
import type { FoundThread } from "../interpreters.ts";
import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";
import { readSet } from "./read-set.ts";
import { isObject, type TaskCopy, type TaskReader, type TaskSources } from "./task-reader.ts";

/** A task in asyncio's lists. */
export interface ListedTask extends TaskCopy {
  /** Addresses of the tasks that wait for this one. */
  readonly awaitedBy: readonly number[];
}

/** What one list held. */
interface TaskList {
  readonly tasks: readonly ListedTask[];
  /** False where the list changed whenever it was read: then tasks may be missing. */
  readonly isWhole: boolean;
}

/** Where tasks are looked for: the addresses of interpreters, and threads with the kernel's ids by the addresses of their states. */
export interface TaskOwners {
  readonly interpreters: readonly number[];
  readonly threads: readonly FoundThread[];
  readonly tids: ReadonlyMap<number, number>;
}

/** The tasks of a process, each with the kernel's id of the thread that it belongs to; undefined where nobody can tell. */
export interface OwnedTasks {
  readonly owned: readonly { readonly task: ListedTask; readonly tid: number | undefined }[];
  /** False where tasks may be missing. */
  readonly isWhole: boolean;
}

/** More are not listed: the list would run in a circle, or takes too long. */
const MOST_TASKS = 200_000;
/** A list that changes ever again while it is read is read as far as it goes. */
const MOST_RETREATS = 1000;

/** Reads the lists of tasks that CPython keeps for each thread (3.14+). */
export class TaskLists {
  readonly #offsets: AsyncioOffsets;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #reader: TaskReader;

  constructor(sources: TaskSources, offsets: AsyncioOffsets, reader: TaskReader) {
    this.#offsets = offsets;
    this.#layout = sources.layout;
    this.#values = sources.values;
    this.#reader = reader;
  }

  /** The tasks of all threads, also of those that have ended. */
  list({ interpreters, threads, tids }: TaskOwners): OwnedTasks {
    const { thread: inThread, interpreter: inInterpreter } = this.#offsets;
    const lists = [
      ...threads.map(({ address }) => ({ ...this.#list(address + inThread.tasksHead), tid: tids.get(address) })),
      ...interpreters.map((address) => ({ ...this.#list(address + inInterpreter.tasksHead), tid: undefined })),
    ];
    const owned = lists.flatMap(({ tasks, tid }) => tasks.map((task) => ({ task, tid })));
    return { owned, isWhole: lists.every(({ isWhole }) => isWhole) };
  }

  /**
   * Follows the list from its head until it is there again. Tasks come and go meanwhile: a task must point back to the one that
   * led to it; where it does not, the walk goes on from the last task that it passed and that is still there.
   */
  #list(head: number): TaskList {
    const passed: ListedTask[] = [];
    let retreats = 0;
    let next = this.#values.pointer(head);
    while (next !== head) {
      const task = passed.length < MOST_TASKS && isObject(next) ? this.#follow(next, passed.at(-1), head) : undefined;
      if (task !== undefined) {
        passed.push(task);
        next = this.#reader.window.pointer(this.#offsets.task.node);
        continue;
      }
      retreats += 1;
      if (retreats > MOST_RETREATS || passed.length >= MOST_TASKS) break;
      next = this.#retreat(passed) ?? this.#values.pointer(head);
    }
    return { tasks: passed.filter(({ isDone }) => !isDone), isWhole: next === head };
  }

  /** The task of a node, where it follows the one before. */
  #follow(node: number, before: ListedTask | undefined, head: number): ListedTask | undefined {
    const { task: fields } = this.#offsets;
    const copy = this.#reader.read(node - fields.node);
    const { window } = this.#reader;
    if (copy === undefined || window.byte(fields.isTask) !== 1) return undefined;
    if (window.pointer(fields.node + 8) !== (before === undefined ? head : before.address + fields.node))
      return undefined;
    return { ...copy, awaitedBy: this.#awaitedBy() };
  }

  /** Goes back to the last task that is still where it was, and gives what follows it; undefined where none is. */
  #retreat(passed: ListedTask[]): number | undefined {
    const { node } = this.#offsets.task;
    for (let last = passed.at(-1); last !== undefined; last = passed.at(-1)) {
      const copy = this.#reader.read(last.address);
      const next = this.#reader.window.pointer(node);
      if (copy?.coroutine === last.coroutine && copy.name === last.name && next !== 0) return next;
      passed.pop();
    }
    return undefined;
  }

  /** Of the task that was read last. */
  #awaitedBy(): readonly number[] {
    const { window } = this.#reader;
    const held = window.pointer(this.#offsets.task.awaitedBy);
    if (!isObject(held)) return [];
    return window.byte(this.#offsets.task.awaitedByIsSet) === 0
      ? [held]
      : (readSet(this.#values, this.#layout, held) ?? []);
  }
}
