import type { Layout } from "./layout/layout.ts";
import type { MemoryWindow, TargetMemory } from "./memory-window.ts";

/** Where the entries of a dict lie. */
export interface DictKeys {
  readonly entries: number;
  readonly count: number;
  /** Bytes an entry; the key lies at `keyAt` in it, the value behind the key. */
  readonly width: number;
  readonly keyAt: number;
}

/** More are not believed. */
const MOST_ENTRIES = 1 << 27;

/** Reads a `PyDictKeysObject`: `Include/internal/pycore_dict.h` (3.11 and newer), `Objects/dict-common.h` (before). */
export function readDictKeys(
  memory: TargetMemory,
  { version: [, minor] }: Layout,
  keys: number,
  window: MemoryWindow,
): DictKeys | undefined {
  if (!window.fill(memory, keys, 40)) return undefined;
  if (minor < 11) {
    const size = window.pointer(8);
    const indexWidth = size <= 0xff ? 1 : size <= 0xffff ? 2 : size <= 0xffffffff ? 4 : 8;
    return plausible({ entries: keys + 40 + size * indexWidth, count: window.pointer(32), width: 24, keyAt: 8 });
  }
  const entries = keys + 32 + 2 ** window.byte(9);
  const count = window.pointer(24);
  const isGeneral = window.byte(10) === 0;
  return plausible(isGeneral ? { entries, count, width: 24, keyAt: 8 } : { entries, count, width: 16, keyAt: 0 });
}

function plausible(keys: DictKeys): DictKeys | undefined {
  return keys.count <= MOST_ENTRIES && keys.entries < 2 ** 48 && keys.entries % 8 === 0 ? keys : undefined;
}
