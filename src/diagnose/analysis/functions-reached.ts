import { field, ownDescendants, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import { definitionOf, methodsNamed } from "./callee.ts";
import type { Code } from "./code.ts";

/** The functions of the file that the code below a node calls, directly or not: by a name that is bound once, or as the only method of that name. */
export function functionsReached(code: Code, node: SyntaxNode): readonly SyntaxNode[] {
  const all = new Set(calledIn(code, node));
  // A set hands out what is added while it is walked through.
  for (const definition of all) {
    for (const called of calledIn(code, field(definition, "body") ?? definition)) all.add(called);
  }
  return [...all];
}

function calledIn(code: Code, node: SyntaxNode): readonly SyntaxNode[] {
  return [...ownDescendants(node)].flatMap((each) => (each.kind === "call" ? (functionAt(code, each) ?? []) : []));
}

function functionAt(code: Code, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  if (callee?.kind === "identifier") {
    const binding = code.scopes.bindingOf(callee);
    const definition = binding && definitionOf(binding);
    return definition?.kind === "function_definition" ? definition : undefined;
  }
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  const [only, ...others] = name === undefined ? [] : methodsNamed(code, textOf(code.source, name));
  return others.length === 0 ? only : undefined;
}
