import { unreadable } from "./unreadable.ts";

/** The messages within a message, by field number. */
export interface MessageShape {
  readonly [field: number]: MessageShape;
}

/**
 * Refuses bytes that are no protobuf message of that shape: lengths beyond the end and endless numbers, which decoders
 * read over or lose themselves in. Every byte is looked at once a level, and levels are those of the shape.
 */
export function checkMessage(bytes: Uint8Array, shape: MessageShape): void {
  for (const { field, end, start } of fieldsOf(bytes)) {
    if (end > bytes.length) throw unreadable("The file ends in the middle, or a length in it is wrong");
    const inner = start < end ? shape[field] : undefined;
    if (inner !== undefined) checkMessage(bytes.subarray(start, end), inner);
  }
}

/** The numbers of a message's fields, as far as the first bytes of it tell; none where they are no protobuf. */
export function fieldsAtHead(head: Uint8Array): readonly number[] {
  const fields: number[] = [];
  try {
    for (const { field } of fieldsOf(head)) fields.push(field);
  } catch {
    // The head ends within a field, or what comes next is none.
    if (fields.length < fewestFields) return [];
  }
  return fields;
}

/** A field with the place of its bytes, which are none for a plain number. */
function* fieldsOf(bytes: Uint8Array): Generator<{ field: number; start: number; end: number }> {
  for (let at = 0; at < bytes.length;) {
    const tag = readNumber(bytes, at);
    const body = readNumber(bytes, tag.end);
    const mode = tag.value % 8;
    if (mode !== varint && mode !== delimited) throw damaged();
    at = mode === varint ? body.end : body.end + body.value;
    yield { field: Math.floor(tag.value / 8), start: body.end, end: at };
  }
}

const fewestFields = 3;
const varint = 0;
const delimited = 2;
/** 64 bits, seven a byte. */
const longestNumber = 10;

function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start; at < start + longestNumber; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (byte < 0x80) return { value, end: at + 1 };
  }
  throw damaged();
}

const damaged = (): ReturnType<typeof unreadable> => unreadable("The file is damaged, or no pprof profile");
