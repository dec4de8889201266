import type { FunctionSource } from "../source/functions.ts";
import { descendants, field, ownDescendants, textOf } from "../source/navigate.ts";
import type { SyntaxNode } from "../source/node.ts";
import type { SourceFile } from "../source/source-file.ts";

/** The first time that the function assigns to it, where that is `x = …` alone. */
export function firstTarget(source: SourceFile, owner: FunctionSource, written: string): SyntaxNode | undefined {
  const isIt = (node: SyntaxNode): boolean =>
    node.kind === "assignment" && textOf(source, field(node, "left") ?? node) === written;
  const first = [...ownDescendants(owner.body)].find(isIt);
  const isAlone =
    first !== undefined && field(first, "type") === undefined && first.parent?.kind === "expression_statement";
  if (!isAlone || field(first, "right")?.kind === "assignment") return undefined;
  // What a loop or an unpacking binds before it cannot be annotated there.
  const bound = [...descendants(owner.body)].find(
    (node) => node.kind === "identifier" && textOf(source, node) === written,
  );
  const isFirst = written.includes(".") || bound === undefined || bound.start >= first.start;
  return isFirst ? field(first, "left") : undefined;
}
