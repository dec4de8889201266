import { field, namedChildren } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { builtinNamed, type Code } from "./code.ts";

/** A node with the parentheses around it, and what holds those. */
export function climbParentheses(inner: SyntaxNode): {
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode | undefined;
} {
  let node = inner;
  while (node.parent?.kind === "parenthesized_expression") node = node.parent;
  return { node, parent: node.parent };
}

/** The arguments of a call as written, starred and keyword ones included; a bare generator is its only argument. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  const list = field(call, "arguments");
  if (list === undefined) return [];
  return list.kind === "argument_list" ? namedChildren(list) : [list];
}

/** The arguments of a call that has plain positional ones only. */
export function positionalArguments(call: SyntaxNode): readonly SyntaxNode[] | undefined {
  const all = argumentsOf(call);
  return all.some((argument) => notPositional.has(argument.kind)) ? undefined : all;
}

const notPositional = new Set(["keyword_argument", "list_splat", "dictionary_splat"]);

/** The name of the built-in that the call calls, if nothing in the file hides it. */
export function builtinCalled(call: SyntaxNode, context: Code): string | undefined {
  return builtinNamed(context, field(call, "function"));
}

/** Is the node's value only asked for its truth, so that any value as true would do? */
export function isTested(inner: SyntaxNode): boolean {
  const { node, parent } = climbParentheses(inner);
  if (parent === undefined) return false;
  if (parent.kind === "boolean_operator") return isTested(parent);
  if (conditional.has(parent.kind)) return node.field === "condition";
  if (parent.kind === "conditional_expression") return namedChildren(parent)[1] === node;
  if (parent.kind === "assert_statement") return namedChildren(parent)[0] === node;
  return parent.kind === "not_operator" || parent.kind === "if_clause";
}

const conditional: ReadonlySet<string> = new Set(["if_statement", "while_statement", "elif_clause"]);
