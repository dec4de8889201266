import type { TextEdit } from "./edit.ts";
import { lineStart, nextLineEnd } from "./lines.ts";
import { isDocstring, namedChildren } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";
import type { SourceFile } from "./source-file.ts";

const imports = new Set(["import_statement", "import_from_statement"]);
const definitions = new Set(["function_definition", "class_definition", "decorated_definition"]);

/**
 * Puts an import where the file keeps its own: at the end of the first group of top-level imports; without one, below the
 * `__future__` imports and the docstring; else above the first statement.
 */
export function importPlace(source: SourceFile, statement: string, at: SyntaxNode): TextEdit {
  const statements = namedChildren(source.root);
  const group = firstGroup(statements, at);
  if (group !== undefined) return lineAfter(source, group, statement);
  const future = statements.findLast((child) => child.kind === "future_import_statement");
  if (future !== undefined) return lineAfter(source, future, statement);
  const first = statements[0];
  if (first !== undefined && isDocstring(first)) return lineAfter(source, first, source.lineEnd + statement);
  const start = first === undefined ? source.text.length : lineStart(source.text, first.start);
  const gap = first !== undefined && definitions.has(first.kind) ? 3 : 2;
  return { start, end: start, text: statement + source.lineEnd.repeat(gap) };
}

/** The last import of the first group: imports on consecutive lines, before `at`. */
function firstGroup(statements: readonly SyntaxNode[], at: SyntaxNode): SyntaxNode | undefined {
  const head = statements.findIndex((child) => imports.has(child.kind));
  let last = statements[head];
  if (last === undefined || last.end > at.start) return undefined;
  for (const next of statements.slice(head + 1)) {
    if (!imports.has(next.kind) || next.startLine > last.endLine + 1 || next.end > at.start) break;
    last = next;
  }
  return last;
}

/** A line below a top-level statement and whatever else shares its last line. */
function lineAfter(source: SourceFile, statement: SyntaxNode, line: string): TextEdit {
  let last = statement;
  for (const next of namedChildren(source.root)) {
    if (next.start >= last.end && next.startLine === last.endLine) last = next;
  }
  const end = nextLineEnd(source.text, last.end);
  const start = end + (source.text.startsWith("\r\n", end) ? 2 : 1);
  if (end === source.text.length) return { start: end, end, text: source.lineEnd + line };
  return { start, end: start, text: line + source.lineEnd };
}
