import { lineNumber, type LineNumber } from "../base/units.ts";

/** Where the lines of a text begin, as Python counts them: `\n`, `\r\n` and a lone `\r` end a line, nothing else does. */
export interface LineTable {
  /** Offset of the first character of each line; entry 0 is line 1. */
  readonly starts: readonly number[];
}

/** Finds the beginning of every line. */
export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let offset = nextLineEnd(text, 0); offset < text.length; offset = nextLineEnd(text, offset)) {
    offset += text.startsWith("\r\n", offset) ? 2 : 1;
    starts.push(offset);
  }
  return { starts };
}

/** The line that an offset lies in. */
export function lineAt(lines: LineTable, offset: number): LineNumber {
  let low = 0;
  let high = lines.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return lineNumber(low + 1);
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && !(text[start - 1] === "\r" && text[start] !== "\n")) start--;
  return start;
}

/** Offset of the line end (or the end of the text) at or after `offset`. */
export function nextLineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return end;
}

/** Where the line behind the one of an offset begins. */
export function nextLineStart(text: string, offset: number): number {
  const end = nextLineEnd(text, offset);
  return end + (text.startsWith("\r\n", end) ? 2 : 1);
}
