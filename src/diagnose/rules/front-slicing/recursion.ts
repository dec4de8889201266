import { field, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf } from "../../analysis/expression-context.ts";
import { literalOf } from "../../analysis/non-negative.ts";
import type { RuleContext } from "../../rule.ts";
import { restOf } from "./advance.ts";

/** A call of the function by itself with the rest of one of its parameters. */
export interface RecursionPlace {
  /** `xs[1:]` */
  readonly slice: SyntaxNode;
  readonly receiver: SyntaxNode;
  /** The function's name. */
  readonly callee: string;
}

/** `f(xs[1:])` in `f`, `self.f(xs[1:])` in the method `f`. */
export function recursionPlaces(context: RuleContext): readonly RecursionPlace[] {
  const { name, body } = context.function;
  const found: RecursionPlace[] = [];
  for (const call of ownDescendants(body)) {
    const callee = call.kind === "call" ? field(call, "function") : undefined;
    if (callee === undefined || !isItself(callee, context)) continue;
    for (const argument of argumentsOf(call)) {
      const receiver = parameterCut(argument, context);
      if (receiver !== undefined) found.push({ slice: argument, receiver, callee: name });
    }
  }
  return found;
}

function isItself(callee: SyntaxNode, { function: owner, scopes, source }: RuleContext): boolean {
  const name = callee.kind === "attribute" ? field(callee, "attribute") : callee;
  if (name === undefined || textOf(source, name) !== owner.name) return false;
  if (callee.kind === "attribute") return owner.enclosingClass !== undefined;
  const binding = callee.kind === "identifier" ? scopes.bindingOf(callee) : undefined;
  return binding !== undefined && binding.references.some(({ node }) => node.parent === owner.node);
}

/** `xs` of `xs[1:]`, a parameter */
function parameterCut(argument: SyntaxNode, context: RuleContext): SyntaxNode | undefined {
  const { receiver, step } = restOf(argument) ?? {};
  if (receiver?.kind !== "identifier" || step === undefined || (literalOf(context, step) ?? 0) < 1) return undefined;
  return context.scopes.bindingOf(receiver)?.kind === "parameter" ? receiver : undefined;
}
