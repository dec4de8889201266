/** Where one stretch of instructions comes from. Lines are 1-based; columns are offsets into the line's UTF-8, −1 unknown. */
export interface CodePosition {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Positions by instruction: `starts[i]` is the first instruction (two bytes each) of `positions[i]`. */
export interface LineTable {
  readonly starts: readonly number[];
  readonly positions: readonly CodePosition[];
}

/** Decodes `co_linetable` or `co_lnotab` of the version into positions. Damaged tables give what was read so far. */
export function decodeLineTable(table: Uint8Array, firstLine: number, version: readonly [number, number]): LineTable {
  const [, minor] = version;
  if (minor >= 11) return decodeLocations(table, firstLine);
  return minor === 10 ? decodeLineDeltas(table, firstLine) : decodeLnotab(table, firstLine);
}

/** The position of an instruction; undefined before the first and where CPython says that there is none. */
export function positionAt({ starts, positions }: LineTable, instruction: number): CodePosition | undefined {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= instruction) low = middle + 1;
    else high = middle;
  }
  const found = positions[low - 1];
  return found === undefined || found.line < 0 ? undefined : found;
}

const lineOnly = (line: number): CodePosition => ({ line, column: -1, endLine: -1, endColumn: -1 });
const signedByte = (value: number): number => (value > 127 ? value - 256 : value);

/** 3.8, 3.9: pairs of (bytes of code, lines); `Objects/lnotab_notes.txt`. */
function decodeLnotab(table: Uint8Array, firstLine: number): LineTable {
  const starts = [0];
  const lines = [firstLine];
  let address = 0;
  let line = firstLine;
  for (let at = 0; at + 1 < table.length; at += 2) {
    address += table[at] ?? 0;
    line += signedByte(table[at + 1] ?? 0);
    const start = address >> 1;
    if (starts.at(-1) === start) lines[lines.length - 1] = line;
    else {
      starts.push(start);
      lines.push(line);
    }
  }
  return { starts, positions: lines.map(lineOnly) };
}

/** 3.10: pairs of (bytes of code, lines; −128: no line), PEP 626. */
function decodeLineDeltas(table: Uint8Array, firstLine: number): LineTable {
  const starts: number[] = [];
  const positions: CodePosition[] = [];
  let address = 0;
  let line = firstLine;
  for (let at = 0; at + 1 < table.length; at += 2) {
    const delta = signedByte(table[at + 1] ?? 0);
    if (delta !== -128) line += delta;
    const length = table[at] ?? 0;
    if (length > 0) {
      starts.push(address >> 1);
      positions.push(lineOnly(delta === -128 ? -1 : line));
    }
    address += length;
  }
  return { starts, positions };
}

/** Codes of the entries' first bytes (`Objects/locations.md`, `Include/cpython/code.h`). */
const entryCodes = { firstOneLine: 10, lastOneLine: 12, noColumns: 13, long: 14, none: 15 } as const;

/** 3.11 and newer: variable-length entries with columns. */
function decodeLocations(table: Uint8Array, firstLine: number): LineTable {
  const starts: number[] = [];
  const positions: CodePosition[] = [];
  const reader = { table, at: 0 };
  let start = 0;
  let line = firstLine;
  while (reader.at < table.length) {
    const head = table[reader.at] ?? 0;
    reader.at += 1;
    const position = readEntry(reader, (head >> 3) & 15, line);
    if (position.line >= 0) ({ line } = position);
    starts.push(start);
    positions.push(position);
    start += (head & 7) + 1;
  }
  return { starts, positions };
}

interface Reader {
  readonly table: Uint8Array;
  at: number;
}

function readEntry(reader: Reader, code: number, line: number): CodePosition {
  if (code === entryCodes.none) return lineOnly(-1);
  if (code === entryCodes.noColumns) {
    const first = line + signedVarint(reader);
    return { ...lineOnly(first), endLine: first };
  }
  if (code === entryCodes.long) {
    const first = line + signedVarint(reader);
    const endLine = first + varint(reader);
    const column = varint(reader) - 1;
    return { line: first, column, endLine, endColumn: varint(reader) - 1 };
  }
  if (code >= entryCodes.firstOneLine && code <= entryCodes.lastOneLine) {
    const first = line + code - entryCodes.firstOneLine;
    return { line: first, column: byte(reader), endLine: first, endColumn: byte(reader) };
  }
  const second = byte(reader);
  const column = (code << 3) | ((second >> 4) & 7);
  return { line, column, endLine: line, endColumn: column + (second & 15) };
}

function byte(reader: Reader): number {
  const value = reader.table[reader.at] ?? 0;
  reader.at += 1;
  return value;
}

function varint(reader: Reader): number {
  let next = byte(reader);
  let value = next & 63;
  for (let shift = 6; (next & 64) !== 0 && shift < 32; shift += 6) {
    next = byte(reader);
    value |= (next & 63) << shift;
  }
  return value;
}

function signedVarint(reader: Reader): number {
  const value = varint(reader);
  return (value & 1) === 0 ? value >>> 1 : -(value >>> 1);
}
