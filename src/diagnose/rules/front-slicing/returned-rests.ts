import { namedChildren, ownDescendants } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { restOf } from "./advance.ts";

/** A rest of what the function was given that its caller gets back, perhaps to give it again: `return value, data[4:]`. */
export interface ReturnedRest {
  readonly slice: SyntaxNode;
  readonly receiver: SyntaxNode;
}

/** The rests that the function's own code returns beside something else, under a name of theirs or none. */
export function returnedRests(context: RuleContext): readonly ReturnedRest[] {
  const returned = [...ownDescendants(context.function.body)].flatMap((node) =>
    node.kind === "return_statement" ? partsOf(node) : [],
  );
  const rests = returned.flatMap((part) => valuesOf(part, context)).flatMap((value) => restAt(value, context));
  return [...new Map(rests.map((rest) => [rest.slice, rest])).values()];
}

const several = new Set(["expression_list", "tuple"]);

/** Alone a rest is what the caller asked for. */
function partsOf(statement: SyntaxNode): readonly SyntaxNode[] {
  const [value] = namedChildren(statement);
  return value !== undefined && several.has(value.kind) ? namedChildren(value) : [];
}

function valuesOf(part: SyntaxNode, context: RuleContext): readonly SyntaxNode[] {
  const binding = part.kind === "identifier" ? context.scopes.bindingOf(part) : undefined;
  if (binding === undefined || variableAt(context, part)?.kind !== "local") return [part];
  return boundValues(binding).flatMap((bound) => (bound.kind === "assigned" ? [bound.value] : []));
}

function restAt(value: SyntaxNode, context: RuleContext): readonly ReturnedRest[] {
  const { receiver } = restOf(value) ?? {};
  const isGiven = receiver?.kind === "identifier" && variableAt(context, receiver)?.kind === "parameter";
  return receiver !== undefined && isGiven ? [{ slice: value, receiver }] : [];
}
