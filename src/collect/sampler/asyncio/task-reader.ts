import type { CodeTable } from "../code-table.ts";
import type { Layout } from "../layout/layout.ts";
import { readNumber } from "./read-number.ts";
import type { TaskFields } from "../layout/asyncio-offsets.ts";
import { MemoryWindow, type TargetMemory } from "../memory-window.ts";
import type { ValueReader } from "../read-values.ts";
import type { AttributeReader } from "../attribute-reader.ts";
import type { TypeTable } from "../type-table.ts";

/** What one task held when it was copied. */
export interface TaskCopy {
  readonly address: number;
  readonly coroutine: number;
  /** Address of the future that it waits for; 0 where there is none. */
  readonly waiter: number;
  readonly loop: number;
  /** Address of its name: a string, or the number of a task that nobody has named. */
  readonly name: number;
  readonly isDone: boolean;
}

/** What tasks and coroutines are read with. */
export interface TaskSources {
  readonly memory: TargetMemory;
  readonly layout: Layout;
  readonly values: ValueReader;
  readonly types: TypeTable;
  readonly attributes: AttributeReader;
  readonly codes: CodeTable;
}

/** `fut_state`: pending, cancelled, finished. */
const LAST_STATE = 2;

/** Reads tasks that are written in C, each in one copy. */
export class TaskReader {
  readonly fields: TaskFields;
  /** Of the task that was read last. */
  readonly window: MemoryWindow;
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #types: TypeTable;
  readonly #future: MemoryWindow;

  constructor({ memory, layout, values, types }: TaskSources, fields: TaskFields) {
    this.#memory = memory;
    this.#layout = layout;
    this.#values = values;
    this.#types = types;
    this.fields = fields;
    this.window = new MemoryWindow(fields.size);
    this.#future = new MemoryWindow(fields.size);
  }

  /** The task at an address; undefined where there can be none. */
  read(address: number): TaskCopy | undefined {
    const { fields, window } = this;
    if (!isObject(address) || !window.fill(this.#memory, address, alignUp(fields.size))) return undefined;
    const state = window.integer(fields.state);
    const [coroutine, waiter, name] = [fields.coroutine, fields.waiter, fields.name].map((at) => window.pointer(at));
    if (state < 0 || state > LAST_STATE) return undefined;
    if (!isObject(coroutine) || !isObject(name) || !(waiter === 0 || isObject(waiter))) return undefined;
    const loop = window.pointer(this.#layout.object.size);
    return { address, coroutine, waiter, loop, name, isDone: state !== 0 };
  }

  /**
   * A task's name as text; from 3.12 on `Task-7` is kept as 7 until somebody asks for it. Empty where it is too long to be read,
   * undefined where there is none any more.
   */
  nameOf({ name }: TaskCopy): string | undefined {
    const type = this.#types.typeAt(this.#values.pointer(name + this.#layout.object.type) ?? 0)?.name;
    if (type !== "int") return type === undefined ? undefined : (this.#values.text(name) ?? "");
    const number = readNumber(this.#values, this.#layout, name);
    return number === undefined ? undefined : `Task-${number}`;
  }

  /** Whether the future that a task waits for has its result already: then the task is about to go on. */
  isAnswered({ waiter, loop }: TaskCopy): boolean {
    const window = this.#future;
    const length = alignUp(this.fields.state + 4);
    if (waiter === 0 || !window.fill(this.#memory, waiter, length)) return false;
    // What waits in another way than asyncio's own futures has no loop there.
    const state = window.integer(this.fields.state);
    return window.pointer(this.#layout.object.size) === loop && state > 0 && state <= LAST_STATE;
  }
}

/** Whether two copies of a task show the same moment. */
export function isSameTask(one: TaskCopy, other: TaskCopy | undefined): boolean {
  return (
    one.address === other?.address &&
    one.coroutine === other.coroutine &&
    one.waiter === other.waiter &&
    one.name === other.name &&
    one.isDone === other.isDone
  );
}

/** Objects lie at multiples of eight, not in the first page, below 2⁴⁸. */
export function isObject(address: number | undefined): address is number {
  return address !== undefined && address >= 4096 && address < 2 ** 48 && address % 8 === 0;
}

const alignUp = (length: number): number => (length + 7) & ~7;
