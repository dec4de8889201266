import { enclosingStatement, namedChildren, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled, positionalArguments } from "../../analysis/expression-context.ts";
import { isPlainAttribute } from "../../analysis/plain-attribute.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";

/** Does working it out once more, or a little later, give the same: names, plain attributes, numbers, sums and lengths of those? */
export function isSteady(node: SyntaxNode, context: RuleContext): boolean {
  const whole = withoutParentheses(node);
  if (constants.has(whole.kind)) return whole.children.every(({ kind }) => kind !== "interpolation");
  if (whole.kind === "identifier") return variableAt(context, whole) !== undefined;
  if (whole.kind === "attribute") return isPlainAt(whole, context);
  if (whole.kind === "call") return isLength(whole, context);
  return made.has(whole.kind) && namedChildren(whole).every((child) => isSteady(child, context));
}

const constants = new Set(["integer", "none", "string"]);
const made = new Set(["tuple", "unary_operator", "binary_operator"]);

function isLength(call: SyntaxNode, context: RuleContext): boolean {
  const [only, ...others] = positionalArguments(call) ?? [];
  if (only === undefined || others.length > 0 || builtinCalled(call, context) !== "len") return false;
  return isSteady(only, context);
}

function isPlainAt(node: SyntaxNode, context: RuleContext): boolean {
  const [variable, statement] = [variableAt(context, node), enclosingStatement(node)];
  return variable !== undefined && statement !== undefined && isPlainAttribute(context, variable, statement);
}
