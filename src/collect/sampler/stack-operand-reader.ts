import type { OperandSite } from "./bytecode/operand-sites.ts";
import type { CodeTable } from "./code-table.ts";
import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import { OperandSiteTable } from "./operand-site-table.ts";
import type { ValueReader } from "./read-values.ts";
import type { TypeTable } from "./type-table.ts";

/** What an instruction that was running worked on, operand by operand: 0 is the left one, or the first argument; −1 what a method is called on. */
export interface StackOperands<Fact> {
  readonly site: OperandSite;
  readonly operands: readonly { readonly operand: number; readonly fact: NonNullable<Fact> }[];
}

/** What an operand is found to be; undefined where that cannot be told. */
export type DescribedOperand = { readonly size?: number } | undefined;

/** A frame whose names and operands are looked at. */
export interface LookedAtFrame {
  readonly code: number;
  readonly instruction: number;
  readonly address: number;
}

/** Where an operand lies. */
interface Place {
  readonly operand: number;
  /** The object's address. */
  readonly value: number;
}

/**
 * How often frame and objects are read in turn, with random pauses. A program whose loop takes no longer than some of these reads
 * could show the same instruction with another object at the same address: each round makes that some four times less likely.
 */
const ROUNDS = 10;
/** In one round of so many the objects are described anew. */
const DESCRIBED = 5;
/** Arguments behind these are not looked at. */
const MOST_ARGUMENTS = 3;
/** A frame with more values is not copied. */
const LARGEST = 4096;
/** `f_executing` (3.8, 3.9) and `f_state` (3.10) lie so far behind `f_lasti`. */
const STATE_BEHIND = 12;
/** Bytes of an object that tell what it is: references, type, length. */
const HEAD = 32;
/** `Py_INT_TAG`: 3.14 and newer keep small numbers of their own in references. */
const INTEGER_TAG = 3;
/** Py_TPFLAGS_TYPE_SUBCLASS: instances are types. */
const IS_TYPE = 31;
/** What a method called on a built-in object is, and other callables that are written in C. */
const METHOD = "method_descriptor";
const BUILTINS = new Set([METHOD, "builtin_function_or_method"]);
/** Sums of these are most of what programs compute; there is nothing to say of them. */
const NUMBERS = new Set(["int", "float", "bool", "complex"]);
/** Py_TPFLAGS_HEAPTYPE */
const HEAP_TYPE = 1 << 9;
/** Objects of this size take longer to make and to let go of than passes between two rounds. */
const LARGE = 2000;
const ROUNDS_OF_LARGE = 2;

/**
 * Reads the operands of the instruction that a frame is running from its evaluation stack. The stack's depth is not known to the outside while
 * a frame runs; it follows from the code. The values are believed only while the same frame stands at the same instruction, running C code
 * of that instruction's, with the same live objects in the same places, at each of several looks.
 */
export class StackOperandReader {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #codes: CodeTable;
  readonly #values: ValueReader;
  readonly #types: TypeTable;
  readonly #sites: OperandSiteTable;
  readonly #frame = new MemoryWindow(512);
  readonly #again = new MemoryWindow(512);
  readonly #head = new MemoryWindow(HEAD);
  readonly #knownTypes = new Map<number, boolean>();
  #random = 0x1d872b41;

  constructor(
    memory: TargetMemory,
    layout: Layout,
    { codes, values, types }: { readonly codes: CodeTable; readonly values: ValueReader; readonly types: TypeTable },
  ) {
    this.#memory = memory;
    this.#layout = layout;
    this.#codes = codes;
    this.#values = values;
    this.#types = types;
    this.#sites = new OperandSiteTable(memory, layout, codes, values);
  }

