import { field, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import type { TextGrowth } from "./text-growth.ts";

type Grown = Pick<TextGrowth, "target" | "form" | "added">;

/** `data += piece` of a variable and a piece of which the source says nothing: a parameter, what calls give, constants of other files. */
export function mayBeBytes({ target, form, added }: Grown, context: RuleContext): boolean {
  const variable = variableAt(context, target);
  const isOne = form === "in-place" || (form === "end" && added.length === 1);
  if (!isOne || variable?.attribute !== undefined) return false;
  if (variable?.kind !== "local" && variable?.kind !== "parameter") return false;
  const values = boundValues(variable.binding).filter(({ kind }) => kind !== "augmented");
  const isAny = values.every((each) => each.kind === "other" || isUntold(each.value, context));
  return isAny && added.every((piece) => isUntold(piece, context));
}

const untold = new Set(["identifier", "attribute", "subscript", "call"]);

/** Nothing that gives a number, a list or text. */
function isUntold(value: SyntaxNode, context: RuleContext): boolean {
  const node = withoutParentheses(value);
  if (node.kind === "binary_operator") return field(node, "operator")?.kind === "+" && sides(node, context);
  if (!untold.has(node.kind) || valueOf(context, node).type !== "unknown") return false;
  return node.kind !== "call" || !counting.has(builtinCalled(node, context) ?? "");
}

function sides(node: SyntaxNode, context: RuleContext): boolean {
  const [left, right] = [field(node, "left"), field(node, "right")];
  return left !== undefined && right !== undefined && isUntold(left, context) && isUntold(right, context);
}

const counting = new Set([
  "len",
  "int",
  "float",
  "sum",
  "abs",
  "round",
  "ord",
  "hash",
  "id",
  "divmod",
  "pow",
  "set",
  "list",
  "tuple",
  "bytearray",
]);
