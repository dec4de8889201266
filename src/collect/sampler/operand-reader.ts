import { lineNumber } from "../../base/units.ts";
import type { OperandPlace, OperandSample } from "../observation.ts";
import { AttributeReader } from "./attribute-reader.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import { positionAt } from "./line-table.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import type { ValueReader } from "./read-values.ts";
import { StackOperandReader, type LookedAtFrame } from "./stack-operand-reader.ts";
import { TypeTable, type TargetType } from "./type-table.ts";

/** Names a code object has beyond this are not looked at. */
const MOST_NAMES = 40;
/** No function has more locals than this; a damaged one might. */
const MOST_LOCALS = 4096;
const MOST_KINDS = 4000;
/** The first looks at a position, then one in so many: a look costs some 100 µs. */
const FIRST_LOOKS = 8;
const LATER_LOOKS = 16;
const CONTAINERS = new Set(["list", "tuple", "dict", "set", "frozenset", "str", "bytes", "bytearray"]);
/** Py_TPFLAGS_HEAPTYPE: made by a class statement. */
const HEAP_TYPE = 1 << 9;

/** What one value is. */
interface Fact {
  readonly type: string;
  readonly size?: number;
  readonly elements: readonly string[];
}

/** What one local name of a frame holds. */
export interface LocalValue extends Fact {
  readonly name: string;
}

/** Counts what the names of running functions held: types, sizes, element types. Reads memory only, runs nothing. */
export class OperandReader {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #codes: CodeTable;
  readonly types: TypeTable;
  readonly attributes: AttributeReader;
  readonly #stack: StackOperandReader;
  readonly #locals = new MemoryWindow(4096);
  readonly #head = new MemoryWindow(64);
  readonly #looks = new Map<number, number>();
  readonly #names = new Map<number, ReadonlyMap<number, string>>();
  readonly #seen = new Map<string, { -readonly [Field in keyof OperandSample]: OperandSample[Field] }>();

  constructor(memory: TargetMemory, layout: Layout, values: ValueReader, codes: CodeTable) {
    this.#memory = memory;
    this.#layout = layout;
    this.#values = values;
    this.#codes = codes;
    this.types = new TypeTable(memory, layout, values);
    this.attributes = new AttributeReader(memory, layout, values);
    this.#stack = new StackOperandReader(memory, layout, { codes, values, types: this.types });
  }

