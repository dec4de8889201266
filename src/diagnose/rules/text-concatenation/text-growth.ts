import type { SyntaxNode } from "../../../source/node.ts";

/** What grows: text that `+=` copies whole, or bytes. */
export type TextKind = "str" | "bytes";

/** A statement that makes a text longer. */
export interface TextGrowth {
  readonly node: SyntaxNode;
  readonly statement: SyntaxNode;
  /** `data`, `self.out` or `texts[key]` */
  readonly target: SyntaxNode;
  /** `in-place`: `s += x`; `end`: `s = s + x + y`; `front`: `s = x + s`; `format`: `s = f"{s}{x}"`. */
  readonly form: "in-place" | "end" | "front" | "format";
  /** The same as the target, where it is read; the target itself of `s += x`. */
  readonly old: SyntaxNode;
  /** In the order of the text; of `format` the whole f-string. */
  readonly added: readonly SyntaxNode[];
  /** The `s + x` that copies. */
  readonly sum?: SyntaxNode;
  readonly kind: TextKind;
  /** The source says nothing of what it is: bytes are copied if it is bytes, and nothing is if it is text. */
  readonly isGuess?: true;
}
