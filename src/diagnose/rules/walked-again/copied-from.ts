import { field, isInside, namedChildren, sameExpression, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { walkedIn } from "./walk.ts";

/** `self` of a name that is only ever `self[:]`, `list(self)` or `[x for x in self if …]`: each call goes through a copy of the same. */
export function copiedFrom(context: RuleContext, name: SyntaxNode): SyntaxNode | undefined {
  const binding = name.kind === "identifier" ? context.scopes.bindingOf(name) : undefined;
  if (binding?.kind !== "local" || binding.scope.node !== context.function.node) return undefined;
  const copied = boundValues(binding).map((bound) =>
    bound.kind === "assigned" ? copiedIn(context, withoutParentheses(bound.value)) : undefined,
  );
  const [first] = copied;
  if (first === undefined || !isParameter(context, first)) return undefined;
  const isOne = copied.every((each) => each !== undefined && sameExpression(each, first, context.source));
  return isOne ? first : undefined;
}

function copiedIn(context: RuleContext, value: SyntaxNode): SyntaxNode | undefined {
  if (value.kind === "subscript") return walkedIn(context, value);
  const copied = value.kind === "call" ? listedIn(context, value) : filteredIn(context, value);
  return copied === undefined ? undefined : walkedIn(context, copied);
}

function listedIn(context: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const [only, ...others] = argumentsOf(call);
  return builtinCalled(call, context) === "list" && others.length === 0 ? only : undefined;
}

function filteredIn({ source }: RuleContext, value: SyntaxNode): SyntaxNode | undefined {
  const [body, clause, ...conditions] = value.kind === "list_comprehension" ? namedChildren(value) : [];
  const target = clause && field(clause, "left");
  if (clause === undefined || body === undefined || target === undefined) return undefined;
  const isFilter = conditions.every(({ kind }) => kind === "if_clause") && sameExpression(body, target, source);
  return isFilter ? field(clause, "right") : undefined;
}

/** A parameter, or what one has, that keeps its meaning throughout the call. */
function isParameter(context: RuleContext, path: SyntaxNode): boolean {
  let at: SyntaxNode | undefined = path;
  while (at?.kind === "attribute") at = field(at, "object");
  const binding = at?.kind === "identifier" ? context.scopes.bindingOf(at) : undefined;
  const parameters = field(context.function.node, "parameters");
  if (binding?.kind !== "parameter" || parameters === undefined) return false;
  return binding.references.every(({ node, access }) => access === "read" || isInside(node, parameters));
}
