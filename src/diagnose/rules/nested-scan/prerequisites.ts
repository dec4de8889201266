import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { namesIn } from "./key.ts";
import type { Parts } from "./parts.ts";

/**
 * What is asked of an element before its key can be read at all (`row.parent is not None`, `"id" in row`, `isinstance(row, Row)`):
 * the index has to ask it too.
 */
export function needlessWithout(
  context: RuleContext,
  { scan, key, otherKeys, names }: Pick<Parts, "scan" | "key" | "otherKeys" | "names">,
): readonly SyntaxNode[] {
  return scan.before.filter((asked) => {
    const isOfElement = [...namesIn(context, asked)].some((name) => names.has(name));
    return isOfElement && [key, ...otherKeys].some((each) => isPrerequisite(context, asked, each));
  });
}

function isPrerequisite(context: RuleContext, asked: SyntaxNode, key: SyntaxNode): boolean {
  if (asked.kind === "call") return builtinCalled(asked, context) === "isinstance";
  if (asked.kind === "comparison_operator") return isComparedFirst(context, asked, key);
  return isPathOf(context, asked, key);
}

function isComparedFirst(context: RuleContext, asked: SyntaxNode, key: SyntaxNode): boolean {
  const operators = asked.children.filter((child) => child.field === "operators").map(({ kind }) => kind);
  const [left, right] = namedChildren(asked).filter((child) => child.field !== "operators");
  if (operators.length !== 1 || left === undefined || right === undefined) return false;
  if (operators[0] === "in") return left.kind === "string" && isPathOf(context, right, key);
  return operators[0]?.startsWith("is") === true && right.kind === "none" && isPathOf(context, left, key);
}

/** Within one turn the same text reads the same: nothing in it does more than read. */
function spelt({ source }: RuleContext, node: SyntaxNode): string {
  return textOf(source, node).replaceAll(/\s+/gu, "");
}

/** Is the expression a part of the way to the key: `row.parent` of `row.parent.id`? */
function isPathOf(context: RuleContext, path: SyntaxNode, key: SyntaxNode): boolean {
  if (!isPlainRead(context, path)) return false;
  for (let at: SyntaxNode | undefined = key; at !== undefined; at = field(at, "object") ?? field(at, "value")) {
    if (spelt(context, at) === spelt(context, path)) return true;
  }
  return false;
}
