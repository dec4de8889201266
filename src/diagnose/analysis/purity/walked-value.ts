import { field } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed, type Code } from "../code.ts";

const walkers = new Set(
  "sum max min sorted any all list set tuple dict frozenset enumerate zip map filter len iter reversed".split(" "),
);

type Look = (code: Code, node: SyntaxNode, parent: SyntaxNode) => boolean;

const onTheRight: Look = (_, node) => node.field === "right";

const byParent: Readonly<Record<string, Look>> = {
  for_statement: onTheRight,
  for_in_clause: onTheRight,
  subscript: (_, node, parent) => node.field === "value" && field(parent, "subscript")?.kind !== "slice",
  comparison_operator: (_, node, { children }) =>
    children.at(-1) === node && children.some(({ kind }) => kind === "in" || kind === "not in"),
  argument_list: (code, _, { parent: call }) =>
    call?.kind === "call" && walkers.has(builtinNamed(code, field(call, "function")) ?? ""),
};

/** Is the value gone through, searched, or taken an element of: `for x in self.rows`, `x in self.rows`, `len(self.rows)`, `self.rows[i]`? */
export function isWalked(code: Code, node: SyntaxNode | undefined): boolean {
  const parent = node?.parent;
  return node !== undefined && parent !== undefined && byParent[parent.kind]?.(code, node, parent) === true;
}
