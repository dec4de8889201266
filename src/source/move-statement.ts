import { descendants } from "./navigate.ts";
import type { SyntaxNode } from "./node.ts";

/** A statement's text with every line but the first further in. */
export function indentedFurther(text: string, by: string): string {
  return text.replaceAll(/(\r\n|\r|\n)(?=[^\r\n])/gu, `$1${by}`);
}

/** Has the statement a text over several lines? That would be another one further in. */
export function hasLongText(statement: SyntaxNode): boolean {
  return [...descendants(statement)].some(({ kind, startLine, endLine }) => kind === "string" && startLine !== endLine);
}
