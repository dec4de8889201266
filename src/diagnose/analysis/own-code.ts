import type { SyntaxNode } from "../../source/node.ts";
import type { Column, LineNumber } from "../../base/units.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { isBuiltinAt } from "./code.ts";
import { homeOf } from "./eager-lambda.ts";

/** The nodes that run when the function under the eye does: not the bodies of functions, lambdas and classes in it. */
export function* ownNodes(context: RuleContext): Generator<SyntaxNode, void, undefined> {
  const open = [context.function.body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    // What runs once, in a scope that comprehensions cannot see, is no place for a fix.
    if (node.kind === "function_definition" || node.kind === "class_definition") continue;
    for (const child of node.children.toReversed()) {
      if (!(node.kind === "lambda" && child.field === "body")) open.push(child);
    }
  }
}

/** Does the node begin where a finding points at? */
export function beginsAt(node: SyntaxNode, place: { readonly line: LineNumber; readonly column: Column }): boolean {
  return node.startLine === place.line && node.startColumn === place.column;
}

/** A name added to a function that can list or set its names by text (`locals()`, `exec`) would be seen. */
export function dynamicNames(context: RuleContext): readonly Obstacle[] {
  const owners = new Set([context.function.node, homeOf(context, context.function.node)]);
  const isDynamic = [...owners].some((owner) => context.scopes.scopeMadeBy(owner)?.usesDynamicNames === true);
  return isDynamic ? [{ code: "dynamic-names", about: context.function.name }] : [];
}

/** The built-ins that a fix is going to write, where the file gives one of these names another meaning. */
export function hiddenBuiltins(context: RuleContext, at: SyntaxNode, names: readonly string[]): readonly Obstacle[] {
  const hidden = names.filter((name) => !isBuiltinAt(context, name, at));
  return hidden.map((name) => ({ code: "dynamic-names", about: name }));
}
