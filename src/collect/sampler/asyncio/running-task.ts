import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";
import type { WalkedStack } from "../walked-stack.ts";
import { isSameTask, type TaskReader, type TaskSources } from "./task-reader.ts";

/** The task whose coroutine a stack runs. */
export interface RunningTask {
  readonly name: string;
  /** Index of its coroutine's frame in the stack. */
  readonly at: number;
}

/** Finds the task that a thread runs. */
export class RunningTasks {
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #reader: TaskReader;
  readonly #candidates: (thread: number) => readonly number[];

  /** `candidates`: addresses of the tasks that the thread of a state may run. */
  constructor({ layout, values }: TaskSources, reader: TaskReader, candidates: (thread: number) => readonly number[]) {
    this.#layout = layout;
    this.#values = values;
    this.#reader = reader;
    this.#candidates = candidates;
  }

  /**
   * The task of a stack that has been walked just now: the one that is marked as running, and whose coroutine is on the
   * stack. Undefined where none is marked; `changing` where none of those that are fits the stack.
   */
  of(thread: number, stack: WalkedStack): RunningTask | "changing" | undefined {
    const candidates = this.#candidates(thread);
    for (const address of candidates) {
      const task = this.#reader.read(address);
      const at = task === undefined ? -1 : this.#placeOf(task.coroutine, stack);
      if (task === undefined || at < 0) continue;
      const name = this.#reader.nameOf(task);
      if (name !== undefined && isSameTask(task, this.#reader.read(address))) return { name, at };
    }
    return candidates.length === 0 ? undefined : "changing";
  }

  #placeOf(coroutine: number, { addresses, depth }: WalkedStack): number {
    const place = coroutine + this.#layout.generator.frame;
    // Up to 3.10 a coroutine points to its frame; later it holds it.
    const frame = this.#layout.version[1] >= 11 ? place : this.#values.pointer(place);
    const at = frame === undefined ? -1 : addresses.indexOf(frame);
    return at < depth ? at : -1;
  }
}
