import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import type { Code } from "../code.ts";
import type { Located, LocatedBinding } from "../meaning.ts";
import { ANYTHING, CONSTANT, joined, type Value } from "./value.ts";

/** What a method asks its object for. */
export interface AskedOfObject {
  readonly attributes: Set<string>;
  readonly methods: Set<string>;
}

/** What can be asked of what stands outside of the function. */
export interface Outside {
  /** What another function of the project's gives for such arguments; undefined where it is not pure. */
  readonly call: (called: Located, given: Value) => Value | undefined;
  /** What another method of the same object gives, which may ask it for attributes and methods too: these are put to the others. */
  readonly callOn: (called: SyntaxNode, given: Value, asked: AskedOfObject) => Value | undefined;
  /** What a name of a module holds for as long as that runs; undefined where it may come to hold something else. */
  readonly valueOf: (name: LocatedBinding) => Value | undefined;
}

/** A name that may hold what is in another one's container, so many levels down. */
interface Link {
  readonly name: Binding;
  readonly base: Binding;
  readonly depth: number;
}

/**
 * What is known of one function's values while it is being proven pure. The order of its statements is not looked at: a
 * name holds whatever any statement gives it, and what is known only grows until nothing changes.
 */
export class Frame {
  readonly context: Code;
  readonly definition: SyntaxNode;
  readonly outside: Outside;
  /** What stands in the way of calling it pure: the first such piece of code. */
  refused: SyntaxNode | undefined;
  /** It stands in another function, and may find that one's variables. */
  isInner = false;
  /** Of a method: the object that it belongs to, of which it may only ask the method itself. */
  self: Binding | undefined;
  /** What it asks its object for, where that may be; attributes are taken for constants. */
  asks: AskedOfObject | undefined;
  /** What those hold, where they may be walked through; absent: nothing that is walked through may be read. */
  held: Value | undefined;
  /** Arguments of calls of the function itself that are its own parameters, unchanged. */
  handedOn: ReadonlySet<SyntaxNode> = new Set();
  /** What it returns. */
  result: Value = CONSTANT;
  readonly #values = new Map<Binding, Value>();
  readonly #links: Link[] = [];
  #hasChanged = false;

  constructor(context: Code, definition: SyntaxNode, outside: Outside) {
    this.context = context;
    this.definition = definition;
    this.outside = outside;
  }

  /** Not pure, because of this. */
  refuse(node: SyntaxNode): Value {
    this.refused ??= node;
    return CONSTANT;
  }

  /** What the name holds, as far as it is known by now; undefined for what is no variable of this function. */
  valueOf(binding: Binding): Value | undefined {
    return this.#values.get(binding);
  }

  /** The name may hold this too. */
  give(binding: Binding, value: Value): void {
    const before = this.#values.get(binding);
    const now = before === undefined ? value : joined(before, value);
    if (before !== undefined && now.level === before.level && now.isOwn === before.isOwn) return;
    this.#values.set(binding, now);
    this.#hasChanged = true;
  }

  /** It may return this too. */
  giveBack(value: Value): void {
    const now = joined(this.result, value);
    if (now.level === this.result.level && now.isOwn === this.result.isOwn) return;
    this.result = now;
    this.#hasChanged = true;
  }

  /** What is put into `name` is put into the container of `base` as well. */
  link(name: Binding, base: Binding, depth: number): void {
    if (name === base && depth === 0) return;
    if (this.#links.some((link) => link.name === name && link.base === base && link.depth === depth)) return;
    this.#links.push({ name, base, depth });
  }

  /** Did anything become known since the last time? */
  settle(): boolean {
    for (const { name, base, depth } of this.#links) {
      const value = this.#values.get(name);
      // A constant cannot be filled.
      if (value === undefined || value.level === 0 || (this.#values.get(base)?.level ?? 0) === 0) continue;
      this.give(base, { level: Math.min(ANYTHING, Math.max(0, value.level + depth)), isOwn: value.isOwn });
    }
    const isMoreKnown = this.#hasChanged;
    this.#hasChanged = false;
    return isMoreKnown;
  }
}
