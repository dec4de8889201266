import { readFileSync } from "node:fs";

/** Turns CPython's columns, offsets into a line's UTF-8, into offsets into the line's characters. */
export class SourceColumns {
  readonly #files = new Map<string, readonly string[]>();

  /** Gives the offset back as it is where the line cannot be read: then nothing can be shown at it either. */
  characterColumn(file: string, line: number, byteColumn: number): number {
    const text = this.#linesOf(file)[line - 1];
    if (text === undefined) return byteColumn;
    const encoded = Buffer.from(text);
    return encoded.length === text.length ? byteColumn : encoded.subarray(0, byteColumn).toString().length;
  }

  /** The text of a line; undefined where it cannot be read. */
  lineAt(file: string, line: number): string | undefined {
    return this.#linesOf(file)[line - 1];
  }

  /** A file's text, its lines ended by line feeds; empty where it cannot be read. */
  textOf(file: string): string {
    return this.#linesOf(file).join("\n");
  }

  /** What a call expression at a place calls, as written: `names.index` of `names.index(name)`; undefined where that is no plain name. */
  calleeAt(file: string, line: number, byteColumn: number): string | undefined {
    const text = this.#linesOf(file)[line - 1];
    const written = text
      ?.slice(this.characterColumn(file, line, byteColumn))
      .split("(", 1)[0]
      ?.trim();
    return written !== undefined && plainCallee.test(written) ? written : undefined;
  }

  #linesOf(file: string): readonly string[] {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const lines = file.startsWith("<") ? [] : readLines(file);
    this.#files.set(file, lines);
    return lines;
  }
}

/** Names with attributes, behind at most a literal or a subscript: long enough to be told apart, short enough to be shown. */
const plainCallee = /^[\w"'. [\]{}:,-]{1,48}$/u;

function readLines(file: string): readonly string[] {
  try {
    return decode(readFileSync(file)).split(/\r\n|\r|\n/u);
  } catch {
    return [];
  }
}

/** PEP 263: the encoding is named in one of the first two lines; UTF-8 otherwise. */
function decode(data: Buffer): string {
  const head = data
    .subarray(0, 1024)
    .toString("latin1")
    .split(/\r\n|\r|\n/u, 2);
  const cookie = head.map((line) => /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/u.exec(line)?.[1]);
  const name = (cookie[0] ?? cookie[1] ?? "utf-8").toLowerCase().replaceAll("_", "-");
  // Python's Latin-1 is ISO 8859-1; the encoding standard's is windows-1252.
  if (/^(?:latin-?1|l1|iso-?8859-1|iso-latin-1)$/u.test(name)) return data.toString("latin1");
  return new TextDecoder(name).decode(data);
}