  /**
   * The operands of a frame's instruction as `describe` tells them, those of which no doubt is left; undefined where the instruction has none or is
   * not being computed.
   */
  read<Fact extends DescribedOperand>(
    frame: LookedAtFrame,
    describe: (value: number) => Fact,
  ): StackOperands<Fact> | undefined {
    const site = this.#sites.siteOf(frame.code, frame.instruction);
    if (site === undefined || !this.#copy(this.#frame, frame, site) || !this.#isRunning(frame, site)) return undefined;
    const places = this.#placesOf(frame, site);
    const heads = places.map(({ value }) => this.#headOf(value));
    if (places.length === 0 || heads.includes(undefined)) return undefined;
    const facts = places.map(({ value }) => describe(value));
    const isAsBefore = (round: number): boolean => {
      if (places.some(({ value }, index) => this.#headOf(value) !== heads[index])) return false;
      if (round % DESCRIBED === 0 && places.some(({ value }, index) => !isSame(describe(value), facts[index])))
        return false;
      return this.#isUnchanged(frame, site);
    };
    let passed = 0;
    for (; passed < ROUNDS && isAsBefore(passed + 1); passed += 1) this.#dawdle();
    const operands = places.flatMap(({ operand }, index) => {
      const fact = facts[index];
      const needed = (fact?.size ?? 0) >= LARGE ? ROUNDS_OF_LARGE : ROUNDS;
      // A method that empties what it is called on, fills it or sets its elements aside (`list.sort`) was met half-way.
      const isHalfWay = operand < 0 && fact?.size === 0;
      return fact === undefined || isHalfWay || passed < needed ? [] : [{ operand, fact }];
    });
    return operands.length > 0 && this.#sites.isStillCode(frame.code) ? { site, operands } : undefined;
  }

  #copy(window: MemoryWindow, frame: LookedAtFrame, site: OperandSite): boolean {
    const length = this.#stackStart(frame) + 8 * site.depth;
    return length <= LARGEST && window.fill(this.#memory, frame.address, length);
  }

  /** Offset from the frame's start. */
  #stackStart({ code }: LookedAtFrame): number {
    return this.#layout.frame.localsplus + 8 * (this.#codes.localCounts[code] ?? 0);
  }

  /** Whether the copied frame is the one that was sampled, at its instruction, and runs C code called from there. */
  #isRunning(frame: LookedAtFrame, { depth }: OperandSite): boolean {
    const { frame: fields, version } = this.#layout;
    const code = this.#codes.objects[frame.code]?.address ?? 0;
    if (this.#frame.reference(fields.code) !== code || this.#instructionOf(code) !== frame.instruction) return false;
    const stack = frame.address + this.#stackStart(frame);
    // From 3.14 on a frame says how deep its stack is whenever it calls C code.
    if (version[1] >= 14) return this.#frame.pointer(fields.stackTop) === stack + 8 * depth;
    // Before, it does not while it runs; one that waits for a Python function does, and has given its operands away.
    if (version[1] >= 10 && this.#frame.integer(fields.stackTop) !== -1) return false;
    return version[1] >= 11 || this.#isExecuting(stack);
  }

  /** Up to 3.10: not left, and with its stack where it is looked for. */
  #isExecuting(stack: number): boolean {
    const { frame: fields, version } = this.#layout;
    const state = this.#frame.byte(fields.instruction + STATE_BEHIND);
    const isSet = version[1] === 10 ? state === 0 : state === 1 && this.#frame.pointer(fields.stackTop) === 0;
    return isSet && this.#frame.pointer(fields.valueStack) === stack;
  }

  /** The instruction that the copied frame stands at, in units of two bytes. */
  #instructionOf(code: number): number {
    const { frame, code: fields, version } = this.#layout;
    const [, minor] = version;
    if (minor >= 11) return (this.#frame.pointer(frame.instruction) - code - fields.instructions) / 2;
    return this.#frame.integer(frame.instruction) >> (minor < 10 ? 1 : 0);
  }

  /** The operands of which it is certain that no result has taken their place; none where any of what must be there is not. */
  #placesOf(frame: LookedAtFrame, site: OperandSite): readonly Place[] {
    const first = this.#stackStart(frame) + 8 * (site.depth - site.above - site.arguments);
    const count = Math.min(site.arguments, MOST_ARGUMENTS);
    const all = Array.from({ length: count }, (_, operand) => ({ operand, value: this.#valueAt(first + 8 * operand) }));
    if (all.some(({ value }) => value === 0)) return [];
    if (site.kind === "call") return this.#isUnderCall(first, site) ? [...this.#receiverAt(first, site), ...all] : [];
    // The result takes the left operand's place while the operands are let go of: of a membership test it is a `bool`, of an operator anything.
    const name = this.#types.typeAt(this.#typeOf(all[site.kind === "binary" ? 1 : 0]?.value ?? 0))?.name ?? "";
    if (site.kind === "binary") return NUMBERS.has(name) ? [] : all.slice(1);
    return name === "bool" ? [] : all;
  }

  /** Up to 3.10 arguments stay where they are, whatever is called. Later, Python functions take them away, and from 3.13 on leave no trace of it. */
  #isUnderCall(first: number, { callee }: OperandSite): boolean {
    if (this.#layout.version[1] < 11) return true;
    const below = this.#valueAt(first - 8 * callee);
    return this.#isBuiltin(below === 0 && this.#layout.version[1] < 13 ? this.#valueAt(first - 8) : below);
  }

  /** A function, a method or a class written in C: it reads its arguments where they lie. */
  #isBuiltin(callable: number): boolean {
    const address = callable === 0 ? 0 : this.#typeOf(callable);
    const type = this.#isType(address) ? this.#types.typeAt(address) : undefined;
    if (type?.name !== "type") return type !== undefined && BUILTINS.has(type.name);
    const called = this.#types.typeAt(callable);
    return called !== undefined && (called.flags & HEAP_TYPE) === 0;
  }

  /** What a built-in type's method is called on: it lies between the method and the arguments. */
  #receiverAt(first: number, { callee }: OperandSite): readonly Place[] {
    const [method, value] = [this.#valueAt(first - 16), this.#valueAt(first - 8)];
    if (callee !== 2 || method === 0 || value === 0) return [];
    return this.#types.typeAt(this.#typeOf(method))?.name === METHOD ? [{ operand: -1, value }] : [];
  }

  #typeOf(value: number): number {
    return this.#head.fill(this.#memory, value, HEAD) ? this.#head.pointer(this.#layout.object.type) : 0;
  }

  /** The object that a place refers to; 0 where there is none. */
  #valueAt(offset: number): number {
    const low = this.#frame.words[offset >> 2] ?? 0;
    if ((low & INTEGER_TAG) === INTEGER_TAG) return 0;
    const value = this.#frame.reference(offset);
    return value % 8 === 0 && value >= 4096 ? value : 0;
  }

  #isUnchanged(frame: LookedAtFrame, site: OperandSite): boolean {
    if (!this.#copy(this.#again, frame, site)) return false;
    const { frame: fields } = this.#layout;
    for (const field of [fields.code, fields.instruction, fields.stackTop]) {
      if (this.#again.pointer(field - (field % 8)) !== this.#frame.pointer(field - (field % 8))) return false;
    }
    const start = this.#stackStart(frame) + 8 * Math.max(0, site.depth - site.above - site.arguments - 2);
    for (let at = start >> 2; at < this.#frame.length >> 2; at += 1) {
      if (this.#frame.words[at] !== this.#again.words[at]) return false;
    }
    return true;
  }

  /** What an object is, as one text: its type and its length; undefined where it is none that lives. */
  #headOf(value: number): string | undefined {
    const head = this.#head;
    // An object without references is being freed; where one was freed, a pointer can lie in the counter's place.
    if (!head.fill(this.#memory, value, HEAD) || head.integer(0) === 0 || (head.integer(4) & 0xffff) !== 0) {
      return undefined;
    }
    const address = head.pointer(this.#layout.object.type);
    const type = this.#isType(address) ? this.#types.typeAt(address) : undefined;
    if (type === undefined) return undefined;
    return `${address} ${type.lengthAt < 0 ? "" : head.pointer(type.lengthAt)}`;
  }

  /** Whether what an object says is its type is one: an instance of a type of types. */
  #isType(address: number): boolean {
    const known = this.#knownTypes.get(address);
    if (known !== undefined) return known;
    const metatype = address % 8 === 0 ? (this.#values.pointer(address + this.#layout.object.type) ?? 0) : 0;
    const flags =
      metatype === 0 || metatype % 8 !== 0 ? 0 : (this.#values.pointer(metatype + this.#layout.type.flags) ?? 0);
    const isType = Math.floor(flags / 2 ** IS_TYPE) % 2 === 1;
    if (this.#knownTypes.size < 10_000) this.#knownTypes.set(address, isType);
    return isType;
  }

  /** Lets a random time pass, up to some microseconds. */
  #dawdle(): void {
    let state = this.#random;
    const rounds = 50 + (state & 0x3ff);
    for (let round = 0; round < rounds; round += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
    }
    this.#random = state;
  }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
