import type { SyntaxNode } from "./node.ts";

/** How a Python file's bytes become text: enough to write every untouched byte back as it was. */
export interface Encoding {
  /** PEP 263 name, normalised: only these can be edited without guessing. */
  readonly name: "utf-8" | "latin-1" | "ascii";
  readonly bom: boolean;
}

/** A Python file, read and parsed. Immutable. */
export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  /** Decoded text without the BOM; line ends as they are in the file. */
  readonly text: string;
  readonly encoding: Encoding;
  /** The line end that most lines of the file use. */
  readonly lineEnd: "\n" | "\r\n" | "\r";
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  readonly root: SyntaxNode;
  /** Nodes that the parser could not make sense of; nothing near them is edited. */
  readonly errors: readonly SyntaxNode[];
}
