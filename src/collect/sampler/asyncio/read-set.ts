import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";

/** Larger tables are not believed. */
const MOST_SLOTS = 1 << 20;
/** A slot: the key's address and its hash. */
const SLOT_WORDS = 2;
/** Hash of a slot whose key was taken out: −1, which no key has, as a double. */
const DUMMY = 2 ** 64;

/** Addresses of a set's elements; none where it cannot be read. `PySetObject`: `fill`, `used`, `mask`, `table`, from 3.8 to 3.15. */
export function readSet(values: ValueReader, { set }: Layout, address: number): readonly number[] {
  const [mask, table] = values.pointers(address + set.used + 8, 2) ?? [];
  if (mask === undefined || table === undefined || mask >= MOST_SLOTS || table % 8 !== 0) return [];
  const slots = values.pointers(table, (mask + 1) * SLOT_WORDS) ?? [];
  return slots.filter((held, at) => at % SLOT_WORDS === 0 && held !== 0 && slots[at + 1] !== DUMMY);
}
