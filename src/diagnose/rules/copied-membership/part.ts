import { field, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isNonNegative } from "../../analysis/non-negative.ts";
import type { MembershipTest } from "../../analysis/membership-tests.ts";
import type { RuleContext } from "../../rule.ts";

/** The part of a sequence that `xs[:i]` or `xs[i:]` is: what stands in it is told by the first, or last, place of an element. */
export interface SequencePart {
  readonly side: "before" | "from";
  readonly bound: SyntaxNode;
  /** The source shows a whole number that is never below zero; otherwise it is a name, and asked. */
  readonly isProven: boolean;
}

/** The part that a slice takes; undefined where a place does not tell, or the bound cannot be written twice. */
export function sequencePart(
  context: RuleContext,
  { expression, container }: MembershipTest,
): SequencePart | undefined {
  const slice = container.kind === "subscript" ? namedChildren(container)[1] : undefined;
  const cut = slice === undefined ? undefined : cutAt(slice);
  if (cut === undefined || expression.children.length !== 3 || isFallBack(expression)) return undefined;
  const isProven = isNonNegative(context, cut.bound) && isSum(cut.bound);
  return isProven || cut.bound.kind === "identifier" ? { ...cut, isProven } : undefined;
}

/** `:i` and `i:` */
function cutAt({ kind, children }: SyntaxNode): Pick<SequencePart, "side" | "bound"> | undefined {
  const [first, second, ...others] = kind === "slice" ? children : [];
  if (first === undefined || second === undefined || others.length > 0) return undefined;
  if (first.kind === ":") return { side: "before", bound: second };
  return second.kind === ":" ? { side: "from", bound: first } : undefined;
}

/** Somebody, or this rule, has been here: `xs_firsts.get(x, i) < i if xs_firsts is not None else x in xs[:i]`. */
function isFallBack(test: SyntaxNode): boolean {
  const choice = test.parent;
  return choice?.kind === "conditional_expression" && namedChildren(choice)[2] === test;
}

/** Names and numbers added up: reading them twice does nothing. */
function isSum(node: SyntaxNode): boolean {
  if (node.kind === "identifier" || node.kind === "integer") return true;
  const isAdded = node.kind === "binary_operator" && field(node, "operator")?.kind === "+";
  return isAdded && [field(node, "left"), field(node, "right")].every((part) => part !== undefined && isSum(part));
}
