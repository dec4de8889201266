import type { TextEdit } from "../../source/edit.ts";
import { beginsLine, indentationOf, insertBefore } from "../../source/insert-statement.ts";
import { nextLineEnd } from "../../source/lines.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";

/** Puts a one-line statement before another; on the same line where that one shares its line (`if a: return b`). */
export function putBefore(source: SourceFile, statement: SyntaxNode, code: string): TextEdit {
  return insertBefore(source, statement, code) ?? { start: statement.start, end: statement.start, text: `${code}; ` };
}

/** Puts a one-line statement after a simple one: on a line of its own where that one has a line to itself. */
export function putAfter(source: SourceFile, statement: SyntaxNode, code: string): TextEdit {
  const lineEnd = nextLineEnd(source.text, statement.end);
  const isAlone = /^[ \t\f]*(?:#.*)?$/u.test(source.text.slice(statement.end, lineEnd));
  if (!isAlone || !beginsLine(source, statement)) {
    return { start: statement.end, end: statement.end, text: `; ${code}` };
  }
  const text = `${source.lineEnd}${indentationOf(source, statement)}${code}`;
  return { start: lineEnd, end: lineEnd, text };
}
