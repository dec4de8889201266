import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";

/** Larger tables are not believed. */
const MOST_SLOTS = 1 << 20;
/** A slot: the key's address and its hash. */
const SLOT_WORDS = 2;
/** `mask`, `table`. */
const HEAD_WORDS = 2;
/** Hash of a slot whose key was taken out: −1, which no key has, as a double. */
const DUMMY = 2 ** 64;

/** A set that grows while it is read is read again. */
const TRIES = 8;

/** Addresses of a set's elements; undefined where it cannot be read. `PySetObject` is the same from 3.8 to 3.15. */
export function readSet(values: ValueReader, { set }: Layout, address: number): readonly number[] | undefined {
  const head = address + set.used + 8;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [mask, table] = values.pointers(head, HEAD_WORDS) ?? [];
    if (mask === undefined || table === undefined || mask >= MOST_SLOTS || table % 8 !== 0) return undefined;
    const slots = values.pointers(table, (mask + 1) * SLOT_WORDS);
    const after = values.pointers(head, HEAD_WORDS);
    // What is in a set all the time stays in its slot as long as the table does.
    if (slots !== undefined && after?.[0] === mask && after[1] === table)
      return slots.filter((held, at) => at % SLOT_WORDS === 0 && held !== 0 && slots[at + 1] !== DUMMY);
  }
  return undefined;
}
