import { field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import { positionalArguments } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { droppedFrontAt } from "./dropped-front.ts";

/** A place that takes from, or puts to, the front of what may be a list. */
export interface QueuePlace {
  /** `q.pop(0)`, `q.insert(0, x)`, the statement `del q[0]`, or the slice in `q = q[1:]`. */
  readonly node: SyntaxNode;
  /** `q` or `self.q` */
  readonly receiver: SyntaxNode;
}

/** Every such place in the function's own code. */
export function queuePlaces(context: RuleContext): readonly QueuePlace[] {
  const found: QueuePlace[] = [];
  for (const node of ownDescendants(context.function.body)) {
    const receiver =
      node.kind === "call"
        ? receiverOf(node, context.source)
        : (deletedFrom(node, context.source) ?? droppedFrontAt(node, context)?.receiver);
    if (receiver?.kind === "identifier" || receiver?.kind === "attribute") found.push({ node, receiver });
  }
  return found;
}

function receiverOf(call: SyntaxNode, source: SourceFile): SyntaxNode | undefined {
  const callee = field(call, "function");
  const [first, ...others] = positionalArguments(call) ?? [];
  if (callee?.kind !== "attribute" || first === undefined || !isZero(first, source)) return undefined;
  const wanted = others.length === 0 ? "pop" : "insert";
  const isFront = others.length < 2 && textOf(source, field(callee, "attribute") ?? callee) === wanted;
  return isFront ? field(callee, "object") : undefined;
}

/** `q` of the statement `del q[0]` that deletes nothing else. */
export function deletedFrom(statement: SyntaxNode, source: SourceFile): SyntaxNode | undefined {
  const [only, ...others] = statement.kind === "delete_statement" ? namedChildren(statement) : [];
  if (only?.kind !== "subscript" || others.length > 0) return undefined;
  const index = field(only, "subscript");
  const isOne = only.children.filter((child) => child.field === "subscript").length === 1;
  return isOne && index !== undefined && isZero(index, source) ? field(only, "value") : undefined;
}

function isZero(node: SyntaxNode, source: SourceFile): boolean {
  return node.kind === "integer" && textOf(source, node) === "0";
}
