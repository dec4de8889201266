import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { isFresh, isLocal, isOwnValue } from "./fresh-work.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";

/**
 * The statements that somebody outside of the function could notice: anything but work on variables that are gone when the
 * function is, and on containers that it made itself.
 */
export function loudStatements(context: RuleContext, blocks: readonly (SyntaxNode | undefined)[]): readonly Obstacle[] {
  const open = blocks.flatMap((block) => (block === undefined ? [] : [block]));
  const loud: Obstacle[] = [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (holding.has(node.kind)) open.push(...partsOf(node));
    else if (!isOwnWork(context, node)) loud.push({ code: "side-effects", about: firstLine(context, node) });
  }
  return loud;
}

/** Statements that are as loud as what is in them; expressions in them are looked at like statements. */
const holding = new Set([
  "block",
  "if_statement",
  "elif_clause",
  "else_clause",
  "for_statement",
  "expression_statement",
]);

function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(node).filter((part) => !(node.kind === "for_statement" && part.field === "left"));
}

const idle = new Set(["pass_statement", "continue_statement", "break_statement", "comment", "string"]);

function isOwnWork(context: RuleContext, node: SyntaxNode): boolean {
  if (idle.has(node.kind)) return true;
  if (node.kind === "return_statement") return namedChildren(node).every((value) => isOwnValue(context, value));
  if (node.kind === "assignment" || node.kind === "augmented_assignment") {
    const [target, value] = [field(node, "left"), field(node, "right")];
    return target !== undefined && value !== undefined && isOwnTarget(context, target) && isOwnValue(context, value);
  }
  return isOwnChange(context, node) || isOwnValue(context, node);
}

function isOwnTarget(context: RuleContext, target: SyntaxNode): boolean {
  if (target.kind === "identifier") return isLocal(context, target);
  if (target.kind === "pattern_list" || target.kind === "tuple_pattern")
    return namedChildren(target).every((part) => isOwnTarget(context, part));
  const [object, index] = target.kind === "subscript" ? namedChildren(target) : [];
  return object !== undefined && index !== undefined && isFresh(context, object) && isOwnValue(context, index);
}

const changing = new Set(["append", "add", "extend", "update", "setdefault", "insert", "discard", "appendleft"]);

/** Is it `rows` of `rows.append(…)`? */
export function isChangingMethod(source: RuleContext["source"], node: SyntaxNode): boolean {
  const name = node.parent?.kind === "attribute" ? field(node.parent, "attribute") : undefined;
  return name !== undefined && name !== node && changing.has(textOf(source, name));
}

/** `rows.append(…)` of a list that this function made. */
function isOwnChange(context: RuleContext, node: SyntaxNode): boolean {
  const callee = node.kind === "call" ? field(node, "function") : undefined;
  const [object, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  const given = node.kind === "call" ? field(node, "arguments") : undefined;
  if (object === undefined || name === undefined || given === undefined) return false;
  const isChanging = changing.has(textOf(context.source, name)) && isFresh(context, object);
  return isChanging && namedChildren(given).every((argument) => isOwnValue(context, argument));
}

function firstLine({ source }: RuleContext, node: SyntaxNode): string {
  return textOf(source, node).split(/[\r\n]/u, 1)[0] ?? "";
}
