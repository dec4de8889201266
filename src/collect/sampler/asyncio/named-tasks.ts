import type { Layout } from "../layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "../memory-window.ts";
import type { WalkedStack } from "../walked-stack.ts";
import type { AsyncioReaders } from "./asyncio-readers.ts";
import type { FoundTask } from "./running-task.ts";
import { isSameTask, type TaskSources } from "./task-reader.ts";

/** Further names share the last number: a program can name every request after itself. */
const MOST_NAMES = 200;
const REST = "other named tasks";
/** The name that asyncio gives a task that nobody has named. */
const GIVEN = /^Task-\d+$/u;
/** So many bytes of a name are compared with those that were read last; they hold all of one that has at most so many characters. */
const COMPARED = 256;
const LONGEST = 46;

/** The task that a thread runs, by the number of its name. */
export interface NamedTask {
  /** −1: nobody has named it. */
  readonly name: number;
  /** Index of its coroutine's frame in the stack. */
  readonly at: number;
}

/** The names that a process's running tasks have been given, numbered from 0. */
export class NamedTasks {
  readonly names: string[] = [];
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #asyncio: AsyncioReaders;
  readonly #numbers = new Map<string, number>();
  readonly #name = new MemoryWindow(COMPARED);
  readonly #last = Buffer.alloc(COMPARED);
  #lastAddress = 0;
  #lastNumber = -1;

  constructor({ memory, layout }: TaskSources, asyncio: AsyncioReaders) {
    this.#memory = memory;
    this.#layout = layout;
    this.#asyncio = asyncio;
  }

  /** The task of a thread whose stack was walked just now; undefined where nobody can tell. */
  look(thread: number, stack: WalkedStack): NamedTask | undefined {
    const found = this.#asyncio.running.find(thread, stack);
    if (found === undefined) return undefined;
    const isRead = this.#name.fill(this.#memory, found.task.name, COMPARED);
    if (isRead && this.#isLast(found)) return { name: this.#lastNumber, at: found.at };
    const text = this.#asyncio.reader.nameOf(found.task);
    // Where the task ended meanwhile, something else may lie there.
    const again = text === undefined ? undefined : this.#asyncio.reader.read(found.task.address);
    if (text === undefined || !isSameTask(found.task, again)) return undefined;
    const name = GIVEN.test(text) ? -1 : this.#numberOf(text);
    if (isRead && text.length <= LONGEST) this.#remember(found, name);
    return { name, at: found.at };
  }

  /** Whether the name lies where the last one did and reads the same: names come and go, and their memory is used again. */
  #isLast({ task: { name } }: FoundTask): boolean {
    // What comes before is the count of references.
    const start = this.#layout.object.type;
    return name === this.#lastAddress && this.#last.compare(this.#name.bytes, start, COMPARED, start, COMPARED) === 0;
  }

  #remember({ task: { name } }: FoundTask, number: number): void {
    this.#lastAddress = name;
    this.#lastNumber = number;
    this.#name.bytes.copy(this.#last, 0, 0, COMPARED);
  }

  #numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.names.length > MOST_NAMES) return MOST_NAMES;
    const number = this.names.push(this.names.length === MOST_NAMES ? REST : text) - 1;
    if (number < MOST_NAMES) this.#numbers.set(text, number);
    return number;
  }
}
