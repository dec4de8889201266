import type { TextEdit } from "../../../source/edit.ts";
import { replacing } from "../../../source/edit.ts";
import { textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { freshName } from "../../analysis/fresh-name.ts";
import type { RuleContext } from "../../rule.ts";
import { either, given, type Value, type Variant } from "./value.ts";

/** An array whose numbers a loop takes out one by one. */
export interface Items {
  readonly name: string;
  /** The list of its numbers. */
  readonly list: string;
  /** How many places stand in the brackets. */
  readonly places: number;
  readonly isWritten: boolean;
  /** Its numbers are places in another array. */
  readonly isIndex: boolean;
}

/** What a loop says of the names that it binds, before it is read. */
export interface LoopNames {
  /** Names that it binds. */
  readonly assigned: ReadonlySet<string>;
  /** Of these: what they hold before the loop is read in it. */
  readonly carried: ReadonlySet<string>;
  /** Of these: what they hold in the end is read after it. */
  readonly kept: ReadonlySet<string>;
}

/** Reads a loop whose numbers can as well come from lists; gathers what differs in its text then. */
export class ItemReading {
  readonly context: RuleContext;
  readonly variant: Variant;
  readonly names: LoopNames;
  readonly arrays: Map<string, Items> = new Map();
  /** Names from before the loop that are numbers, and those that are whole ones. */
  readonly numbers: Set<string> = new Set();
  readonly ints: Set<string>;
  /** How often an item of each array is taken, and of which pairs it is only asked whether they are equal. */
  readonly uses: Map<string, number> = new Map();
  readonly pairs: (readonly [string, string])[] = [];
  /** Arrays whose items must not be infinite. */
  readonly finite: Set<string>;
  /** Attributes of names, `self.grid`: what they mean has to lie in the object itself. */
  readonly attributes: Set<string> = new Set();
  /** What has to be an array, since its length or shape is asked. */
  readonly sized: Set<string> = new Set();
  /** Arrays whose numbers are places. */
  readonly indexes: Set<string>;
  /** What each name of the loop holds. */
  readonly locals: Map<string, Value> = new Map();
  readonly #before: ReadonlyMap<string, Value>;
  readonly #fresh: Map<string, string>;
  /** In the order of the text once all is read. */
  edits: TextEdit[] = [];
  /** The name for a number that is asked how great it is, before it is written. */
  readonly checked: string;

  constructor(context: RuleContext, variant: Variant, names: LoopNames, before?: ItemReading) {
    this.context = context;
    this.variant = variant;
    this.names = names;
    this.#before = before?.locals ?? new Map();
    this.#fresh = before?.freshNames ?? new Map();
    this.ints = new Set(before?.ints);
    this.indexes = new Set(before?.indexes);
    this.finite = new Set(before?.finite);
    this.checked = this.fresh("checked");
  }

  get freshNames(): Map<string, string> {
    return this.#fresh;
  }

  /** Nothing was learnt that the reading before did not know. */
  isSettledSince({ locals, ints, indexes, finite }: ItemReading): boolean {
    const areSame = this.ints.size === ints.size && this.indexes.size === indexes.size;
    return areSame && this.finite.size === finite.size && describe(this.locals) === describe(locals);
  }

  /** The same value where what is infinite would show: what it comes from must not be so. */
  closed(value: Value): Value {
    for (const name of value.open) this.finite.add(name);
    return value.open.size === 0 ? value : { ...value, open: new Set() };
  }

  /** A name that means nothing yet, the same each time that it is asked for: `grid_list` for `self.grid_list`. */
  fresh(wanted: string): string {
    const known = this.#fresh.get(wanted);
    if (known !== undefined) return known;
    const last = wanted.slice(wanted.indexOf(".") + 1);
    const name = freshName(this.context.source, last, [...this.#fresh.values()]);
    this.#fresh.set(wanted, name);
    return name;
  }

  textOf(node: SyntaxNode): string {
    return textOf(this.context.source, node);
  }

  replace(node: SyntaxNode, text: string): void {
    this.edits.push(replacing(node, text));
  }

  /** What a name of the loop holds, as far as it is known; what it holds before the loop is another matter. */
  local(name: string): Value | undefined {
    return this.#before.get(name);
  }

  /** A value is put into a name of the loop: whatever it holds from then on has been asked how great it is. */
  bind(name: string, value: Value): boolean {
    const settled = { ...given(value.kind, value.origin), open: value.open };
    const before = this.locals.get(name);
    const joined = before === undefined ? settled : either(before, settled);
    if (joined === undefined) return false;
    this.locals.set(name, joined);
    return true;
  }

  /** The array of that name with one more use; undefined where it is used in two ways. */
  array(name: string, use: { readonly places: number; readonly isWritten?: boolean }): Items | undefined {
    const known = this.arrays.get(name);
    if (known !== undefined && known.places !== use.places) return undefined;
    this.uses.set(name, (this.uses.get(name) ?? 0) + 1);
    const items: Items = {
      name,
      list: this.fresh(`${name}_list`),
      places: use.places,
      isWritten: known?.isWritten === true || use.isWritten === true,
      isIndex: this.indexes.has(name),
    };
    this.arrays.set(name, items);
    return items;
  }

  /** What may as well be text: of its items it is only asked whether they are those of other such. */
  texts(): ReadonlySet<string> {
    const names = new Set(this.pairs.flat());
    const isOnlyCompared = (name: string): boolean => {
      const count = this.pairs.flat().filter((each) => each === name).length;
      const others = this.pairs.filter((pair) => pair.includes(name)).flat();
      return this.uses.get(name) === count && others.every((other) => names.has(other));
    };
    for (;;) {
      const others = [...names].filter((name) => !isOnlyCompared(name));
      if (others.length === 0) return names;
      for (const name of others) names.delete(name);
    }
  }

  /** Names that have one of their own in the loop over lists: if that is given up, they are as they were. */
  isRenamed(name: string): boolean {
    const { carried, kept, assigned } = this.names;
    return carried.has(name) || kept.has(name) || (!assigned.has(name) && !this.ints.has(name));
  }
}

function describe(values: ReadonlyMap<string, Value>): string {
  const each = [...values].map(
    ([name, { kind, origin, open }]) => `${name} ${kind} ${origin} ${[...open].toSorted().join("+")}`,
  );
  return each.toSorted().join();
}
