import type { SyntaxNode } from "../../../source/node.ts";

/** Is the statement in a block, on lines that it has for itself? Then several can stand in its place. */
export function isOnItsOwnLines(statement: SyntaxNode): boolean {
  const block = statement.parent;
  const isBlock = block?.kind === "block" && (block.parent?.startLine ?? 0) < statement.startLine;
  const others = (block?.children ?? []).filter((other) => other !== statement && other.kind !== "comment");
  const isAlone = others.every((other) => other.endLine < statement.startLine || other.startLine > statement.endLine);
  return isBlock && isAlone;
}
