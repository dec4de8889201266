import type { Column, LineNumber } from "../base/units.ts";

/** A node of a Python syntax tree: tree-sitter's kinds and field names, detached from the parser. */
export interface SyntaxNode {
  /** tree-sitter-python's node type, e.g. `comparison_operator`; anonymous nodes carry their text (`in`). */
  readonly kind: string;
  readonly isNamed: boolean;
  /** The field this node fills in its parent (`left`, `body`, …). */
  readonly field: string | undefined;
  /** Offsets into the source text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly startLine: LineNumber;
  readonly startColumn: Column;
  readonly endLine: LineNumber;
  readonly endColumn: Column;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
}
