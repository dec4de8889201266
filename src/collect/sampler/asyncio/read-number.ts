import type { Layout } from "../layout/layout.ts";
import type { ValueReader } from "../read-values.ts";

/** `_PyLong_NON_SIZE_BITS` (3.12+): the number of digits lies above them, the sign in the two lowest. */
const DIGITS_SHIFT = 3;
const SIGN = 3;
/** Digits of 30 bits; two of them hold what thread ids and counters come to. */
const DIGIT = 2 ** 30;
const LARGEST = 2 ** 53;

/** The value of an `int` that is above 0 and below 2⁵³; undefined for others. The object is known to be one. */
export function readNumber(values: ValueReader, { version, object }: Layout, address: number): number | undefined {
  const bytes = values.bytesAt(address + object.size, 16);
  if (bytes === undefined) return undefined;
  const head = bytes.readUInt32LE(0);
  // Up to 3.11 `ob_size` counts the digits; it is negative for numbers below 0.
  const [digits, sign] = version[1] >= 12 ? [head >> DIGITS_SHIFT, head & SIGN] : [head, 0];
  const [low, high] = [bytes.readUInt32LE(8), digits === 2 ? bytes.readUInt32LE(12) : 0];
  const value = low + high * DIGIT;
  return sign === 0 && (digits === 1 || digits === 2) && low < DIGIT && value < LARGEST ? value : undefined;
}
