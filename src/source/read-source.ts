import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { assert, messageOf, Refusal, systemCode } from "../base/refusal.ts";
import { codingCookie, encodingNamed } from "./coding-cookie.ts";
import type { PythonParser } from "./python-parser.ts";
import type { Encoding, SourceFile } from "./source-file.ts";

/** Bytes; a larger file is generated data, and its tree would take gigabytes (about 60 times the text). */
const largest = 16_000_000;

const byteOrderMark = [0xef, 0xbb, 0xbf] as const;

/** Reads and parses a Python file. Refuses what could not be written back byte for byte. */
export async function readSource(path: string, parser: PythonParser): Promise<SourceFile> {
  return parseSourceBytes(path, await readBytes(path), parser);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") {
      throw new Refusal("no-such-file", `There is no file ${path}.`, "Check the path.", error);
    }
    const fact = `${path} cannot be read: ${messageOf(error)}.`;
    throw new Refusal("not-editable", fact, "Make the file readable for this user, and try again.", error);
  }
}

/** The same for bytes that are at hand already. */
export function parseSourceBytes(path: string, bytes: Uint8Array, parser: PythonParser): SourceFile {
  if (bytes.length > largest) {
    const fact = `${path} has ${bytes.length} bytes of Python.`;
    throw new Refusal("too-large", fact, `Files above ${largest} bytes are not read: leave it out.`);
  }
  const encoding = encodingOf(path, bytes);
  const text = decode(path, encoding.bom ? bytes.subarray(byteOrderMark.length) : bytes, encoding);
  return { path, text, encoding, lineEnd: usualLineEnd(text), hash: hashOf(bytes), ...parser.parse(text) };
}

/** Parses text that is not read from the disk, such as an edited file. */
export function parseSource(
  path: string,
  text: string,
  parser: PythonParser,
  encoding: Encoding = { name: "utf-8", bom: false },
): SourceFile {
  const hash = hashOf(encodeSource({ encoding }, text));
  return { path, text, encoding, lineEnd: usualLineEnd(text), hash, ...parser.parse(text) };
}

/** The text of another version of a file that is encoded as this one is. */
export function decodeLike({ path, encoding }: SourceFile, bytes: Uint8Array): string {
  return decode(path, encoding.bom ? bytes.subarray(byteOrderMark.length) : bytes, encoding);
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function encodingOf(path: string, bytes: Uint8Array): Encoding {
  const bom = byteOrderMark.every((byte, index) => bytes[index] === byte);
  const cookie = codingCookie(bytes);
  if (cookie === undefined) return { name: "utf-8", bom };
  const name = encodingNamed(cookie);
  if (name === undefined || (bom && name !== "utf-8")) {
    const fact = `${path} says that its encoding is ${cookie}${bom ? ", but begins with UTF-8's byte order mark" : ""}.`;
    throw new Refusal("not-editable", fact, "Save the file as UTF-8 to have it edited.");
  }
  return { name, bom };
}

function decode(path: string, bytes: Uint8Array, encoding: Encoding): string {
  const text = encoding.name === "latin-1" ? Buffer.from(bytes).toString("latin1") : decodeStrictly(bytes);
  if (text === undefined || (encoding.name === "ascii" && !isBelow(text, 0x80))) {
    const fact = `${path} holds bytes that are not ${encoding.name.toUpperCase()}.`;
    throw new Refusal(
      "not-editable",
      fact,
      "Save the file as UTF-8, or name its encoding in a `# -*- coding: … -*-` line.",
    );
  }
  if (text.includes("\0")) {
    throw new Refusal("not-editable", `${path} holds null bytes.`, "Python cannot read such a file: remove them.");
  }
  return text;
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function isBelow(text: string, limit: number): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= limit) return false;
  return true;
}

function usualLineEnd(text: string): SourceFile["lineEnd"] {
  const counts = { "\n": 0, "\r\n": 0, "\r": 0 };
  for (const [end] of text.matchAll(/\r\n|\r|\n/gu)) if (end === "\n" || end === "\r\n" || end === "\r") counts[end]++;
  if (counts["\r\n"] > counts["\n"] && counts["\r\n"] >= counts["\r"]) return "\r\n";
  return counts["\r"] > counts["\n"] ? "\r" : "\n";
}

/** The bytes of an edited file, in the encoding and with the byte order mark of the original. */
export function encodeSource(source: Pick<SourceFile, "encoding">, newText: string): Uint8Array {
  const { name, bom } = source.encoding;
  assert(!/\p{Surrogate}/u.test(newText), "an edit has cut a character in two");
  if (name === "latin-1") {
    assert(isBelow(newText, 0x100), "an edit has put characters into a file that its encoding does not have");
    return Buffer.from(newText, "latin1");
  }
  assert(name === "utf-8" || isBelow(newText, 0x80), "an edit has put characters into an ASCII file that are not");
  const bytes = new TextEncoder().encode(newText);
  return bom ? Uint8Array.from([...byteOrderMark, ...bytes]) : bytes;
}
