import { namedChildren, ownDescendants, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import type { Value } from "../../analysis/purity/value.ts";
import type { RuleContext } from "../../rule.ts";

/** Containers whose copy is the same in every way: a copied set may give its elements in another order. */
export type ContainerType = "dict" | "list";

/**
 * The types of the new lists and dicts of constants that the function returns, where everything that it returns is such a one or cannot be
 * changed, by its text: whoever gets a copy of what is kept has what it had before. None where that is not to be told.
 */
export function copiedTypes(context: RuleContext, { level, isOwn }: Value): readonly ContainerType[] {
  if (level !== 1 || !isOwn) return [];
  const found = new Set<ContainerType>();
  for (const node of ownDescendants(context.function.body)) {
    const [returned] = node.kind === "return_statement" ? namedChildren(node) : [];
    if (returned === undefined) continue;
    const { type } = valueOf(context, returned);
    if (type === "list" || type === "dict") found.add(type);
    else if (!isConstant(type, returned)) return [];
  }
  return [...found].toSorted();
}

const constants = new Set(["none", "true", "false", "comparison_operator", "not_operator"]);

function isConstant(type: string, returned: SyntaxNode): boolean {
  return type === "str" || type === "number" || type === "tuple" || constants.has(withoutParentheses(returned).kind);
}
