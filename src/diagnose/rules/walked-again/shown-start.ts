import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";

/** What a match is asked that does not depend on where its search began, as `pos` does. */
const asked: ReadonlySet<string> = new Set(
  "start end span group groups groupdict lastindex lastgroup string re regs expand".split(" "),
);

/** Is a match used for nothing that tells where its search began, and handed to nobody who could ask? */
export function showsNoStart(context: RuleContext, match: SyntaxNode): boolean {
  const { parent } = match;
  if (parent === undefined) return false;
  if (parent.kind === "parenthesized_expression") return showsNoStart(context, parent);
  if (isOnlyAsked(context, match, parent)) return true;
  const name = nameGiven(match, parent);
  const binding = name === undefined ? undefined : context.scopes.bindingOf(name);
  if (name === undefined || binding?.kind !== "local" || binding.scope.node !== context.function.node) return false;
  const isValueUsed = parent.kind === "named_expression";
  if (isValueUsed && !isOnlyTested(parent)) return false;
  return binding.references.every(
    ({ node, access }) => access !== "read" || (node.parent !== undefined && isOnlyAsked(context, node, node.parent)),
  );
}

/** `m = …`, `(m := …)` */
function nameGiven(value: SyntaxNode, parent: SyntaxNode): SyntaxNode | undefined {
  const name =
    parent.kind === "assignment" && parent.parent?.kind === "expression_statement"
      ? field(parent, "left")
      : parent.kind === "named_expression"
        ? field(parent, "name")
        : undefined;
  return name?.kind === "identifier" && value !== name ? name : undefined;
}

function isOnlyAsked(context: RuleContext, node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.kind === "attribute") {
    const name = field(parent, "attribute");
    return node.field === "object" && name !== undefined && asked.has(textOf(context.source, name));
  }
  if (parent.kind === "subscript") return node.field === "value";
  return isOnlyTested(node);
}

const conditions = new Set(["if_statement", "elif_clause", "while_statement"]);

/** Is it asked for nothing but its truth, or whether it is None? */
function isOnlyTested(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === undefined) return false;
  if (parent.kind === "not_operator" || parent.kind === "if_clause" || parent.kind === "assert_statement") return true;
  if (conditions.has(parent.kind)) return node.field === "condition";
  if (parent.kind === "comparison_operator")
    return parent.children.some(({ kind }) => kind === "is" || kind === "is not") && parent.children.length === 3;
  if (parent.kind === "boolean_operator" || parent.kind === "parenthesized_expression") return isOnlyTested(parent);
  if (parent.kind !== "conditional_expression") return false;
  const parts = parent.children.filter(({ isNamed, kind }) => isNamed && kind !== "comment");
  return parts[1] === node;
}
