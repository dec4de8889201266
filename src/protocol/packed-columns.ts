/** From this length on a column of numbers travels as bytes: a million as text take a second to write and to read. */
const LONG = 1000;
/** Bytes that a column begins at a multiple of. */
const ALIGNED = 8;

/** Where a column lies: bytes after the text, its length, and 4-byte integers or 8-byte floats. */
interface Placed {
  readonly "column/1": readonly [at: number, length: number, bytes: 4 | 8];
}

/** A plain value as bytes: its JSON text, with the long columns of numbers behind it. */
export function packColumns(value: unknown): Uint8Array<ArrayBuffer> {
  const columns: (Int32Array | Float64Array)[] = [];
  let end = 0;
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (!isLongColumn(part)) return part;
    const column = part.every((number) => (number | 0) === number) ? Int32Array.from(part) : Float64Array.from(part);
    columns.push(column);
    const placed: Placed = { "column/1": [end, column.length, column.BYTES_PER_ELEMENT === 4 ? 4 : 8] };
    end += aligned(column.byteLength);
    return placed;
  });
  const header = new TextEncoder().encode(text);
  const start = aligned(4 + header.length);
  const packed = new Uint8Array(start + end);
  new DataView(packed.buffer).setUint32(0, header.length, true);
  packed.set(header, 4);
  let at = start;
  for (const column of columns) {
    packed.set(new Uint8Array(column.buffer), at);
    at += aligned(column.byteLength);
  }
  return packed;
}

/** What was packed; the long columns are typed arrays that lie in the buffer itself. Both sides are little-endian: every machine with a browser is. */
export function unpackColumns(packed: ArrayBuffer): unknown {
  const length = new DataView(packed).getUint32(0, true);
  const start = aligned(4 + length);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(packed, 4, length)), (_key, part: unknown) => {
    if (!isPlaced(part)) return part;
    const [at, count, bytes] = part["column/1"];
    return bytes === 4 ? new Int32Array(packed, start + at, count) : new Float64Array(packed, start + at, count);
  });
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED;

const isLongColumn = (part: unknown): part is readonly number[] =>
  Array.isArray(part) && part.length >= LONG && typeof part[0] === "number";

const isPlaced = (part: unknown): part is Placed => typeof part === "object" && part !== null && "column/1" in part;
