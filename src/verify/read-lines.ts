import { closeSync, openSync, readSync } from "node:fs";

/** Bytes read at once. */
const CHUNK = 1024 ** 2;
/** Longer lines are handed over in pieces, so that one endless line does not fill the memory. */
const LONGEST_LINE = 1024 ** 2;

/** A file's lines without their line feeds, one character a byte, however large the file is. */
export function* readLines(file: string): Generator<string> {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let rest = "";
    for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer)) {
      const lines = (rest + buffer.toString("latin1", 0, count)).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
      if (rest.length > LONGEST_LINE) {
        yield rest;
        rest = "";
      }
    }
    // A text that ends in a line feed ends in an empty last line: with and without it are two outputs.
    yield rest;
  } finally {
    closeSync(descriptor);
  }
}

/** How `readLines` shows a text: one character a byte of its UTF-8. */
export function asBytesText(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
