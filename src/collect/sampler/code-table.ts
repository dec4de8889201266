import { doubled } from "./doubled.ts";
import type { Layout } from "./layout/layout.ts";
import { decodeLineTable, type LineTable } from "./line-table.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import type { ValueReader } from "./read-values.ts";

/** A code object of the target, read once. */
export interface CodeObject {
  readonly address: number;
  readonly file: string;
  readonly name: string;
  readonly qualname: string;
  readonly firstLine: number;
  readonly module: string;
  readonly flags: number;
  /** Names of fast locals, cells and free variables, in the order of `localsplus`. */
  readonly locals: readonly string[];
  readonly argumentCount: number;
  readonly lines: LineTable;
  /** Address of the function's globals, as its frame had it. */
  readonly globals: number;
}

/** A known code object is looked at again after so many lookups: its address may have come to mean another one. */
const RECHECK_AFTER = 4096;
/** A bound on memory, some 500 bytes each. */
const MOST_CODES = 200_000;

/**
 * The target's code objects by address, numbered from 0 in the order in which they were first seen. A freed code object's
 * address can be used again: the globals in the frame at hand tell most of these at once, a second look now and then
 * the others.
 */
export class CodeTable {
  readonly objects: CodeObject[] = [];
  /** Slots of `localsplus` that hold locals, by number; the evaluation stack begins behind them. */
  localCounts: Int32Array = new Int32Array(1024);
  stackSizes: Int32Array = new Int32Array(1024);
  /** Bytes from the code object's address to its first instruction (3.11+). */
  readonly instructionsAt: number;
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #window: MemoryWindow;
  #keys = new Float64Array(4096);
  #numbers = new Int32Array(4096);
  #globals = new Float64Array(1024);
  #uses = new Int32Array(1024);
  #marks = new Float64Array(1024);

  constructor(memory: TargetMemory, layout: Layout, values: ValueReader) {
    this.#memory = memory;
    this.#layout = layout;
    this.#values = values;
    this.#window = new MemoryWindow(layout.code.size);
    this.instructionsAt = layout.code.instructions;
  }

  /** The number of the code object at an address, read now if it is new; −1 where there is none. */
  numberOf(address: number, globals: number): number {
    const number = this.#find(address);
    if (number >= 0 && this.#globals[number] === globals) {
      const uses = (this.#uses[number] ?? 0) + 1;
      this.#uses[number] = uses;
      if (uses < RECHECK_AFTER) return number;
      this.#uses[number] = 0;
    }
    return this.#check(address, globals, number);
  }

  /** The interpreter's own frame between a class that is called and its `__init__` (3.13+: `_Py_InitCleanup`, Python/specialize.c). */
  isShim(number: number): boolean {
    const object = this.objects[number];
    return object !== undefined && object.firstLine === 0 && object.file === "__init__";
  }

  #find(address: number): number {
    const mask = this.#keys.length - 1;
    for (let at = slotOf(address) & mask; ; at = (at + 1) & mask) {
      const key = this.#keys[at];
      if (key === address) return this.#numbers[at] ?? -1;
      if (key === 0) return -1;
    }
  }

  /** Reads the fields that tell code objects apart; keeps the number where they are the same. */
  #check(address: number, globals: number, known: number): number {
    const { code } = this.#layout;
    if (!this.#window.fill(this.#memory, address, (code.size + 7) & ~7)) return -1;
    const mark = this.#window.pointer(code.name) * 3 + this.#window.pointer(code.lineTable);
    if (known >= 0 && this.#marks[known] === mark) {
      // The same code runs with other globals now and then (exec in namespaces).
      this.#globals[known] = globals;
      return known;
    }
    if (this.objects.length >= MOST_CODES) return -1;
    const object = this.#read(address, globals);
    return object === undefined ? -1 : this.#learn(object, mark);
  }

  #read(address: number, globals: number): CodeObject | undefined {
    const { code, version } = this.#layout;
    const window = this.#window;
    const values = this.#values;
    const firstLine = window.integer(code.firstLine);
    const [nameAt, fileAt, tableAt, namesAt] = [code.name, code.filename, code.lineTable, code.localNames].map(
      (field) => window.pointer(field),
    );
    const name = values.text(nameAt ?? 0);
    const file = values.text(fileAt ?? 0);
    const table = values.bytes(tableAt ?? 0);
    if (name === undefined || file === undefined || table === undefined || firstLine < 0) return undefined;
    const qualname = code.qualname < 0 ? name : values.text(window.pointer(code.qualname));
    return {
      address,
      file,
      name,
      qualname: qualname ?? name,
      firstLine,
      module: this.#moduleOf(globals),
      flags: window.integer(code.flags),
      locals: this.#localsOf(namesAt ?? 0, window),
      argumentCount: window.integer(code.argumentCount),
      lines: decodeLineTable(table, firstLine, version),
      globals,
    };
  }

  #moduleOf(globals: number): string {
    const name = this.#values.dictValue(globals, "__name__");
    return (name !== undefined && this.#values.text(name)) || "";
  }

  #localsOf(names: number, window: MemoryWindow): readonly string[] {
    const { code } = this.#layout;
    const tuples = [names, ...[code.cellNames, code.freeNames].filter((at) => at >= 0).map((at) => window.pointer(at))];
    return tuples.flatMap((tuple) => (this.#values.tuple(tuple) ?? []).map((item) => this.#values.text(item) ?? ""));
  }

  #learn(object: CodeObject, mark: number): number {
    const number = this.objects.push(object) - 1;
    this.#reserve(number);
    const { code } = this.#layout;
    this.localCounts[number] = object.locals.length;
    this.stackSizes[number] = code.stackSize < 0 ? 0 : Math.min(1024, this.#window.integer(code.stackSize));
    this.#globals[number] = object.globals;
    this.#marks[number] = mark;
    this.#insert(object.address, number);
    return number;
  }

  #insert(address: number, number: number): void {
    if (this.objects.length * 2 > this.#keys.length) this.#rehash();
    const mask = this.#keys.length - 1;
    let at = slotOf(address) & mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== address) at = (at + 1) & mask;
    this.#keys[at] = address;
    this.#numbers[at] = number;
  }

  #rehash(): void {
    const [keys, numbers] = [this.#keys, this.#numbers];
    this.#keys = new Float64Array(keys.length * 4);
    this.#numbers = new Int32Array(keys.length * 4);
    const mask = this.#keys.length - 1;
    for (const [index, key] of keys.entries()) {
      if (key === 0) continue;
      let at = slotOf(key) & mask;
      while (this.#keys[at] !== 0) at = (at + 1) & mask;
      this.#keys[at] = key;
      this.#numbers[at] = numbers[index] ?? -1;
    }
  }

  #reserve(number: number): void {
    if (number < this.localCounts.length) return;
    this.localCounts = doubled(this.localCounts, Int32Array);
    this.stackSizes = doubled(this.stackSizes, Int32Array);
    this.#uses = doubled(this.#uses, Int32Array);
    this.#globals = doubled(this.#globals, Float64Array);
    this.#marks = doubled(this.#marks, Float64Array);
  }
}

/** Objects lie on multiples of 16: the low bits say nothing. */
function slotOf(address: number): number {
  const low = (address / 16) >>> 0;
  return Math.imul(low ^ (low >>> 15), 0x2c1b3c6d) >>> 8;
}
