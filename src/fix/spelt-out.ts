import type { SourceFile } from "../source/source-file.ts";
import type { TextEdit } from "../source/edit.ts";
import type { SyntaxNode } from "../source/node.ts";

/** `f"{names.index(x)=}"` shows how the expression is written: does one of the edits write it in another way? */
export function changesSpelling(edits: readonly TextEdit[], source: SourceFile): boolean {
  return edits.some((edit) => isSpeltOut(edit, source));
}

function isSpeltOut({ start, end }: TextEdit, { root, text }: SourceFile): boolean {
  let node: SyntaxNode | undefined = root;
  while (node !== undefined) {
    const [value] = node.kind === "interpolation" ? node.children.filter(({ isNamed }) => isNamed) : [];
    const isWithin = value !== undefined && value.start <= start && end <= value.end;
    if (isWithin && /^\s*=(?!=)/u.test(text.slice(value.end))) return true;
    node = node.children.find((child) => child.start <= start && end <= child.end && child.end > child.start);
  }
  return false;
}
