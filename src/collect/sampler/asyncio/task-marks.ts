import type { CodeTable } from "../code-table.ts";
import type { StackTrie } from "../stack-trie.ts";
import type { WalkedStack } from "../walked-stack.ts";
import { openAsyncio } from "./asyncio-readers.ts";
import { NamedTasks } from "./named-tasks.ts";
import type { TaskSources } from "./task-reader.ts";

/** `co_flags`: CO_COROUTINE, CO_ITERABLE_COROUTINE. */
const COROUTINE = 0x180;
/** Whether a node lies in a coroutine. */
const UNKNOWN = 0;
const OUTSIDE = 1;
const WITHIN = 2;
/** Deeper coroutines are not marked. */
const DEEPEST = 0xffff;
/** A bound on memory: further stacks have no marks. */
const MOST_MARKED = 1_000_000;
/** asyncio is looked for again after so long where a coroutine runs without it, ns; later ever more seldom. */
const FIRST_RETRY = 50e6;
const RETRY_GROWTH = 4;

/** What the marks are made with. */
export interface MarkSources extends TaskSources {
  readonly pid: number;
  readonly trie: StackTrie;
}

/**
 * Puts the name of the running task into stacks, between the loop's frames and those of the task's coroutine. Tasks that nobody
 * has named get no mark: their numbers tell nothing, and would take apart what belongs together.
 */
export class TaskMarks {
  readonly #sources: MarkSources;
  readonly #codes: CodeTable;
  readonly #trie: StackTrie;
  /** The code that marks have in the trie; the instruction is the number of the name. */
  readonly #mark: number;
  readonly #marked = new Map<number, number>();
  #kinds = new Uint8Array(4096);
  #tasks: NamedTasks | undefined;
  #openAt = 0;
  #retry = FIRST_RETRY;

  constructor(sources: MarkSources, mark: number) {
    this.#sources = sources;
    this.#codes = sources.codes;
    this.#trie = sources.trie;
    this.#mark = mark;
  }

  /** The names by their numbers. */
  get names(): readonly string[] {
    return this.#tasks?.names ?? [];
  }

  /** The node of a stack that was walked just now, with the mark of the task that its thread runs; the node itself without one. */
  nodeOf(node: number, stack: WalkedStack, thread: number, now: number): number {
    if (!this.#runsCoroutine(node) || (this.#tasks === undefined && !this.#open(now))) return node;
    const task = this.#tasks?.look(thread, stack);
    if (task === undefined || task.name < 0) return node;
    const depth = stack.depth - task.at;
    if (depth > DEEPEST) return node;
    const key = (node * 0x100 + task.name) * 0x10000 + depth;
    const known = this.#marked.get(key);
    if (known !== undefined || this.#marked.size >= MOST_MARKED) return known ?? node;
    const marked = this.#markPath(node, task.at + 1, task.name);
    this.#marked.set(key, marked);
    return marked;
  }

  /** The same path with the mark above its innermost `below` frames. */
  #markPath(node: number, below: number, name: number): number {
    const path: number[] = [];
    let at = node;
    for (; path.length < below && at > 0; at = this.#trie.parents[at] ?? 0) path.push(at);
    let made = this.#child(at, this.#mark, name);
    for (const each of path.reverse()) {
      made = this.#child(made, this.#trie.codes[each] ?? 0, this.#trie.instructions[each] ?? 0);
    }
    return made;
  }

  #child(parent: number, code: number, instruction: number): number {
    const known = this.#trie.find(parent, code, instruction);
    return known === 0 ? this.#trie.add(parent, code, instruction) : known;
  }

  #open(now: number): boolean {
    if (now < this.#openAt) return false;
    this.#openAt = now + this.#retry;
    this.#retry *= RETRY_GROWTH;
    const asyncio = openAsyncio(this.#sources.pid, this.#sources);
    if (asyncio !== undefined) this.#tasks = new NamedTasks(this.#sources, asyncio);
    return asyncio !== undefined;
  }

  /** Each node is looked at once. */
  #runsCoroutine(node: number): boolean {
    if (node >= this.#kinds.length) this.#grow(node);
    const known = this.#kinds[node] ?? UNKNOWN;
    if (known !== UNKNOWN) return known === WITHIN;
    const path: number[] = [];
    let at = node;
    for (; at > 0 && this.#kinds[at] === UNKNOWN; at = this.#trie.parents[at] ?? 0) path.push(at);
    let kind = at > 0 ? (this.#kinds[at] ?? OUTSIDE) : OUTSIDE;
    for (const each of path.reverse()) {
      if (this.#isCoroutine(each)) kind = WITHIN;
      this.#kinds[each] = kind;
    }
    return kind === WITHIN;
  }

  #isCoroutine(node: number): boolean {
    return ((this.#codes.objects[this.#trie.codes[node] ?? -1]?.flags ?? 0) & COROUTINE) !== 0;
  }

  #grow(node: number): void {
    let { length } = this.#kinds;
    while (length <= node) length *= 2;
    const larger = new Uint8Array(length);
    larger.set(this.#kinds);
    this.#kinds = larger;
  }
}