  /** Looks at the frame's names, if this sample of its position is one to look at. */
  look(frame: LookedAtFrame): void {
    const key = frame.code * 0x100000 + frame.instruction;
    const count = (this.#looks.get(key) ?? 0) + 1;
    this.#looks.set(key, count);
    if (count > FIRST_LOOKS && count % LATER_LOOKS !== 0) return;
    this.#lookAtStack(frame);
    const facts = this.#factsOf(frame);
    // The frame may have ended meanwhile; then another one lies there, or its locals are gone.
    if (this.#isStill(frame)) for (const [name, fact] of facts) this.#note(frame, { name }, fact);
  }

  /** What the expression works on that is being computed, wherever that came from. */
  #lookAtStack(frame: LookedAtFrame): void {
    const found = this.#stack.read(frame, (value) => {
      const type = this.#typeOf(value);
      const fact = type && this.#factOf(value, type);
      // A list that is being filled has places without elements.
      return fact === undefined || fact.elements.length === 3 ? fact : { ...fact, elements: [] };
    });
    if (found === undefined) return;
    const { kind, arguments: count } = found.site;
    const columns = this.#columnsAt(frame);
    for (const { operand, fact } of found.operands) {
      this.#note(frame, { name: "", place: { kind, operand, arguments: count, ...columns } }, fact);
    }
  }

  #columnsAt({ code, instruction }: LookedAtFrame): Pick<OperandPlace, "columns"> {
    const lines = this.#codes.objects[code]?.lines;
    const found = lines && positionAt(lines, instruction);
    if (found === undefined || found.column < 0 || found.endColumn < 0) return {};
    return { columns: { start: found.column, endLine: lineNumber(found.endLine), end: found.endColumn } };
  }

  /** What has been seen so far, files as the code objects name them. */
  samples(): readonly OperandSample[] {
    return [...this.#seen.values()].map((sample) => ({ ...sample }));
  }

  /** What every name of a frame holds; undefined where the frame ended meanwhile. */
  localsOf(frame: LookedAtFrame): readonly LocalValue[] | undefined {
    const names = this.#codes.objects[frame.code]?.locals ?? [];
    const found = this.#localsOf(frame, names, MOST_LOCALS).flatMap(([name, value]): LocalValue[] => {
      const type = this.#typeOf(value);
      return type === undefined ? [] : [{ name, ...this.#factOf(value, type) }];
    });
    return this.#isStill(frame) ? found : undefined;
  }

  #factsOf(frame: LookedAtFrame): readonly (readonly [string, Fact])[] {
    const code = this.#codes.objects[frame.code];
    if (code === undefined) return [];
    const facts: (readonly [string, Fact])[] = [];
    const names = this.#namesOf(frame.code, code.address);
    for (const [name, value] of this.#localsOf(frame, code.locals, MOST_NAMES)) {
      const type = this.#typeOf(value);
      if (type === undefined) continue;
      facts.push([name, this.#factOf(value, type)]);
      if ((type.flags & HEAP_TYPE) === 0) continue;
      for (const [attribute, held] of this.attributes.inObject(value, type, names)) {
        const heldType = this.#typeOf(held);
        if (heldType !== undefined) facts.push([`${name}.${attribute}`, this.#factOf(held, heldType)]);
      }
    }
    for (const [name, value] of this.attributes.inDict(code.globals, names)) {
      const type = this.#typeOf(value);
      if (type !== undefined && CONTAINERS.has(type.name)) facts.push([name, this.#factOf(value, type)]);
    }
    return facts;
  }

  #localsOf(frame: LookedAtFrame, names: readonly string[], most: number): readonly (readonly [string, number])[] {
    const count = Math.min(names.length, most);
    const start = frame.address + this.#layout.frame.localsplus;
    if (count === 0 || !this.#locals.fill(this.#memory, start, count * 8)) return [];
    return Array.from({ length: count }, (_, index): readonly [string, number] => {
      return [names[index] ?? "", this.#locals.reference(index * 8)];
    }).flatMap(([name, value]) => (value === 0 ? [] : [[name, this.#contentOf(value)] as const]));
  }

  /** What a cell holds, for a value that is one. */
  #contentOf(value: number): number {
    return this.#typeOf(value)?.name === "cell" ? (this.#values.pointer(value + 16) ?? value) : value;
  }

  #typeOf(value: number): TargetType | undefined {
    if (value === 0 || !this.#head.fill(this.#memory, value, 32)) return undefined;
    return this.types.typeAt(this.#head.pointer(this.#layout.object.type));
  }

  /** Of the value whose head was read last. */
  #factOf(value: number, { name, lengthAt }: TargetType): Fact {
    const size = lengthAt < 0 ? undefined : this.#head.pointer(lengthAt);
    if (size === undefined || size > 2 ** 40) return { type: name, elements: [] };
    if (size === 0 || (name !== "list" && name !== "tuple")) return { type: name, size, elements: [] };
    const items = name === "list" ? this.#head.pointer(this.#layout.list.items) : value + this.#layout.tuple.items;
    const elements = [0, Math.floor(size / 2), size - 1].map((index) => this.#values.pointer(items + index * 8) ?? 0);
    return { type: name, size, elements: elements.flatMap((element) => this.#typeOf(element)?.name ?? []) };
  }

  /** The names that a code object uses for globals and attributes, by the address of the interned string. */
  #namesOf(number: number, address: number): ReadonlyMap<number, string> {
    const known = this.#names.get(number);
    if (known !== undefined) return known;
    const tuple = this.#values.pointer(address + this.#layout.code.names) ?? 0;
    const items = (tuple === 0 ? undefined : this.#values.tuple(tuple)) ?? [];
    const names = new Map(items.slice(0, MOST_NAMES).map((item) => [item, this.#values.text(item) ?? ""] as const));
    this.#names.set(number, names);
    return names;
  }

  #isStill({ address, code }: LookedAtFrame): boolean {
    const field = this.#layout.frame.code;
    if (!this.#head.fill(this.#memory, address + field, 8)) return false;
    return this.#head.reference(0) === this.#codes.objects[code]?.address;
  }

  #note({ code: number, instruction }: LookedAtFrame, what: Pick<OperandSample, "name" | "place">, fact: Fact): void {
    const code = this.#codes.objects[number];
    if (code === undefined) return;
    const line = positionAt(code.lines, Math.max(0, instruction))?.line ?? code.firstLine;
    const of = what.place === undefined ? what.name : `${instruction} ${what.place.operand}`;
    const key = `${number} ${line} ${of} ${fact.type} ${fact.size ?? ""} ${fact.elements.join(",")}`;
    const known = this.#seen.get(key);
    if (known !== undefined) known.seen += 1;
    else if (this.#seen.size < MOST_KINDS) {
      const { file, firstLine } = code;
      const at = { file, functionLine: lineNumber(firstLine), line: lineNumber(line) };
      this.#seen.set(key, { ...at, ...what, ...fact, seen: 1 });
    }
  }
}
