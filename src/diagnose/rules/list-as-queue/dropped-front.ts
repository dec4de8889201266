import { enclosingStatement, field, namedChildren, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { expressionOf } from "../../analysis/block.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import type { RuleContext } from "../../rule.ts";

/** A statement that gives a name the same list without its first element. */
export interface DroppedFront {
  readonly statement: SyntaxNode;
  /** `q[1:]` */
  readonly slice: SyntaxNode;
  /** The `q` in it. */
  readonly receiver: SyntaxNode;
  /** The `q` that is assigned to. */
  readonly target: SyntaxNode;
  /** `x` of `x, q = q[0], q[1:]`: gets the first element. */
  readonly head?: SyntaxNode;
  /** `[y, z]` of `q = q[1:] + [y, z]`: put at the end. */
  readonly added?: SyntaxNode;
}

/** `q = q[1:]`, `x, q = q[0], q[1:]`, `q = q[1:] + [y]` as a whole statement. */
export function droppedFrontIn(statement: SyntaxNode | undefined, context: RuleContext): DroppedFront | undefined {
  const assignment = expressionOf(statement);
  if (statement === undefined || assignment?.kind !== "assignment") return undefined;
  const [left, right] = [field(assignment, "left"), field(assignment, "right")];
  if (left === undefined || right === undefined || field(assignment, "type") !== undefined) return undefined;
  if (left.kind === "pattern_list") return pairOf(statement, left, right, context);
  return aloneOf(statement, left, right, context);
}

/** The same, found from the slice. */
export function droppedFrontAt(slice: SyntaxNode, context: RuleContext): DroppedFront | undefined {
  const dropped = slice.kind === "subscript" ? droppedFrontIn(enclosingStatement(slice), context) : undefined;
  return dropped?.slice === slice ? dropped : undefined;
}

function aloneOf(
  statement: SyntaxNode,
  target: SyntaxNode,
  value: SyntaxNode,
  context: RuleContext,
): DroppedFront | undefined {
  const isLonger = value.kind === "binary_operator" && field(value, "operator")?.kind === "+";
  if (!isLonger) return cutOf(statement, target, value, context);
  const added = field(value, "right");
  const cut = cutOf(statement, target, field(value, "left"), context);
  return cut === undefined || added === undefined || !isFreshList(added, context) ? undefined : { ...cut, added };
}

function pairOf(
  statement: SyntaxNode,
  left: SyntaxNode,
  right: SyntaxNode,
  context: RuleContext,
): DroppedFront | undefined {
  const [names, values] = [namedChildren(left), right.kind === "expression_list" ? namedChildren(right) : []];
  const [head, target] = names;
  const [first, slice] = values;
  if (names.length !== 2 || values.length !== 2 || head?.kind !== "identifier" || target === undefined)
    return undefined;
  const cut = cutOf(statement, target, slice, context);
  if (cut === undefined || first === undefined || !isFirstOf(first, cut.receiver, context)) return undefined;
  return sameExpression(head, target, context.source) ? undefined : { ...cut, head };
}

/** `q[1:]`, to be assigned to the very `q`. */
function cutOf(
  statement: SyntaxNode,
  target: SyntaxNode,
  slice: SyntaxNode | undefined,
  context: RuleContext,
): DroppedFront | undefined {
  if (slice?.kind !== "subscript") return undefined;
  const [index, ...others] = slice.children.filter((each) => each.field === "subscript");
  const receiver = field(slice, "value");
  if (index?.kind !== "slice" || others.length > 0 || receiver === undefined) return undefined;
  const isCut = /^1\s*:$/u.test(textOf(context.source, index)) && sameExpression(target, receiver, context.source);
  return isCut ? { statement, slice, receiver, target } : undefined;
}

function isFirstOf(first: SyntaxNode, receiver: SyntaxNode, context: RuleContext): boolean {
  const [value, index] = first.kind === "subscript" ? namedChildren(first) : [];
  if (value === undefined || index === undefined || !sameExpression(value, receiver, context.source)) return false;
  return index.kind === "integer" && textOf(context.source, index) === "0";
}
