import type { TableFields } from "./debug-offsets-fields.ts";

/** A table of offsets as read: `section.field` to its value; −1 for what the table does not hold. */
export class OffsetsTable {
  readonly #values = new Map<string, number>();
  /** Whether the bytes held the whole table. */
  readonly isWhole: boolean;

  constructor(bytes: Buffer, start: number, fields: TableFields) {
    let at = start;
    for (const [section, names] of Object.entries(fields)) {
      for (const name of names.split(" ")) {
        if (at + 8 <= bytes.length) this.#values.set(`${section}.${name}`, Number(bytes.readBigUInt64LE(at)));
        at += 8;
      }
    }
    this.isWhole = at <= bytes.length;
  }

  get(field: string): number {
    return this.#values.get(field) ?? -1;
  }

  /** Whether every field is one that an offset or a size can be: no structure that is read has a megabyte. */
  get isPlausible(): boolean {
    return this.isWhole && [...this.#values.values()].every((value) => value < 1 << 20);
  }
}
