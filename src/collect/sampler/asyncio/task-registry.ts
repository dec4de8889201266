import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";
import type { TaskSources } from "./task-reader.ts";

const MODULE = "asyncio.tasks";

/** Finds what `asyncio.tasks` keeps its tasks in: up to 3.13 the module's own names lead to it. */
export class TaskRegistry {
  readonly #layout: Layout;
  readonly #values: ValueReader;
  /** Addresses of the dicts of running tasks, by interpreter. */
  readonly #running = new Map<number, number>();

  #asks = 0;
  #nextSearch = 0;

  constructor({ layout, values }: TaskSources) {
    this.#layout = layout;
    this.#values = values;
  }

  /** Addresses of the tasks that the loops of a thread's interpreter run at the moment. */
  runningBeside(thread: number): readonly number[] {
    const interpreter = this.#values.pointer(thread + this.#layout.thread.interpreter) ?? 0;
    const running = this.#running.get(interpreter) ?? this.#search(interpreter);
    return running === undefined ? [] : (this.#values.dictValues(running) ?? []);
  }

  /** Coroutines may run without asyncio: searching all modules for it takes long, so after each time in vain more asks go by. */
  #search(interpreter: number): number | undefined {
    if (this.#asks < this.#nextSearch) {
      this.#asks += 1;
      return undefined;
    }
    const found = this.named(interpreter, "_current_tasks");
    if (found !== undefined) this.#running.set(interpreter, found);
    else this.#nextSearch = 2 * this.#nextSearch + 1;
    this.#asks = 0;
    return found;
  }

  /** Address of what an interpreter's `asyncio.tasks` has under a name; undefined while it has not been imported. */
  named(interpreter: number, name: string): number | undefined {
    const modules =
      interpreter === 0 ? undefined : this.#values.pointer(interpreter + this.#layout.interpreter.modules);
    const module = modules === undefined ? undefined : this.#values.dictValue(modules, MODULE);
    // `PyModuleObject.md_dict` is its first field behind the head.
    const namespace = module === undefined ? undefined : this.#values.pointer(module + this.#layout.object.size);
    return namespace === undefined ? undefined : this.#values.dictValue(namespace, name);
  }
}
