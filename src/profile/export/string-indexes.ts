/** A table of strings in which each stands once. */
export class StringIndexes {
  readonly list: string[] = [];
  readonly #indexes = new Map<string, number>();

  of(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.list.length);
    return this.list.push(text) - 1;
  }
}
