import { enclosingLoops, field, namedChildren, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";
import { walkedIn, walkOf, type Walk } from "./walk.ts";

/** `for x, weight in zip(xs, weights): total += x * weight`: for nothing where the weight is 0. */
export function weightsAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const loop = node.kind === "augmented_assignment" ? enclosingLoops(node)[0] : undefined;
  if (loop?.kind !== "for_statement" || field(node, "operator")?.kind !== "+=") return [];
  const [target, iterable, product] = [field(loop, "left"), field(loop, "right"), field(node, "right")];
  if (target === undefined || iterable === undefined || product === undefined) return [];
  const operand = node.parent?.parent === field(loop, "body") ? walkedIn(context, iterable) : undefined;
  if (operand === undefined) return [];
  const walked = new Set(namedChildren(target).map((name) => textOf(context.source, name)));
  const factors = factorsOf(context, product).filter((factor) => walked.has(textOf(context.source, factor)));
  return factors.flatMap((expression) => walkOf(context, { kind: "asked", expression, operand }, { around: loop }));
}

/** The names in `a * b`. */
function factorsOf({ source }: RuleContext, product: SyntaxNode): readonly SyntaxNode[] {
  const node = withoutParentheses(product);
  const operator = node.kind === "binary_operator" ? field(node, "operator") : undefined;
  if (operator === undefined || textOf(source, operator) !== "*") return [];
  return namedChildren(node).filter(({ kind }) => kind === "identifier");
}
