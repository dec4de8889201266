import { field, namedChildren, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { isOnItsOwnLines } from "./own-lines.ts";

/** `line, self.data = self.data.split(end, 1)`, on lines of its own: what stands before the first `end` is taken from the front. */
export interface PartedCut {
  readonly statement: SyntaxNode;
  readonly head: SyntaxNode;
  readonly target: SyntaxNode;
  /** `self.data` on the right. */
  readonly old: SyntaxNode;
  readonly separator: SyntaxNode;
  readonly call: SyntaxNode;
}

/** The statement whose second target the attribute is; undefined for any other. */
export function partedCutAt(target: SyntaxNode, context: RuleContext): PartedCut | undefined {
  const { head, call, statement } = pairGiven(target) ?? {};
  const split = call && splitOnce(call, context);
  if (head === undefined || call === undefined || statement === undefined || split === undefined) return undefined;
  const isSame = sameExpression(split.old, target, context.source) && isOnItsOwnLines(statement);
  return isSame ? { statement, head, target, call, ...split } : undefined;
}

/** `head, target = call` */
function pairGiven({ parent: list }: SyntaxNode): Pick<PartedCut, "head" | "call" | "statement"> | undefined {
  if (list?.kind !== "pattern_list" || list.parent?.kind !== "assignment") return undefined;
  const [head, , ...others] = namedChildren(list);
  const [call, statement] = [field(list.parent, "right"), aloneIn(list.parent.parent)];
  if (head?.kind !== "identifier" || others.length > 0 || statement === undefined) return undefined;
  return call && { head, call, statement };
}

function aloneIn(statement: SyntaxNode | undefined): SyntaxNode | undefined {
  return statement?.kind === "expression_statement" && namedChildren(statement).length === 1 ? statement : undefined;
}

/** `data` and `end` of `data.split(end, 1)`, where `end` is a name, an attribute or written out. */
function splitOnce(call: SyntaxNode, { source }: RuleContext): Pick<PartedCut, "old" | "separator"> | undefined {
  const callee = call.kind === "call" ? field(call, "function") : undefined;
  const [old, method] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  const [separator, count, ...others] = argumentsOf(call);
  if (old === undefined || method === undefined || separator === undefined || count === undefined) return undefined;
  const isOnce = textOf(source, method) === "split" && textOf(source, count) === "1" && others.length === 0;
  return isOnce && isPlain(separator) ? { old, separator } : undefined;
}

function isPlain(node: SyntaxNode): boolean {
  if (node.kind === "identifier") return true;
  if (node.kind === "string") return node.startLine === node.endLine && namedChildren(node).length > 0;
  const object = node.kind === "attribute" ? field(node, "object") : undefined;
  return object?.kind === "identifier";
}
