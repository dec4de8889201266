import { descendants, enclosingStatement, field, isInside, namedChildren } from "../../../source/navigate.ts";
import { functionAround } from "../../../source/functions.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding, Scope } from "../../../source/scopes.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { changesIn } from "../../analysis/changes.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import { CONSTANTS, UNKNOWN } from "../../analysis/purity/purity.ts";
import type { Value } from "../../analysis/purity/value.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { isWalkedAgain } from "./used-up.ts";

/** The function in whose own block a `def` stands. */
export function outerOf(definition: SyntaxNode): SyntaxNode | undefined {
  const outer = definition.parent?.parent;
  return definition.parent?.kind === "block" && outer?.kind === "function_definition" ? outer : undefined;
}

/**
 * What an inner function finds in the variables of the one around it, if those stay what they are from the `def` on: a parameter
 * or a name that is set once before it, whose contents nothing changes until the outer function is done. What is kept is gone by then.
 */
export function capturedBy(
  context: RuleContext,
  definition: SyntaxNode,
  outer: SyntaxNode,
): ReadonlyMap<Binding, Value> | undefined {
  const scope = context.scopes.scopeMadeBy(outer);
  if (scope === undefined || scope.usesDynamicNames) return undefined;
  const around: RuleContext = { ...context, function: functionAround(context.source, field(outer, "body") ?? outer) };
  const captured = new Map<Binding, Value>();
  for (const [binding, node] of namesOf(context, definition, scope)) {
    const value = valueIn(around, binding, node, definition);
    if (value === undefined) return undefined;
    captured.set(binding, value);
  }
  return captured;
}

/** The outer function's names in the inner one, but its own. */
function namesOf(context: RuleContext, definition: SyntaxNode, scope: Scope): ReadonlyMap<Binding, SyntaxNode> {
  const found = new Map<Binding, SyntaxNode>();
  for (const node of descendants(field(definition, "body") ?? definition)) {
    const binding = node.kind === "identifier" ? context.scopes.bindingOf(node) : undefined;
    if (binding?.scope === scope && !isNameOf(binding, definition)) found.set(binding, node);
  }
  return found;
}

function valueIn(around: RuleContext, binding: Binding, node: SyntaxNode, definition: SyntaxNode): Value | undefined {
  if (!isSetOnce(binding, definition)) return undefined;
  if (isConstant(around, binding)) return CONSTANTS;
  const isSteady = isLeftAlone(around, node, definition) && isWalkedAgain(around, binding, definition);
  return isSteady ? UNKNOWN : undefined;
}

function isNameOf({ references }: Binding, definition: SyntaxNode): boolean {
  return references.some(({ node, access }) => access === "write" && node.parent === definition);
}

/** A parameter, or a name that statements of the same block set before the `def`. */
function isSetOnce({ references, kind }: Binding, definition: SyntaxNode): boolean {
  const writes = references.filter(({ access }) => access !== "read");
  if (kind !== "parameter" && kind !== "local") return false;
  return writes.every(({ node }) => {
    const statement = enclosingStatement(node);
    const isBefore = statement?.parent === definition.parent && node.end <= definition.start;
    return isBefore || isParameter(node, definition);
  });
}

function isParameter(node: SyntaxNode, definition: SyntaxNode): boolean {
  const outer = outerOf(definition);
  const list = outer === undefined ? undefined : field(outer, "parameters");
  return list !== undefined && isInside(node, list);
}

function isConstant(context: RuleContext, binding: Binding): boolean {
  const [only, ...others] = binding.kind === "parameter" ? [] : boundValues(binding);
  if (others.length > 0) return false;
  const type = only?.kind === "assigned" ? valueOf(context, only.value).type : "unknown";
  return type === "number" || type === "str";
}

/** Does nothing that runs after the `def` change what the name holds? */
function isLeftAlone(around: RuleContext, node: SyntaxNode, definition: SyntaxNode): boolean {
  const variable = variableAt(around, node);
  const block = definition.parent === undefined ? [] : namedChildren(definition.parent);
  const parts = block.slice(block.indexOf(definition));
  if (variable === undefined) return false;
  const span = { loop: definition, statement: definition, parts, obstacles: [] };
  return (
    changesIn(around, variable, parts).length === 0 &&
    mayChangeIn(around, variable, span, { holds: "container" }).length === 0
  );
}

/** Is the name used for nothing but calls? */
export function isOnlyCalled(context: RuleContext, name: SyntaxNode): boolean {
  const references = context.scopes.bindingOf(name)?.references ?? [];
  return references.every(({ node }) => node === name || (node.parent?.kind === "call" && node.field === "function"));
}
