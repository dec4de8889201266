import * as v from "valibot";
import { unreadable } from "./unreadable.ts";

const decoder = new TextDecoder();

/** The file's text; bytes that are not UTF-8 become replacement characters. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** The first characters of a file, for telling formats apart. */
export function headText(head: Uint8Array): string {
  return textOf(head.subarray(0, headSize)).trimStart();
}

const headSize = 4096;

/** Parses JSON; refuses what is none. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(`${what} is not complete JSON`, undefined, error);
  }
}

/** Gives the value the type of its schema; refuses with the path of what does not fit. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw unreadable(`${what} is damaged: at ${v.getDotPath(issue) ?? "its top"}, ${issue.message}`);
}
