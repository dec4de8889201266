import { assert } from "../../base/refusal.ts";

/**
 * Writes CPython's marshal format, of which it uses the types that every Python 3 reads: no references (version 3), no
 * short strings (version 4).
 */
export class MarshalWriter {
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Key and value pairs follow, then `endDict`. */
  startDict(): void {
    this.#code("{");
  }

  endDict(): void {
    this.#code("0");
  }

  /** That many values follow. */
  startTuple(size: number): void {
    assert(size < 256, "a small tuple");
    this.#code(")");
    this.#byte(size);
  }

  text(text: string): void {
    const encoded = Buffer.from(text, "utf8");
    this.#code("u");
    this.#int32(encoded.length);
    this.#reserve(encoded.length);
    this.#bytes.set(encoded, this.#length);
    this.#length += encoded.length;
  }

  /** A whole number from 0 to 2⁵³. */
  integer(value: number): void {
    assert(Number.isSafeInteger(value) && value >= 0, "a whole number");
    if (value <= 0x7fff_ffff) {
      this.#code("i");
      this.#int32(value);
      return;
    }
    const digits: number[] = [];
    for (let rest = value; rest > 0; rest = Math.floor(rest / digitBase)) digits.push(rest % digitBase);
    this.#code("l");
    this.#int32(digits.length);
    for (const digit of digits) {
      this.#byte(digit & 0xff);
      this.#byte(digit >> 8);
    }
  }

  float(value: number): void {
    this.#code("g");
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #code(letter: string): void {
    this.#byte(letter.charCodeAt(0));
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#length, value, true);
    this.#length += 4;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#bytes.length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Marshal's own digits of long integers, whatever the interpreter uses. */
const digitBase = 1 << 15;
