import { ancestors, field, isInside, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";

/** Could an exception in the statement leave what was gathered so far to a handler, or to what follows a `with` that swallows it? */
export function isCaught(statement: SyntaxNode, uses: readonly Use[], context: RuleContext): boolean {
  let child = statement;
  for (const at of [statement, ...ancestors(statement)]) {
    if (at.kind === "function_definition" || at.kind === "lambda") return false;
    const body = child;
    const isSwallowing = at.kind === "try_statement" || (at.kind === "with_statement" && !opensFiles(at, context));
    if (isSwallowing && (at === statement || uses.some(({ node }) => !isInside(node, body)))) return true;
    child = at;
  }
  return false;
}

/** The same of what the statement itself does not swallow: below it, and in its own handlers, the text is mended. */
export function isCaughtAround(statement: SyntaxNode, uses: readonly Use[], context: RuleContext): boolean {
  return statement.parent !== undefined && isCaught(statement.parent, uses, context);
}

/** `with open(…) as f:` lets every exception through. */
function opensFiles(statement: SyntaxNode, context: RuleContext): boolean {
  const clause = statement.children.find(({ kind }) => kind === "with_clause");
  const items = clause === undefined ? [] : namedChildren(clause);
  return items.every((item) => {
    const value = field(item, "value");
    const opened = value?.kind === "as_pattern" ? namedChildren(value)[0] : value;
    return opened?.kind === "call" && builtinCalled(opened, context) === "open";
  });
}
