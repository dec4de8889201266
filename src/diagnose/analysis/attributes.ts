import type { SyntaxNode } from "../../source/node.ts";
import { descendants, field, textOf } from "../../source/navigate.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Code } from "./code.ts";
import { isTarget } from "./use.ts";

const indexes = new WeakMap<SourceFile, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** Every `….name` in the file. */
export function attributesNamed(code: Code, name: string): readonly SyntaxNode[] {
  const index = indexes.get(code.source) ?? indexAttributes(code);
  indexes.set(code.source, index);
  return index.get(name) ?? [];
}

function indexAttributes(code: Code): ReadonlyMap<string, readonly SyntaxNode[]> {
  const index = new Map<string, SyntaxNode[]>();
  for (const node of descendants(code.source.root)) {
    const name = node.kind === "attribute" ? field(node, "attribute") : undefined;
    if (name === undefined) continue;
    const text = textOf(code.source, name);
    const nodes = index.get(text);
    if (nodes === undefined) index.set(text, [node]);
    else nodes.push(node);
  }
  return index;
}

/** Every `….name` in the file that is assigned to or deleted, whatever the object: two names may hold the same one. */
export function attributeTargets(code: Code, name: string): readonly SyntaxNode[] {
  return attributesNamed(code, name).filter((node) => isTarget(node));
}

/** The value that an attribute target gets; undefined where it is augmented, unpacked, deleted, a loop's target. */
export function valueAssignedTo(target: SyntaxNode): SyntaxNode | undefined {
  const { parent } = target;
  return parent?.kind === "assignment" && target.field === "left" ? field(parent, "right") : undefined;
}
