import type { AttributeReader } from "../attribute-reader.ts";
import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";
import type { TypeTable } from "../type-table.ts";
import { readNumber } from "./read-number.ts";
import { readSet } from "./read-set.ts";
import type { ListedTask, OwnedTasks, TaskOwners } from "./task-list.ts";
import { isObject, type TaskReader, type TaskSources } from "./task-reader.ts";
import type { TaskRegistry } from "./task-registry.ts";

/** `asyncio.tasks` keeps all tasks in a `WeakSet` (up to 3.11), or those scheduled in one and eager ones in a set. */
const WEAK_SETS = ["_all_tasks", "_scheduled_tasks"];
const SETS = ["_eager_tasks"];
/** `PyTypeObject.tp_base`, from 3.8 to 3.13. */
const BASE = 256;
/** More bases are not gone through. */
const MOST_BASES = 20;

/** Reads the sets in which `asyncio.tasks` keeps all tasks up to 3.13. */
export class RegisteredTasks {
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #types: TypeTable;
  readonly #attributes: AttributeReader;
  readonly #reader: TaskReader;
  readonly #registry: TaskRegistry;
  readonly #isTask = new Map<number, boolean>();

  constructor({ layout, values, types, attributes }: TaskSources, reader: TaskReader, registry: TaskRegistry) {
    this.#layout = layout;
    this.#values = values;
    this.#types = types;
    this.#attributes = attributes;
    this.#reader = reader;
    this.#registry = registry;
  }

  /** All tasks of a process; undefined where it has not imported asyncio. */
  list({ interpreters, threads, tids }: TaskOwners): OwnedTasks | undefined {
    const sets = interpreters.flatMap((interpreter) => this.#setsOf(interpreter));
    if (sets.length === 0) return undefined;
    const read = sets.map((set) => readSet(this.#values, this.#layout, set.address));
    const addresses = read.flatMap((elements = [], at) =>
      sets[at]?.isWeak === true ? elements.flatMap((each) => this.#referentOf(each)) : elements,
    );
    const tasks = [...new Set(addresses)].flatMap((address) => this.#taskAt(address));
    const tidOf = new Map(threads.map(({ threadId, address }) => [threadId, tids.get(address)]));
    const [only] = threads.length === 1 ? tidOf.values() : [];
    const loops = new Map<number, number | undefined>();
    const owned = tasks.map((task) => {
      if (!loops.has(task.loop)) loops.set(task.loop, tidOf.get(this.#threadOf(task.loop) ?? -1) ?? only);
      return { task, tid: loops.get(task.loop) };
    });
    return { owned, isWhole: read.every((elements) => elements !== undefined) };
  }

  #setsOf(interpreter: number): readonly { readonly address: number; readonly isWeak: boolean }[] {
    const weak = WEAK_SETS.flatMap((name) => {
      const address = this.#attributeOf(this.#registry.named(interpreter, name), "data");
      return address === undefined ? [] : [{ address, isWeak: true }];
    });
    const strong = SETS.flatMap((name) => {
      const address = this.#registry.named(interpreter, name);
      return address === undefined ? [] : [{ address, isWeak: false }];
    });
    return [...weak, ...strong];
  }

  /** `PyWeakReference.wr_object` is its first field behind the head. */
  #referentOf(reference: number): readonly number[] {
    const referent = isObject(reference) ? this.#values.pointer(reference + this.#layout.object.size) : undefined;
    return isObject(referent) ? [referent] : [];
  }

  /** A reference whose task has died leads to `None`. */
  #taskAt(address: number): readonly ListedTask[] {
    const type = isObject(address) ? this.#values.pointer(address + this.#layout.object.type) : undefined;
    const copy = isObject(type) && this.#isTaskType(type) ? this.#reader.read(address) : undefined;
    return copy === undefined || copy.isDone ? [] : [{ ...copy, awaitedBy: [] }];
  }

  #isTaskType(type: number): boolean {
    const known = this.#isTask.get(type);
    if (known !== undefined) return known;
    let found = false;
    for (let [at, count] = [type, 0]; isObject(at) && !found && count < MOST_BASES; count += 1) {
      found = this.#types.typeAt(at)?.name === "_asyncio.Task";
      at = this.#values.pointer(at + BASE) ?? 0;
    }
    this.#isTask.set(type, found);
    return found;
  }

  /** `pthread_t` of the thread that a loop runs in; undefined where it runs in none, or is no loop of asyncio's own. */
  #threadOf(loop: number): number | undefined {
    const id = this.#attributeOf(loop, "_thread_id");
    const type =
      id === undefined ? undefined : this.#types.typeAt(this.#values.pointer(id + this.#layout.object.type) ?? 0);
    return id !== undefined && type?.name === "int" ? readNumber(this.#values, this.#layout, id) : undefined;
  }

  #attributeOf(object: number | undefined, name: string): number | undefined {
    if (!isObject(object)) return undefined;
    const type = this.#types.typeAt(this.#values.pointer(object + this.#layout.object.type) ?? 0);
    return type && this.#attributes.named(object, type, name);
  }
}
