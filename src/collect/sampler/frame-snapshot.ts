import type { CodeObject } from "./code-table.ts";
import { positionAt, type CodePosition } from "./line-table.ts";
import type { LocalValue } from "./operand-reader.ts";

/** One frame as it was read; columns are offsets into the line's UTF-8, −1 unknown. */
export interface FrameSnapshot {
  readonly module: string;
  readonly qualname: string;
  /** As the code object names it. */
  readonly file: string;
  readonly firstLine: number;
  readonly position: CodePosition;
  /** Absent where nobody asked; null where the frame ended before they could be read. */
  readonly locals?: readonly LocalValue[] | null;
}

/** A code object at an instruction, −1: before the first. */
export function frameSnapshot(
  { module, qualname, file, firstLine, lines }: CodeObject,
  instruction: number,
): FrameSnapshot {
  const found = positionAt(lines, Math.max(0, instruction));
  const isKnown = found !== undefined && found.line > 0;
  const position = isKnown ? found : { line: firstLine, column: -1, endLine: -1, endColumn: -1 };
  return { module, qualname, file, firstLine, position };
}
