import { field, namedChildren, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { definitionOf } from "./callee.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";
import { onlyGives } from "./plain-class.ts";
import { isQuiet, operandParts } from "./quiet.ts";

/**
 * Can nobody but the function tell when the expression is worked out? It changes nothing, prints and asks nothing, and what it reads is
 * its own. It may raise; then what it had done until then is gone with the function's variables.
 */
export function isOwnValue(context: RuleContext, node: SyntaxNode): boolean {
  if (node.kind === "call" && isOwnCall(context, node)) return true;
  if (node.kind === "subscript") {
    const [object, ...indices] = namedChildren(node);
    const isOwn = object !== undefined && (isFresh(context, object) || isOwnValue(context, object));
    return isOwn && indices.every((index) => isOwnValue(context, index));
  }
  if (ofParts.has(node.kind)) return operandParts(node).every((part) => isOwnValue(context, part));
  return isQuiet(context, node);
}

const ofParts = new Set([
  "parenthesized_expression",
  "comparison_operator",
  "boolean_operator",
  "not_operator",
  "unary_operator",
  "binary_operator",
  "conditional_expression",
  "tuple",
  "list",
  "dictionary",
  "pair",
  "slice",
]);

/** Built-ins that make a new value of numbers, texts and containers, and do nothing else. */
const making = new Set(
  "int float str bool bytes complex len abs min max sum sorted tuple list dict set frozenset round ord chr divmod range".split(
    " ",
  ),
);
/** Does the built-in make a new value of what it is given, and do nothing else? */
export function isMakingBuiltin(name: string): boolean {
  return making.has(name);
}

const reading = new Set(["get", "count", "index", "keys", "values", "items", "copy"]);

function isOwnCall(context: RuleContext, call: SyntaxNode): boolean {
  const given = argumentsOf(call);
  if (!given.every((argument) => isOwnValue(context, argument))) return false;
  if (making.has(builtinCalled(call, context) ?? "")) return true;
  const callee = field(call, "function");
  if (callee?.kind === "identifier") return isMaking(context, callee);
  const [object, name] = callee?.kind === "attribute" ? [field(callee, "object"), field(callee, "attribute")] : [];
  if (object === undefined || name === undefined) return false;
  return reading.has(textOf(context.source, name)) && isFresh(context, object);
}

/** A class of the file whose `__init__` only gives the new object attributes. */
function isMaking(context: RuleContext, callee: SyntaxNode): boolean {
  const { scopes, source, elsewhere } = context;
  const binding = scopes.bindingOf(callee);
  const owner = binding === undefined ? undefined : definitionOf(binding);
  if (owner?.kind !== "class_definition") return false;
  if (elsewhere?.(textOf(source, callee), "name", source.path) === "changed") return false;
  return onlyGives(context, owner, (value) => isOwnValue(context, value));
}

/** A variable of the function's own, not one that an inner or outer one shares by `nonlocal` or `global`. */
export function isLocal(context: RuleContext, name: SyntaxNode): boolean {
  const binding = context.scopes.bindingOf(name);
  return binding?.scope.kind === "function" && binding.scope.node === context.function.node;
}

const displays = new Set([
  "list",
  "dictionary",
  "set",
  "list_comprehension",
  "dictionary_comprehension",
  "set_comprehension",
]);
const makers = new Set(["list", "dict", "set"]);

/** A variable of the function's that has never held anything but containers made in it. */
export function isFresh(context: RuleContext, name: SyntaxNode): boolean {
  const binding = name.kind === "identifier" && isLocal(context, name) ? context.scopes.bindingOf(name) : undefined;
  const writes = binding?.references.filter(({ access }) => access !== "read") ?? [];
  return writes.length > 0 && writes.every(({ node }) => isMade(context, node));
}

function isMade(context: RuleContext, name: SyntaxNode): boolean {
  const value = name.parent?.kind === "assignment" && name.field === "left" ? field(name.parent, "right") : undefined;
  if (value === undefined) return false;
  return displays.has(value.kind) || (value.kind === "call" && makers.has(builtinCalled(value, context) ?? ""));
}
