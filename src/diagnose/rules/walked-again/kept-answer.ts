import { ancestors, field, namedChildren, sameExpression } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { RuleContext } from "../../rule.ts";

/** Does the function keep what it was asked already, with what it answered: `self.last = text, at, found`? */
export function isKept(context: RuleContext, asked: readonly SyntaxNode[]): boolean {
  return [...ownNodes(context)].some((node) => {
    const [left, right] = node.kind === "assignment" ? [field(node, "left"), field(node, "right")] : [];
    if (left === undefined || right === undefined || !holders.has(left.kind)) return false;
    const parts = displays.has(right.kind) ? namedChildren(right) : [];
    return asked.every((part) => parts.some((each) => sameExpression(each, part, context.source)));
  });
}

const holders = new Set(["subscript", "attribute"]);
const displays = new Set(["expression_list", "tuple"]);

/** In a class's own body, a lambda, a default or a decorator: there is no place for what is kept. */
export function isElsewhere(call: SyntaxNode): boolean {
  let child = call;
  for (const at of ancestors(call)) {
    if (at.kind === "lambda" || at.kind === "class_definition" || at.kind === "decorator") return true;
    if (at.kind === "function_definition") return child.field !== "body";
    child = at;
  }
  return false;
}
