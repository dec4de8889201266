import { lineStart } from "../../source/lines.ts";
import { namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { SourceFile } from "../../source/source-file.ts";

const compound = new Set([
  "function_definition",
  "class_definition",
  "decorated_definition",
  "if_statement",
  "for_statement",
  "while_statement",
  "try_statement",
  "with_statement",
  "match_statement",
]);

/**
 * Puts an expression in front of the module's code, behind its docstring and `__future__` imports. It shares a line with what
 * is there, but where the file begins with a compound statement. `written` is the file's text, changed behind that place only.
 */
export function insertHeader(source: SourceFile, written: string, header: string): string {
  const statements = namedChildren(source.root);
  const start = statements.findIndex((statement, index) => !isPreamble(statement, index));
  const last = start === -1 ? statements.at(-1) : statements[start - 1];
  if (last !== undefined) return splice(written, last.end, `; ${header}`);
  const first = statements[start];
  if (first === undefined) return written;
  if (!compound.has(first.kind)) return splice(written, first.start, `${header}; `);
  return splice(written, lineStart(source.text, first.start), header + source.lineEnd);
}

function splice(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at);
}

function isPreamble(statement: SyntaxNode, index: number): boolean {
  if (statement.kind === "future_import_statement") return true;
  const expression = statement.kind === "expression_statement" ? namedChildren(statement)[0] : undefined;
  if (index > 0 || expression === undefined) return false;
  const isText = expression.kind === "string" || expression.kind === "concatenated_string";
  return isText && namedChildren(expression).every((part) => part.kind !== "interpolation");
}
