import type { Layout } from "./layout/layout.ts";
import { MemoryWindow, type TargetMemory } from "./memory-window.ts";
import { readDictKeys, type DictKeys } from "./dict-keys.ts";
import type { TargetType } from "./type-table.ts";
import type { ValueReader } from "./read-values.ts";

/** Py_TPFLAGS_INLINE_VALUES (3.13+) and Py_TPFLAGS_MANAGED_DICT (3.11: `1 << 4`; Include/object.h). */
const INLINE_VALUES = 1 << 2;
const MANAGED_DICT = 1 << 4;
/** Larger dicts are not looked through for attributes. */
const MOST_ENTRIES = 4096;
/** Nor are objects with more attributes for one by its text. */
const MOST_KEYS = 256;

/**
 * Values by interned names: what a namespace or an object's own attributes hold. Names are compared by address; names in
 * code objects and in namespaces are interned.
 */
export class AttributeReader {
  readonly #memory: TargetMemory;
  readonly #layout: Layout;
  readonly #values: ValueReader;
  readonly #entries = new MemoryWindow(4096);
  readonly #slots = new MemoryWindow(512);

  constructor(memory: TargetMemory, layout: Layout, values: ValueReader) {
    this.#memory = memory;
    this.#layout = layout;
    this.#values = values;
  }

  /** What a dict holds under the names: addresses of values by name. */
  inDict(dict: number, names: ReadonlyMap<number, string>): ReadonlyMap<string, number> {
    const { keys: keysAt, values: valuesAt } = this.#layout.dict;
    const keys = this.#values.pointer(dict + keysAt) ?? 0;
    const split = this.#values.pointer(dict + valuesAt) ?? 0;
    return this.#search(keys, split === 0 ? 0 : split + this.#valuesHead(), names);
  }

  /** What an object's own attributes hold under the names. Slots and properties are not looked at. */
  inObject(object: number, type: TargetType, names: ReadonlyMap<number, string>): ReadonlyMap<string, number> {
    const [, minor] = this.#layout.version;
    if (minor >= 11 && (type.flags & MANAGED_DICT) !== 0) return this.#inManaged(object, type, names);
    if (type.dictOffset <= 0) return new Map();
    const dict = this.#values.pointer(object + type.dictOffset) ?? 0;
    return dict === 0 ? new Map() : this.inDict(dict, names);
  }

  /** What one attribute of an object's own holds, by its name as text: slower than by address, and right for any name. */
  named(object: number, type: TargetType, name: string): number | undefined {
    for (const keys of [type.sharedKeys, this.#dictKeys(object, type)]) {
      const address = keys === 0 ? 0 : this.#keyNamed(keys, name);
      const found = address === 0 ? undefined : this.inObject(object, type, new Map([[address, name]])).get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The keys of an object's dict, where it has one; 0 otherwise. */
  #dictKeys(object: number, type: TargetType): number {
    const isManaged = this.#layout.version[1] >= 11 && (type.flags & MANAGED_DICT) !== 0;
    const place = isManaged ? object - (this.#layout.isFreeThreaded ? 8 : 24) : object + type.dictOffset;
    if (!isManaged && type.dictOffset <= 0) return 0;
    const dict = this.#values.pointer(place) ?? 0;
    return dict === 0 || dict % 8 !== 0 ? 0 : (this.#values.pointer(dict + this.#layout.dict.keys) ?? 0);
  }

  #keyNamed(keysAt: number, name: string): number {
    const keys = readDictKeys(this.#memory, this.#layout, keysAt, this.#slots);
    if (keys === undefined || keys.count > MOST_KEYS || !this.#fillEntries(keys)) return 0;
    for (let index = 0; index < keys.count; index += 1) {
      const key = this.#entries.pointer(index * keys.width + keys.keyAt);
      if (key !== 0 && this.#values.text(key) === name) return key;
    }
    return 0;
  }

  /** 3.11: values at −4 words, dict at −3; 3.12: one word at −3, which is one less than the address of values (`_PyDictOrValues_SetValues`); 3.13+: dict at −3 and values behind the object. */
  #inManaged(object: number, type: TargetType, names: ReadonlyMap<number, string>): ReadonlyMap<string, number> {
    const [, minor] = this.#layout.version;
    const dict = this.#values.pointer(object - (this.#layout.isFreeThreaded ? 8 : 24)) ?? 0;
    if (minor === 11) {
      const values = this.#values.pointer(object - 32) ?? 0;
      if (values !== 0) return this.#search(type.sharedKeys, values, names);
    } else if (minor === 12 && dict % 2 === 1) return this.#search(type.sharedKeys, dict + 1, names);
    if (dict !== 0) return this.inDict(dict, names);
    if (minor < 13 || (type.flags & INLINE_VALUES) === 0) return new Map();
    return this.#search(type.sharedKeys, object + type.basicSize + this.#valuesHead(), names);
  }

  /** `struct _dictvalues` begins with four counters from 3.13 on. */
  #valuesHead(): number {
    return this.#layout.version[1] >= 13 ? 8 : 0;
  }

  #search(keysAt: number, values: number, names: ReadonlyMap<number, string>): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    const keys = keysAt === 0 ? undefined : readDictKeys(this.#memory, this.#layout, keysAt, this.#slots);
    if (keys === undefined || keys.count > MOST_ENTRIES || !this.#fillEntries(keys)) return found;
    for (let index = 0; index < keys.count && found.size < names.size; index += 1) {
      const name = names.get(this.#entries.pointer(index * keys.width + keys.keyAt));
      if (name === undefined) continue;
      const value =
        values === 0
          ? this.#entries.pointer(index * keys.width + keys.keyAt + 8)
          : (this.#values.pointer(values + index * 8) ?? 0);
      if (value !== 0) found.set(name, value);
    }
    return found;
  }

  #fillEntries(keys: DictKeys): boolean {
    return keys.count > 0 && this.#entries.fill(this.#memory, keys.entries, keys.count * keys.width);
  }
}
