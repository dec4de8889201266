import type { Encoding } from "./source-file.ts";

/** PEP 263's pattern, on a line's bytes read as Latin-1. */
const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/u;
const blank = /^[ \t\f]*(?:#.*)?$/u;

/** The encoding that one of the first two lines names, as written. */
export function codingCookie(bytes: Uint8Array): string | undefined {
  // A cookie sits in two lines of any sane length; the tokenizer reads whole lines, so leave it room.
  const head = Buffer.from(bytes.subarray(0, 4096))
    .toString("latin1")
    .replace(/^\u00EF\u00BB\u00BF/u, "");
  const [first = "", second = ""] = head.split(/\r\n|\r|\n/u, 2);
  const found = cookie.exec(first) ?? (blank.test(first) ? cookie.exec(second) : null);
  return found?.[1];
}

/** Which of the encodings that we can write is meant; undefined for any other. Aliases as in Python's `encodings.aliases`. */
export function encodingNamed(name: string): Encoding["name"] | undefined {
  const plain = name.toLowerCase().replaceAll("_", "-");
  if (/^(?:utf-8(?:-.*)?|utf8|u8|utf|cp65001)$/u.test(plain)) return "utf-8";
  if (
    /^(?:(?:latin-1|iso-8859-1|iso-latin-1)(?:-.*)?|latin1|latin|l1|iso8859-1|iso8859|8859|cp819|ibm819)$/u.test(plain)
  ) {
    return "latin-1";
  }
  return /^(?:ascii|us-ascii|646|ansi-x3\.4-1968|cp367|ibm367|iso646-us|us)$/u.test(plain) ? "ascii" : undefined;
}
