import { textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding } from "../../source/scopes.ts";
import type { RuleContext } from "../rule.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";
import type { QueueView } from "./length-tests.ts";

/** How the function's text says "the list" and "its length", of the variable with this binding. */
export function viewOf(binding: Binding, context: RuleContext): QueueView {
  const isQueue = (node: SyntaxNode): boolean =>
    node.kind === "identifier" && context.scopes.bindingOf(node) === binding;
  return {
    isQueue,
    isLength: (node) => isLengthCall(node, isQueue, context),
    integer: (node) => (node.kind === "integer" ? Number(textOf(context.source, node)) : undefined),
  };
}

/** Is it `len(q)`? */
export function isLengthCall(node: SyntaxNode, isQueue: (node: SyntaxNode) => boolean, context: RuleContext): boolean {
  const [argument, ...others] = node.kind === "call" && builtinCalled(node, context) === "len" ? argumentsOf(node) : [];
  return argument !== undefined && others.length === 0 && isQueue(argument);
}
