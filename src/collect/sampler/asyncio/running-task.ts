import type { Layout } from "../layout/layout.ts";
import type { CodeTable } from "../code-table.ts";
import type { ValueReader } from "../read-values.ts";
import type { WalkedStack } from "../walked-stack.ts";
import { isSameTask, type TaskCopy, type TaskReader, type TaskSources } from "./task-reader.ts";

/** A task whose coroutine a stack runs. */
export interface FoundTask {
  readonly task: TaskCopy;
  /** Index of its coroutine's frame in the stack. */
  readonly at: number;
}

/** `co_flags`: CO_COROUTINE, CO_ITERABLE_COROUTINE. */
const COROUTINE = 0x180;

/** Finds the task that a thread runs. */
export class RunningTasks {
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #codes: CodeTable;
  readonly #reader: TaskReader;
  readonly #candidates: (thread: number) => readonly number[];

  /** `candidates`: addresses of the tasks that the thread of a state may run. */
  constructor(
    { layout, values, codes }: TaskSources,
    reader: TaskReader,
    candidates: (thread: number) => readonly number[],
  ) {
    this.#layout = layout;
    this.#values = values;
    this.#codes = codes;
    this.#reader = reader;
    this.#candidates = candidates;
  }

  /**
   * The name of the task of a stack that has been walked just now. Undefined where the stack has no coroutine; null where no task
   * fits it: then the thread has gone on.
   */
  nameOf(thread: number, stack: WalkedStack): string | null | undefined {
    if (!this.#hasCoroutine(stack)) return undefined;
    const found = this.find(thread, stack);
    const name = found && this.#reader.nameOf(found.task);
    if (found === undefined || name === undefined) return null;
    return isSameTask(found.task, this.#reader.read(found.task.address)) ? name : null;
  }

  /** The task of a stack that has been walked just now: one that is marked as running, and whose coroutine is on the stack. */
  find(thread: number, stack: WalkedStack): FoundTask | undefined {
    for (const address of this.#candidates(thread)) {
      const task = this.#reader.read(address);
      const at = task === undefined ? -1 : this.#placeOf(task.coroutine, stack);
      if (task !== undefined && at >= 0) return { task, at };
    }
    return undefined;
  }

  #hasCoroutine({ codes, depth }: WalkedStack): boolean {
    for (let at = 0; at < depth; at += 1) {
      if (((this.#codes.objects[codes[at] ?? -1]?.flags ?? 0) & COROUTINE) !== 0) return true;
    }
    return false;
  }

  #placeOf(coroutine: number, { addresses, depth }: WalkedStack): number {
    const place = coroutine + this.#layout.generator.frame;
    // Up to 3.10 a coroutine points to its frame; later it holds it.
    const frame = this.#layout.version[1] >= 11 ? place : this.#values.pointer(place);
    if (frame === undefined) return -1;
    for (let at = depth - 1; at >= 0; at -= 1) if (addresses[at] === frame) return at;
    return -1;
  }
}
