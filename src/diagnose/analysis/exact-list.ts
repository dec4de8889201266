import { field, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";
import { usesOf } from "./variable-uses.ts";

/** Does the expression give a new object each time whose type is exactly `list`? */
export function isFreshList(node: SyntaxNode, context: RuleContext): boolean {
  switch (node.kind) {
    case "list":
    case "list_comprehension":
      return true;
    case "parenthesized_expression":
      return namedChildren(node).every((inner) => isFreshList(inner, context));
    case "call":
      return isListCall(node, context);
    case "conditional_expression": {
      const [chosen, , other] = namedChildren(node);
      return chosen !== undefined && other !== undefined && isFreshList(chosen, context) && isFreshList(other, context);
    }
    case "binary_operator":
      return isListArithmetic(node, context);
    case "subscript":
      return isSliceOfList(node, context);
    default:
      return false;
  }
}

/** Is the value of type `list` exactly: made by such an expression, or a variable that never holds anything else? */
export function isExactList(node: SyntaxNode, context: RuleContext): boolean {
  if (isFreshList(node, context)) return true;
  return node.kind === "identifier" && isListVariable(node, context);
}

const known = new WeakMap<SyntaxNode, boolean>();

/** Every value that the variable is given is a new list; who else sees it cannot change its type. */
function isListVariable(node: SyntaxNode, context: RuleContext): boolean {
  const binding = context.scopes.bindingOf(node);
  if (binding?.kind !== "local" || binding.scope.kind !== "function") return false;
  const cached = known.get(node);
  if (cached !== undefined) return cached;
  if (isDynamic(context)) return false;
  const uses = usesOf(binding, context);
  const isWritten = uses.some((use) => use.kind === "assign");
  const answer = isWritten && uses.every((use) => keepsList(use, context));
  known.set(node, answer);
  return answer;
}

function keepsList(use: ReturnType<typeof usesOf>[number], context: RuleContext): boolean {
  if (use.kind === "assign") return isFreshDisplay(use.value, context);
  if (use.kind === "capture") return !isWriteElsewhere(use.node);
  return use.kind !== "rebind";
}

/** `nonlocal` assignments are captures too: an identifier that is not plainly read may be one. */
function isWriteElsewhere(node: SyntaxNode): boolean {
  return node.field === "left" || node.field === "name" || node.parent?.field === "left";
}

/** What needs no look at other variables, so that the proof ends. */
function isFreshDisplay(node: SyntaxNode, context: RuleContext): boolean {
  return ["list", "list_comprehension", "call"].includes(node.kind) && isFreshList(node, context);
}

function isDynamic(context: RuleContext): boolean {
  return context.scopes.scopeMadeBy(context.function.node)?.usesDynamicNames ?? true;
}

/** `list(…)` and `sorted(…)` give exact lists whatever they are given. */
function isListCall(node: SyntaxNode, context: RuleContext): boolean {
  const name = builtinCalled(node, context);
  if (name === "sorted") return true;
  if (name === "list") return argumentsOf(node).every((argument) => argument.kind !== "keyword_argument");
  return false;
}

/** `[…] + [...]` and `[…] * 3`; another type on either side could answer `+` itself. */
function isListArithmetic(node: SyntaxNode, context: RuleContext): boolean {
  const left = field(node, "left");
  const right = field(node, "right");
  const operator = field(node, "operator")?.kind;
  if (left === undefined || right === undefined) return false;
  if (operator === "+") return isExactList(left, context) && isExactList(right, context);
  if (operator !== "*") return false;
  if (right.kind === "integer") return isExactList(left, context);
  return left.kind === "integer" && isExactList(right, context);
}

function isSliceOfList(node: SyntaxNode, context: RuleContext): boolean {
  const value = field(node, "value");
  const index = field(node, "subscript");
  const isOne = node.children.filter((child) => child.field === "subscript").length === 1;
  return isOne && index?.kind === "slice" && value !== undefined && isExactList(value, context);
}
