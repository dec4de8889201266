import { ancestors, field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { attributesNamed, valueAssignedTo } from "./attributes.ts";
import { valueOf } from "./expression-value.ts";
import { classAround, classOfSelf } from "./flow/cell.ts";
import { isOnlyLookedAt } from "./handed-on.ts";
import { isTarget, useOf } from "./use.ts";
import { onlyValueOf } from "./values.ts";
import type { Variable } from "./variable.ts";

/**
 * Does the project's text show every touch of the list, and none that changes it once it is made: an attribute that its class
 * makes anew in `__init__`, a list of the module, which everybody only looks at? Then it does not matter what code runs.
 */
export function neverChanges(context: RuleContext, variable: Variable): boolean {
  if (variable.attribute !== undefined) return attributeStays(context, variable, variable.attribute);
  if (variable.kind !== "global") return false;
  const { name, references } = variable.binding;
  const value = onlyValueOf(variable.binding);
  const isMade = value !== undefined && isNewList(context, value) && isAtTop(context, value);
  const reads = references.filter(({ access }) => access === "read");
  return isMade && reads.every(({ node }) => isLookedAt(context, node)) && isUnknownElsewhere(context, name, "name");
}

function attributeStays(context: RuleContext, { binding }: Variable, attribute: string): boolean {
  const home = homeOf(context, binding.references[0]?.node);
  if (home === undefined) return false;
  if (context.scopes.all.some((scope) => scope.kind === "class" && scope.bindings.has(attribute))) return false;
  if (attributesNamed(context, "__init__").some((node) => field(node, "object")?.kind !== "call")) return false;
  const isSteady = attributesNamed(context, attribute).every((node) =>
    isTarget(node) ? isMadeIn(context, node, home) : isLookedAt(context, node),
  );
  // Asked last, since it reads the project's files.
  return isSteady && isUnknownElsewhere(context, attribute, "attribute");
}

function homeOf(context: RuleContext, name: SyntaxNode | undefined): SyntaxNode | undefined {
  return name === undefined ? undefined : classOfSelf(context, name);
}

/** No other file mentions it, and nothing in this one gets hold of it by its text. */
function isUnknownElsewhere({ source, elsewhere }: RuleContext, name: string, kind: "attribute" | "name"): boolean {
  const byText = new RegExp(
    `["']${name}["']|\\b(?:__dict__|__setstate__|setattr|vars|globals|exec|eval|__import__|import_module)\\b`,
    "u",
  );
  return !byText.test(source.text) && elsewhere?.(name, kind, source.path) === "none";
}

function isLookedAt(context: RuleContext, node: SyntaxNode): boolean {
  const { kind } = useOf(context, node);
  return kind === "read" || (kind === "escapes" && isOnlyLookedAt(context, node));
}

/** `self.names = list(names)` in the `__init__` of the class: of each object once. */
function isMadeIn(context: RuleContext, target: SyntaxNode, home: SyntaxNode): boolean {
  const value = valueAssignedTo(target);
  const method = [...ancestors(target)].find(({ kind }) => kind === "function_definition" || kind === "lambda");
  const name = method === undefined ? undefined : field(method, "name");
  const object = field(target, "object");
  if (value === undefined || method === undefined || name === undefined || object === undefined) return false;
  const isOwn = classAround(method) === home && homeOf(context, object) === home;
  return isOwn && textOf(context.source, name) === "__init__" && isNewList(context, value);
}

function isNewList(context: RuleContext, value: SyntaxNode): boolean {
  const { type, isNew } = valueOf(context, value);
  return isNew && (type === "list" || type === "tuple");
}

function isAtTop(context: RuleContext, value: SyntaxNode): boolean {
  return value.parent?.kind === "assignment" && value.parent.parent?.parent === context.source.root;
}
