import { descendants, field, isComprehension, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { onlyValueOf } from "../../analysis/values.ts";
import type { RuleContext } from "../../rule.ts";
import { isPath, walkedIn, walkOf, type Walk } from "./walk.ts";

/**
 * `{f.name: f for f in self.files}`, `{**self.own, **self.inherited}`, `dict(zip(self.names, self.values))`: a container made whole of what lives longer
 * than the call, and of nothing else, so that each call makes the same again while that stays what it is.
 */
export function madeAgainAt(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const operands = madeOf(context, node);
  if (operands.length === 0 || !dependsOnNothingElse(context, node)) return [];
  return operands.flatMap((operand) => walkOf(context, { kind: "statement", expression: node, operand }));
}

function madeOf(context: RuleContext, node: SyntaxNode): readonly SyntaxNode[] {
  if (node.kind === "dictionary") return joinedIn(context, node);
  if (node.kind === "call") return [pairedIn(context, node) ?? []].flat();
  if (!isComprehension(node) || node.kind === "generator_expression") return [];
  const clauses = namedChildren(node).filter(({ kind }) => kind === "for_in_clause");
  const iterable = clauses[0] === undefined ? undefined : field(clauses[0], "right");
  return clauses.length === 1 && iterable !== undefined ? [walkedIn(context, iterable) ?? []].flat() : [];
}

/** `{**a, **b}`: either may be the long one that stays. */
function joinedIn(context: RuleContext, display: SyntaxNode): readonly SyntaxNode[] {
  const parts = namedChildren(display);
  const paths = parts.flatMap((part) => (part.kind === "dictionary_splat" ? namedChildren(part) : []));
  const isJoined = parts.length > 0 && paths.length === parts.length && paths.every((path) => isPath(context, path));
  return isJoined ? paths : [];
}

/** `dict(zip(names, values))` */
function pairedIn(context: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const [pairs, ...others] = builtinCalled(call, context) === "dict" ? argumentsOf(call) : [];
  if (pairs?.kind !== "call" || others.length > 0 || builtinCalled(pairs, context) !== "zip") return undefined;
  return walkedIn(context, pairs);
}

/** Only on its own names, the object, names for its attributes, and what lives outside the function. */
function dependsOnNothingElse(context: RuleContext, node: SyntaxNode): boolean {
  const { scopes, function: owner } = context;
  const home = scopes.scopeMadeBy(owner.node);
  const [self] = owner.parameters;
  const own = self === undefined || !isMethod(owner.node) ? undefined : scopes.bindingOf(self.node);
  return [...descendants(node)].every((part) => {
    const binding = part.kind === "identifier" ? scopes.bindingOf(part) : undefined;
    if (binding === undefined || binding === own || binding.scope !== home) return true;
    return onlyValueOf(binding)?.kind === "attribute";
  });
}

function isMethod({ parent }: SyntaxNode): boolean {
  const around = parent?.kind === "decorated_definition" ? parent.parent : parent;
  return around?.parent?.kind === "class_definition";
}
