import { unreadable } from "./unreadable.ts";

/** What a marshalled file of plain data can hold. A dict is its pairs, for its keys may be tuples. */
export type Marshalled = string | number | boolean | null | Uint8Array | readonly Marshalled[] | MarshalledDict;

/** A Python dict. */
export class MarshalledDict {
  readonly pairs: [Marshalled, Marshalled][] = [];
}

/**
 * Reads Python's marshal format, versions 0 to 5 (CPython 2.4 to 3.15), as far as data goes: no code objects. Counts are
 * checked against what is left of the file before anything is made, and nesting has a limit, so that no file costs
 * more than it weighs.
 */
export function unmarshal(bytes: Uint8Array): Marshalled {
  return new MarshalReader(bytes).read(0);
}

/** Statistics nest four deep. */
const deepest = 32;
const isShared = 0x80;
const longDigit = 2 ** 15;

class MarshalReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #text = new TextDecoder();
  readonly #latin = new TextDecoder("latin1");
  /** What was marked as worth pointing at; undefined while it is being read. */
  readonly #shared: (Marshalled | undefined)[] = [];
  /** Of versions 0 to 2: interned strings. */
  readonly #interned: string[] = [];
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(depth: number): Marshalled {
    const code = this.#byte();
    const type = String.fromCharCode(code & ~isShared);
    const slot = (code & isShared) === 0 || type === "r" ? -1 : this.#shared.push(undefined) - 1;
    if (depth > deepest) throw unreadable("The file is nested deeper than any statistics are");
    const value = this.#scalar(type) ?? this.#container(type, depth + 1);
    if (slot >= 0) this.#shared[slot] = value === none ? null : value;
    return value === none ? null : value;
  }

  #scalar(type: string): Marshalled | typeof none | undefined {
    switch (type) {
      case "N":
        return none;
      case "T":
        return true;
      case "F":
        return false;
      case "i":
        return this.#int();
      case "I":
        return Number(this.#view.getBigInt64(this.#take(8), true));
      case "l":
        return this.#long();
      case "g":
        return this.#view.getFloat64(this.#take(8), true);
      case "f":
        return Number(this.#string(this.#byte(), this.#latin));
      default:
        return this.#stringOf(type);
    }
  }

  #stringOf(type: string): Marshalled | undefined {
    switch (type) {
      case "s": {
        const length = this.#count();
        const start = this.#take(length);
        return this.#bytes.subarray(start, start + length);
      }
      case "u":
        return this.#string(this.#count(), this.#text);
      case "t": {
        const text = this.#string(this.#count(), this.#text);
        this.#interned.push(text);
        return text;
      }
      case "a":
      case "A":
        return this.#string(this.#count(), this.#latin);
      case "z":
      case "Z":
        return this.#string(this.#byte(), this.#latin);
      case "R":
        return this.#known(this.#interned);
      case "r":
        return this.#known(this.#shared);
      default:
        return undefined;
    }
  }

  #container(type: string, depth: number): Marshalled {
    switch (type) {
      case ")":
        return this.#items(this.#byte(), depth);
      case "(":
      case "[":
      case "<":
      case ">":
        return this.#items(this.#count(), depth);
      case "{":
        return this.#dict(depth);
      default:
        throw unreadable(`The file is damaged, or no data of Python's marshal: byte ${this.#at} is of no known kind`);
    }
  }

  #items(count: number, depth: number): Marshalled[] {
    this.#require(count);
    const items: Marshalled[] = [];
    for (let left = count; left > 0; left -= 1) items.push(this.read(depth));
    return items;
  }

  #dict(depth: number): MarshalledDict {
    const dict = new MarshalledDict();
    for (;;) {
      this.#require(1);
      if (this.#bytes[this.#at] === endOfDict) {
        this.#at += 1;
        return dict;
      }
      dict.pairs.push([this.read(depth), this.read(depth)]);
    }
  }

  #known<Value>(values: readonly (Value | undefined)[]): Value {
    const value = values[this.#int()];
    if (value === undefined) throw unreadable("The file is damaged: it points at a value that is not before it");
    return value;
  }

  /** A sign and a count of digits of 15 bits each; beyond 2⁵³ the nearest float will do. */
  #long(): number {
    const signed = this.#int();
    const digits = Math.abs(signed);
    this.#require(digits * 2);
    let value = 0;
    for (let index = digits - 1; index >= 0; index -= 1) {
      value = value * longDigit + this.#view.getUint16(this.#at + index * 2, true);
    }
    this.#at += digits * 2;
    return signed < 0 ? -value : value;
  }

  #string(length: number, decoder: InstanceType<typeof TextDecoder>): string {
    const start = this.#take(length);
    return decoder.decode(this.#bytes.subarray(start, start + length));
  }

  #int(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  #count(): number {
    return this.#int();
  }

  #byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  #take(length: number): number {
    this.#require(length);
    const start = this.#at;
    this.#at += length;
    return start;
  }

  #require(length: number): void {
    if (length >= 0 && this.#at + length <= this.#bytes.length) return;
    throw unreadable("The file ends in the middle, or a length in it is wrong");
  }
}

/** Stands for None until it is known not to be the absence of a value. */
const none = Symbol("None");
const endOfDict = "0".charCodeAt(0);
