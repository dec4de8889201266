import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import type { ValueReader } from "./read-values.ts";

/** A type of the target, read once. */
export interface TargetType {
  /** `list`, `collections.deque`, `app.Point`. */
  readonly name: string;
  readonly flags: number;
  readonly basicSize: number;
  /** Signed; 0 where instances have no dict at a fixed place. */
  readonly dictOffset: number;
  /** Address of the keys that instances share (`ht_cached_keys`); 0 without. */
  readonly sharedKeys: number;
  /** Where instances of this very type keep their length; −1 for types without one that can be read. */
  readonly lengthAt: number;
}

/** `PyTypeObject` fields, the same from 3.8 to 3.15 (64 bits): `offsetof` over each version's headers. */
const FIELDS = { name: 24, basicSize: 32, flags: 168, dict: 264, dictOffset: 288, end: 296 } as const;
/** `PyHeapTypeObject.ht_qualname` by minor version, likewise; `ht_cached_keys` follows it. */
const QUALNAME: Readonly<Record<number, number>> = {
  8: 864,
  9: 856,
  10: 864,
  11: 864,
  12: 872,
  13: 872,
  14: 872,
  15: 880,
};
/** Py_TPFLAGS_HEAPTYPE */
const HEAP_TYPE = 1 << 9;
/** Where built-in containers keep their length: `ob_size`, `ma_used`, `used`, `length` (64 bits). */
const LENGTHS: Readonly<Record<string, number>> = {
  list: 16,
  tuple: 16,
  bytes: 16,
  bytearray: 16,
  str: 16,
  dict: 16,
  set: 24,
  frozenset: 24,
  "collections.deque": 16,
};

/** The target's types by address. Types seldom die: what was read once holds. */
export class TypeTable {
  readonly #memory: TargetMemory;
  readonly #values: ValueReader;
  readonly #window = new MemoryWindow(FIELDS.end);
  readonly #types = new Map<number, TargetType | undefined>();
  readonly #qualnameAt: number;

  constructor(memory: TargetMemory, layout: Layout, values: ValueReader) {
    this.#memory = memory;
    this.#values = values;
    this.#qualnameAt = QUALNAME[layout.version[1]] ?? -1;
  }

  /** The type at an address; undefined where there is none that makes sense. */
  typeAt(address: number): TargetType | undefined {
    if (this.#types.has(address)) return this.#types.get(address);
    const type = address === 0 || address % 8 !== 0 ? undefined : this.#read(address);
    if (this.#types.size < 10_000) this.#types.set(address, type);
    return type;
  }

  #read(address: number): TargetType | undefined {
    const window = this.#window;
    if (!window.fill(this.#memory, address, FIELDS.end)) return undefined;
    const flags = window.words[FIELDS.flags >> 2] ?? 0;
    const [basicSize, dictOffset] = [window.integer(FIELDS.basicSize), window.integer(FIELDS.dictOffset)];
    const [nameAt, dict] = [window.pointer(FIELDS.name), window.pointer(FIELDS.dict)];
    const written = this.#values.chars(nameAt, 256);
    if (written === undefined || !/^[\w.<>]+$/u.test(written)) return undefined;
    const isHeap = (flags & HEAP_TYPE) !== 0;
    const name = (isHeap ? this.#heapName(address, dict) : undefined) ?? written.replace(/^builtins\./u, "");
    const sharedKeys = isHeap && this.#qualnameAt > 0 ? (this.#values.pointer(address + this.#qualnameAt + 8) ?? 0) : 0;
    return { name, flags, basicSize, dictOffset, sharedKeys, lengthAt: LENGTHS[name] ?? -1 };
  }

  /** `module.qualname` of a class that was made at run time. */
  #heapName(address: number, dict: number): string | undefined {
    if (this.#qualnameAt < 0) return undefined;
    const qualnameAt = this.#values.pointer(address + this.#qualnameAt);
    const qualname = qualnameAt === undefined ? undefined : this.#values.text(qualnameAt);
    const moduleAt = this.#values.dictValue(dict, "__module__");
    const module = moduleAt === undefined ? undefined : this.#values.text(moduleAt);
    if (qualname === undefined) return undefined;
    return module === undefined || module === "builtins" ? qualname : `${module}.${qualname}`;
  }
}
