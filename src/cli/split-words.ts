import { Refusal } from "../base/refusal.ts";

/** Single quotes, double quotes with backslashes in them, a backslash and what follows, anything but blanks. */
const WORD = /(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/gsu;
const PART = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gsu;

/** A quoted command as words, with a shell's quotes and backslashes but none of its other powers. */
export function splitWords(text: string): readonly string[] {
  const [open] = text.replaceAll(WORD, "").trim();
  if (open !== undefined) {
    throw new Refusal("usage", `The command has a ${open} that is not closed: ${text}`, "Close it.");
  }
  return [...text.matchAll(WORD)].map(([word]) => word.replaceAll(PART, unquote));
}

function unquote(_part: string, single?: string, double?: string, escaped?: string): string {
  return single ?? double?.replaceAll(/\\(["\\$`])/gu, "$1") ?? escaped ?? "";
}
