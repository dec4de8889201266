import { ancestors, descendants, enclosingLoops, field, fields, isInside, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { definesMethod } from "./callee.ts";
import { builtinNamed, type Code } from "./code.ts";
import { valueOf } from "./expression-value.ts";
import { harmlessBuiltins, listMutators, listReaders } from "./known-callables.ts";
import type { LoopSpan } from "./loop-span.ts";
import { isTarget } from "./use.ts";

/**
 * Does the attribute or item hold an object that was made in the loop, a few lines above, in the same block or one around:
 * `node["children"] = []`, and since then nothing but list's own methods and built-ins was called, and nothing of that name set?
 */
export function isJustMade(code: Code, node: SyntaxNode, { parts }: LoopSpan): boolean {
  const object = field(node, "object") ?? field(node, "value");
  const binding = object?.kind === "identifier" ? code.scopes.bindingOf(object) : undefined;
  if (binding === undefined || !hasName(node) || isAnswered(code, node)) return false;
  const made = makingBefore(code, node, parts);
  if (made === undefined) return false;
  // A loop in between comes back to the node.
  const loops = enclosingLoops(node).filter((loop) => loop.start >= made.end);
  const end = Math.max(node.end, ...loops.map((loop) => loop.end));
  const isSince = (each: SyntaxNode): boolean => each.start >= made.end && each.start < end;
  if (binding.references.some((each) => each.access !== "read" && isSince(each.node))) return false;
  const since = [...descendants(made.parent ?? made)].filter(isSince);
  return since.every((each) => each === node || isQuiet(code, each, node));
}

/** The last such statement in a block around the node, within the loop. */
function makingBefore(code: Code, node: SyntaxNode, parts: readonly SyntaxNode[]): SyntaxNode | undefined {
  for (const at of ancestors(node)) {
    const isOther = at.kind === "function_definition" || at.kind === "lambda";
    if (isOther || !parts.some((part) => isInside(at, part))) return undefined;
    if (at.kind !== "block") continue;
    const made = at.children.findLast((child) => child.end <= node.start && isMaking(code, child, node));
    if (made !== undefined) return made;
  }
  return undefined;
}

/** `x.name`, `x["name"]` */
function hasName(node: SyntaxNode): boolean {
  const [key, ...others] = fields(node, "subscript");
  return node.kind === "attribute" || (key?.kind === "string" && others.length === 0);
}

/** A property, or a class with items of its own: what is set may not be what is read. */
function isAnswered(code: Code, node: SyntaxNode): boolean {
  const name = field(node, "attribute");
  return definesMethod(code, name === undefined ? "__setitem__" : textOf(code.source, name));
}

/** `node["children"] = []` */
function isMaking({ source, ...code }: Code, statement: SyntaxNode, node: SyntaxNode): boolean {
  const assignment =
    statement.kind === "expression_statement" ? statement.children.find(({ isNamed }) => isNamed) : undefined;
  const [left, value] =
    assignment?.kind === "assignment" ? [field(assignment, "left"), field(assignment, "right")] : [];
  if (left === undefined || value === undefined || value.kind === "assignment") return false;
  return textOf(source, left) === textOf(source, node) && valueOf({ source, ...code }, value).isNew;
}

function isQuiet(code: Code, each: SyntaxNode, node: SyntaxNode): boolean {
  if (each.kind === "call") return isQuietCall(code, each);
  if (each.kind === "await" || each.kind === "yield") return false;
  if (each.kind !== "attribute" && each.kind !== "subscript") return true;
  return !isTarget(each) || isOtherName(code, each, node);
}

function isQuietCall(code: Code, call: SyntaxNode): boolean {
  const callee = field(call, "function");
  if (callee?.kind !== "attribute") return harmlessBuiltins.has(builtinNamed(code, callee) ?? "");
  const name = field(callee, "attribute");
  const method = name === undefined ? "" : textOf(code.source, name);
  return !method.startsWith("__") && (listMutators.has(method) || listReaders.has(method));
}

/** Another attribute, or an item under another constant. */
function isOtherName({ source }: Code, target: SyntaxNode, node: SyntaxNode): boolean {
  if (target.kind !== node.kind) return true;
  const name = (of: SyntaxNode): string => {
    const part = field(of, "attribute") ?? field(of, "subscript");
    return part === undefined ? "" : textOf(source, part).replaceAll("'", '"');
  };
  return hasName(target) && name(target) !== name(node);
}
