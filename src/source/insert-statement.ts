import type { TextEdit } from "./edit.ts";
import { lineStart } from "./lines.ts";
import { isDocstring, isStatement, namedChildren } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import type { SourceFile } from "./source-file.ts";

/** The blanks that a statement's line begins with. */
export function indentationOf(source: { readonly text: string }, statement: SyntaxNode): string {
  const start = lineStart(source.text, statement.start);
  const blanks = /^[ \t\f]*/u.exec(source.text.slice(start, statement.start))?.[0] ?? "";
  // A form feed sets the column back to 0 (Reference 2.1.8): only what follows it indents.
  return blanks.slice(blanks.lastIndexOf("\f") + 1);
}

/** What one level of indentation is in this file: that of its first indented block; four blanks where there is none. */
export function indentationUnit(source: SourceFile): string {
  const first = namedChildren(source.root).flatMap((statement) => indentedBlocks(statement));
  for (const block of first) {
    const statement = namedChildren(block)[0];
    const unit = statement === undefined ? "" : indentationOf(source, statement);
    if (unit !== "") return unit;
  }
  return "    ";
}

function indentedBlocks(statement: SyntaxNode): readonly SyntaxNode[] {
  const inner = statement.kind === "decorated_definition" ? namedChildren(statement) : [statement];
  return inner.flatMap((node) => node.children.filter((child) => child.kind === "block"));
}

/** Does the statement begin a line of its own, so that another can stand before it? `b` in `a; b` or `if a: b` does not. */
export function beginsLine(source: { readonly text: string }, statement: SyntaxNode): boolean {
  const start = lineStart(source.text, statement.start);
  if (!isStatement(statement) || !/^[ \t\f]*$/u.test(source.text.slice(start, statement.start))) return false;
  return !/\\(?:\r\n|\r|\n)$/u.test(source.text.slice(Math.max(0, start - 3), start));
}

/**
 * Puts one or more lines of code before a statement, with its indentation and the file's line end. `code` is written with
 * `\n` and four blanks a level. Undefined where the statement does not begin a line, or has to stay the first: a docstring,
 * an import from `__future__`.
 */
export function insertBefore(source: SourceFile, statement: SyntaxNode, code: string): TextEdit | undefined {
  if (!beginsLine(source, statement) || isDocstring(statement)) return undefined;
  if (statement.kind === "future_import_statement") return undefined;
  const start = lineStart(source.text, statement.start);
  const text = indented(source, code, indentationOf(source, statement));
  return { start, end: start, text: text + source.lineEnd };
}

/**
 * What stands in the place of a statement at `indentation`: `code`, its first line beginning where the statement does. `PIECE` in it is
 * text of the program's own, which stays as it is on whatever lines: the lines of a string are its value.
 */
export function instead(source: SourceFile, code: string, indentation: string, piece: string): string {
  return indented(source, code, indentation)
    .slice(indentation.length)
    .replace(PIECE, () => piece);
}

/** Stands for a piece of the program in code that is being written. */
export const PIECE = "\0";

/** Code written with `\n` and four blanks a level, in the file's own style below `indentation`; no line end at the end. */
export function indented(source: SourceFile, code: string, indentation: string): string {
  const unit = indentationUnit(source);
  const lines = code.split("\n").map((line) => {
    const rest = line.trimStart();
    return rest === "" ? "" : indentation + unit.repeat((line.length - rest.length) / 4) + rest;
  });
  return lines.join(source.lineEnd);
}
