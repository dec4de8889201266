import type { Assumption } from "../fix/fix.ts";

/** Every error. */
const ANY = /(?:)/u;

/** What a breach of an assumption raises, as CPython 3.8 to 3.15 word it; an assumption without an entry is never loud. */
const ERRORS: Partial<Readonly<Record<Assumption["code"], RegExp>>> = {
  // 3.14: "cannot use 'list' as a set element (unhashable type: 'list')"
  hashable: /unhashable type/u,
  "hashable-value": /unhashable type/u,
  "is-list": ANY,
  "is-text": ANY,
  "is-array": ANY,
  "is-sequence": ANY,
  "totally-ordered": ANY,
  "not-empty": ANY,
  "has-key": ANY,
  "does-not-raise": ANY,
  "not-deep": /RecursionError/u,
};

/** Does one of the assumptions stand for this exception of the new version, where the old one gave an answer? */
export function isAssumedError(assumes: readonly Assumption[], exception: string): boolean {
  return assumes.some(({ code }) => ERRORS[code]?.test(exception) === true);
}
