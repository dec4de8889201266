/** How far floats of the new version may lie from those of the old one, and how far they were seen to. */
export interface Tolerance {
  /** Of the greater of the two: 1e-9. */
  readonly relative: number;
  /** The furthest of those that were let pass. */
  furthest: number;
}

/** A tolerance before anything was compared. */
export function toleranceOf(relative: number): Tolerance {
  return { relative, furthest: 0 };
}

/** A decimal number with a point or an exponent that no word, path or version goes on around: a whole number is none. */
const FLOAT = /(?<![\w.])([+-]?(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+))(?![\w.])/u;

/** An array of floats as a dump has it: `float64 (3,) 0000…`. */
const ARRAY = /(?<=(?:^| )float64 \([\d, ]*\) )([\da-f]+)/u;

/**
 * Do two texts say the same but for floats that lie close enough? What stands around them, whole numbers, NaN, infinities, and zeros
 * with their sign are the same in both.
 */
export function agrees(old: string, now: string, tolerance: Tolerance): boolean {
  if (old === now) return true;
  return agreesBy(
    ARRAY,
    old,
    now,
    (one, other) => agreesInBytes(one, other, tolerance),
    (one, other) => agreesBy(FLOAT, one, other, (before, after) => isNear(before, after, tolerance), isSame),
  );
}

type Compare = (old: string, now: string) => boolean;

const isSame: Compare = (old, now) => old === now;

/** Compares what the pattern finds, and what stands between. */
function agreesBy(pattern: RegExp, old: string, now: string, found: Compare, between: Compare): boolean {
  const [before, after] = [old.split(pattern), now.split(pattern)];
  // Every other part is what was found.
  return (
    before.length === after.length &&
    before.every((part, at) => (at % 2 === 1 ? found : between)(part, after[at] ?? ""))
  );
}

function isNear(old: string, now: string, tolerance: Tolerance): boolean {
  // `2001.` may be a whole number at the end of a sentence.
  if (old.endsWith(".") && now.endsWith(".")) return old === now;
  return old === now || isClose(Number(old), Number(now), tolerance);
}

const DIGITS = 16;

/** Each eight bytes are a float, the lowest first. */
function agreesInBytes(old: string, now: string, tolerance: Tolerance): boolean {
  if (old.length !== now.length || old.length % DIGITS > 0) return old === now;
  const [before, after] = [Buffer.from(old, "hex"), Buffer.from(now, "hex")];
  for (let at = 0; at < before.length; at += 8) {
    const isOne = before.compare(after, at, at + 8, at, at + 8) === 0;
    if (!isOne && !isClose(before.readDoubleLE(at), after.readDoubleLE(at), tolerance)) return false;
  }
  return true;
}

/** There is no absolute tolerance: a zero is near nothing but itself, and what is not finite is near nothing. */
function isClose(old: number, now: number, tolerance: Tolerance): boolean {
  const apart = Math.abs(old - now) / Math.max(Math.abs(old), Math.abs(now));
  // Of zeros and of what is not finite it is no number.
  if (!(apart <= tolerance.relative)) return false;
  tolerance.furthest = Math.max(tolerance.furthest, apart);
  return true;
}
