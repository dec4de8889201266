import { enclosingLoops, field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { isPath, walkOf, type Walk } from "./walk.ts";

/** `del xs[i]`, `xs.pop(i)`, `xs[i:i] = …`, `xs.insert(i, x)`, `xs.sort()` in a loop: each turn moves what lies behind, or looks at the order of everything. */
export function movesAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  if (enclosingLoops(node).length === 0) return [];
  if (node.kind === "delete_statement") return deletion(context, node);
  if (node.kind === "assignment") return insertion(context, node);
  return node.kind === "call" ? moving(context, node) : [];
}

/** `xs[i:i] = …` */
function insertion(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const target = field(node, "left");
  const [list, slice] = target?.kind === "subscript" ? [field(target, "value"), field(target, "subscript")] : [];
  const [from, to, ...others] = slice?.kind === "slice" ? namedChildren(slice) : [];
  if (list === undefined || from === undefined || to === undefined || others.length > 0) return [];
  const isEmpty = isMiddle(from) && textOf(context.source, from) === textOf(context.source, to);
  if (!isEmpty || !isPath(context, list)) return [];
  return walkOf(context, { kind: "statement", expression: node, operand: list }, { of: "long-list" });
}

function deletion(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const [target, ...others] = namedChildren(node);
  if (target?.kind !== "subscript" || others.length > 0) return [];
  const [list, index] = [field(target, "value"), field(target, "subscript")];
  if (list === undefined || index === undefined || !isMiddle(index) || !isPath(context, list)) return [];
  return walkOf(context, { kind: "statement", expression: node, operand: list }, { of: "long-list" });
}

/** No constant: what is at the front or the end other rules know, or costs nothing. */
function isMiddle({ kind }: SyntaxNode): boolean {
  return kind === "identifier" || kind === "attribute" || kind === "binary_operator";
}

/** How much else is given to what takes, or puts, an element by its place. */
const given: Readonly<Record<string, number>> = { pop: 0, insert: 1 };

function moving(context: RuleContext, call: SyntaxNode): readonly Walk[] {
  const callee = field(call, "function");
  const [list, name] =
    callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [undefined, undefined];
  if (list === undefined || name === undefined || !isPath(context, list)) return [];
  const method = textOf(context.source, name);
  const watch = { kind: "method", expression: call, operand: list } as const;
  if (method === "sort") return walkOf(context, watch, { of: "list" });
  const [index, ...others] = argumentsOf(call);
  const isMoving = index !== undefined && others.length === given[method] && isMiddle(index);
  return isMoving ? walkOf(context, watch, { of: "long-list" }) : [];
}
