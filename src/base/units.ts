/** Units are types: made once where a number enters the program, formatted once where it leaves. */

declare const unit: unique symbol;
type Branded<Value, Name extends string> = Value & { readonly [unit]: Name };

/** A duration in seconds. */
export type Seconds = Branded<number, "seconds">;
/** A size in bytes. */
export type Bytes = Branded<number, "bytes">;
/** A part of a whole, 0 to 1. */
export type Fraction = Branded<number, "fraction">;
/** A line in a file, counted from 1. */
export type LineNumber = Branded<number, "line">;
/** A column in a line, counted from 0 in characters (UTF-16 units), as an offset into the line's text. */
export type Column = Branded<number, "column">;

export const seconds = (value: number): Seconds => value as Seconds;
export const bytes = (value: number): Bytes => value as Bytes;
export const fraction = (value: number): Fraction => Math.min(1, Math.max(0, value)) as Fraction;
export const lineNumber = (value: number): LineNumber => value as LineNumber;
export const column = (value: number): Column => value as Column;
