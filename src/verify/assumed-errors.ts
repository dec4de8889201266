import type { Assumption } from "../fix/fix.ts";

/** Every error. */
const ANY = /(?:)/u;

/** What a breach of an assumption raises, as CPython 3.8 to 3.15 word it; an assumption without an entry is never loud,
 * or not in a harder call: what is taken before a loop (`does-not-raise`) could only raise where two arguments are odd at once. */
const ERRORS: Partial<Readonly<Record<Assumption["code"], RegExp>>> = {
  // 3.14: "cannot use 'list' as a set element (unhashable type: 'list')"
  hashable: /unhashable type/u,
  "hashable-value": /unhashable type/u,
  "is-list": ANY,
  "is-text": ANY,
  "is-array": ANY,
  "is-sequence": ANY,
  "totally-ordered": /not supported between instances of|no one order for/u,
  "not-empty": ANY,
  "has-key": ANY,
  "not-deep": /RecursionError/u,
};

/** Does one of the assumptions stand for this exception of the new version, where the old one gave an answer? */
export function isAssumedError(assumes: readonly Assumption[], exception: string): boolean {
  return assumes.some(({ code }) => ERRORS[code]?.test(exception) === true);
}
