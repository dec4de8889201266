import { readDictKeys } from "./dict-keys.ts";
import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";

/** Longest string that is read, in characters. */
const LONGEST = 4096;
/** Most entries of a dict that are searched. */
const MOST_ENTRIES = 100_000;

/** Reads CPython's objects out of a target. Everything gives undefined where the memory does not hold what was asked for. */
export class ValueReader {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #window = new MemoryWindow(4096);
  readonly #data = new MemoryWindow(4096);

  constructor(memory: TargetMemory, layout: Layout) {
    this.#memory = memory;
    this.#layout = layout;
  }

  /** The 64-bit value at an address. */
  pointer(address: number): number | undefined {
    return this.#window.fill(this.#memory, address, 8) ? this.#window.pointer(0) : undefined;
  }

  integer(address: number): number | undefined {
    const aligned = address - (address % 8);
    return this.#window.fill(this.#memory, aligned, 8) ? this.#window.integer(address % 8) : undefined;
  }

  /** A `str`. PEP 393: the state says how wide the units are and whether they follow the header. */
  text(address: number): string | undefined {
    const { unicode } = this.#layout;
    if (address === 0 || !this.#window.fill(this.#memory, address, alignUp(unicode.compactSize))) return undefined;
    const length = this.#window.integer(unicode.length);
    const state = this.#window.integer(unicode.state);
    if (length < 0 || length > LONGEST) return undefined;
    const { kind, isCompact, isAscii } = stringState(state, this.#layout);
    if (!isCompact || (kind !== 1 && kind !== 2 && kind !== 4)) return undefined;
    const start = address + (isAscii ? unicode.asciiSize : unicode.compactSize);
    const data = this.bytesAt(start, length * kind);
    return data && decodeUnits(data, kind);
  }

  /** The contents of a `bytes` object. */
  bytes(address: number): Buffer | undefined {
    const { bytes } = this.#layout;
    if (address === 0 || !this.#window.fill(this.#memory, address, alignUp(bytes.data))) return undefined;
    const size = this.#window.pointer(bytes.size);
    return size > 1 << 24 ? undefined : this.bytesAt(address + bytes.data, size);
  }

  /** A copy of raw memory. */
  bytesAt(address: number, length: number): Buffer | undefined {
    const base = address - (address % 8);
    const lead = address - base;
    if (!this.#data.fill(this.#memory, base, lead + length)) return undefined;
    return Buffer.from(this.#data.bytes.subarray(lead, lead + length));
  }

  /** A C string. */
  chars(address: number, longest: number): string | undefined {
    for (const length of [64, longest]) {
      const data = this.bytesAt(address, length);
      const end = data?.indexOf(0) ?? -1;
      if (data !== undefined && end >= 0) return data.toString("utf8", 0, end);
    }
    return undefined;
  }

  /** The items' addresses of a tuple. */
  tuple(address: number): readonly number[] | undefined {
    const { tuple } = this.#layout;
    const size = this.pointer(address + tuple.size);
    if (size === undefined || size > 65_536) return undefined;
    return this.pointers(address + tuple.items, size);
  }

  pointers(address: number, count: number): readonly number[] | undefined {
    if (count === 0) return [];
    if (!this.#data.fill(this.#memory, address, count * 8)) return undefined;
    return Array.from({ length: count }, (_, index) => this.#data.pointer(index * 8));
  }

  /** The value of a string key in a dict that is not split (`ma_values` unset): module namespaces, `sys.modules`. */
  dictValue(address: number, key: string): number | undefined {
    const { dict } = this.#layout;
    const keys = address === 0 ? undefined : this.pointer(address + dict.keys);
    return keys === undefined || keys === 0 ? undefined : this.#lookUp(keys, key);
  }

  /** The values of a dict that is not split; undefined where it cannot be read. */
  dictValues(address: number): readonly number[] | undefined {
    const keysAt = this.pointer(address + this.#layout.dict.keys) ?? 0;
    const keys = keysAt === 0 ? undefined : readDictKeys(this.#memory, this.#layout, keysAt, this.#window);
    if (keys === undefined || keys.count > MOST_ENTRIES) return undefined;
    const words = this.pointers(keys.entries, (keys.count * keys.width) / 8) ?? [];
    const [width, at] = [keys.width / 8, (keys.keyAt + 8) / 8];
    return words.filter((value, index) => value !== 0 && index % width === at);
  }

  #lookUp(keysAt: number, key: string): number | undefined {
    const keys = readDictKeys(this.#memory, this.#layout, keysAt, this.#window);
    if (keys === undefined || keys.count > MOST_ENTRIES) return undefined;
    const { entries, count, width, keyAt } = keys;
    const data = new MemoryWindow(count * width + 8);
    if (!data.fill(this.#memory, entries, count * width)) return undefined;
    for (let index = 0; index < count; index += 1) {
      const name = data.pointer(index * width + keyAt);
      if (name !== 0 && this.#isText(name, key)) return data.pointer(index * width + keyAt + 8);
    }
    return undefined;
  }

  /** Compares lengths before anything else is read. */
  #isText(address: number, wanted: string): boolean {
    const { unicode } = this.#layout;
    if (!this.#window.fill(this.#memory, address, alignUp(unicode.asciiSize))) return false;
    return this.#window.integer(unicode.length) === wanted.length && this.text(address) === wanted;
  }
}

/** `PyASCIIObject.state`: `interned` takes two bits, in free-threaded builds from 3.14 on a byte; then kind, compact, ascii. */
function stringState(
  state: number,
  { version, isFreeThreaded }: Layout,
): { readonly kind: number; readonly isCompact: boolean; readonly isAscii: boolean } {
  const bits = state >> (isFreeThreaded && version[1] >= 14 ? 8 : 2);
  return { kind: bits & 7, isCompact: (bits & 8) !== 0, isAscii: (bits & 16) !== 0 };
}

function decodeUnits(data: Buffer, kind: number): string {
  if (kind === 1) return data.toString("latin1");
  if (kind === 2) return data.toString("utf16le");
  let text = "";
  for (let at = 0; at < data.length; at += 4) {
    const unit = data.readUInt32LE(at);
    text += unit <= 0x10ffff ? String.fromCodePoint(unit) : "\uFFFD";
  }
  return text;
}

const alignUp = (length: number): number => (length + 7) & ~7;
