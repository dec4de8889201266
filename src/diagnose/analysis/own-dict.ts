import { ancestors, enclosingLoops, field, isInside, textOf, withoutParentheses } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { Binding, Reference } from "../../source/scopes.ts";
import { attributesNamed, attributeTargets, valueAssignedTo } from "./attributes.ts";
import { calledPath } from "./callee.ts";
import type { Code, Elsewhere } from "./code.ts";
import { valueOf } from "./expression-value.ts";
import { isTarget, useOf } from "./use.ts";
import { holdsOnlyNew } from "./values.ts";

/**
 * Is what is changed here no `dict` that anything else has by now: something of another type, a dict that its name or attribute alone
 * holds, or one that was made a few lines above and is not handed out yet? Such a dict is nobody's row.
 */
export function isOwnDict(code: Code, expression: SyntaxNode): boolean {
  const node = withoutParentheses(expression);
  const { type, isNew } = valueOf(code, node);
  if (isNew || (type !== "unknown" && type !== "dict")) return true;
  if (node.kind === "attribute") return isOwnAttribute(code, node);
  const binding = node.kind === "identifier" ? code.scopes.bindingOf(node) : undefined;
  if (binding === undefined || binding.scope.usesDynamicNames) return false;
  const isShared = binding.kind === "global" && usedElsewhere(code, binding.name, "name") !== "none";
  return !isShared && (isKeptToItself(code, binding) || isMadeBefore(code, node, binding));
}

function usedElsewhere({ elsewhere, source }: Code, name: string, kind: "attribute" | "name"): ReturnType<Elsewhere> {
  return elsewhere?.(name, kind, source.path) ?? "none";
}

/** A name that holds new objects only, and gives none away but as its function ends. */
function isKeptToItself(code: Code, binding: Binding): boolean {
  const isGiven = binding.kind === "parameter" && valueOfSplat(binding);
  const isOwn = isGiven || (["local", "global"].includes(binding.kind) && holdsOnlyNew(code, binding));
  const leaves = ({ node, access }: Reference): boolean => {
    const { kind } = access === "read" ? useOf(code, node) : { kind: "bound" };
    return kind === "escapes" || (kind === "returned" && !endsFunction(node, binding));
  };
  return isOwn && !binding.references.some(leaves);
}

/** `**options` is a new dict. */
function valueOfSplat({ references }: Binding): boolean {
  return references.every(({ node, access }) => access === "read" || node.parent?.kind === "dictionary_splat_pattern");
}

/** Is it handed out by the very function that has it, which does nothing after that? */
function endsFunction(node: SyntaxNode, { scope, references }: Binding): boolean {
  const isOwn =
    scope.node.kind === "function_definition" && references.every((each) => homeOf(each.node) === scope.node);
  return isOwn && ![...ancestors(node)].some((at) => at.kind === "try_statement" && isInside(at, scope.node));
}

function homeOf(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestors(node)].find(({ kind }) => kind === "function_definition" || kind === "lambda");
}

/** `row = {}` in this block, or one around it, and nobody got hold of it since. */
function isMadeBefore(code: Code, node: SyntaxNode, binding: Binding): boolean {
  const home = homeOf(node);
  const { references } = binding;
  if (!references.every((each) => homeOf(each.node) === home)) return false;
  const made = references.flatMap((each) => makingAt(code, each) ?? []).filter(({ end }) => end <= node.start);
  return made.some((statement) => {
    const block = statement.parent;
    if (block === undefined || !isInside(node, block)) return false;
    // A loop in between comes back to the change.
    const end = Math.max(
      node.end,
      ...enclosingLoops(node)
        .filter((loop) => loop.start >= statement.end)
        .map((loop) => loop.end),
    );
    return references.every(
      (each) =>
        each.node.start < statement.end ||
        each.node.start > end ||
        (each.access === "read" && staysIn(code, each.node)),
    );
  });
}

function staysIn(code: Code, node: SyntaxNode): boolean {
  const { kind } = useOf(code, node);
  return kind === "read" || kind === "changed";
}

/** The statement that gives the name a new object, and does nothing else. */
function makingAt(code: Code, { node, access }: Reference): SyntaxNode | undefined {
  const { parent } = node;
  const value =
    access === "write" && parent?.kind === "assignment" && node.field === "left" ? field(parent, "right") : undefined;
  const statement = parent?.parent;
  if (value === undefined || value.kind === "assignment" || statement?.kind !== "expression_statement")
    return undefined;
  return valueOf(code, value).isNew ? statement : undefined;
}

/** Every attribute of that name holds what is no dict, or one that is made for it and given to nobody. */
function isOwnAttribute(code: Code, attribute: SyntaxNode): boolean {
  const named = field(attribute, "attribute");
  const name = named === undefined ? "" : textOf(code.source, named);
  const values = attributeTargets(code, name).map((target) => valueAssignedTo(target));
  const inClasses = valuesInClasses(code, name);
  const all = [...values, ...inClasses];
  if (all.length === 0 || new RegExp(`["']${name}["']|__dict__|\\bvars\\b`, "u").test(code.source.text)) return false;
  if (usedElsewhere(code, name, "attribute") === "changed") return false;
  if (all.every((value) => value !== undefined && isNoDict(code, value))) return true;
  if (!all.every((value) => value !== undefined && isMadeFor(code, value))) return false;
  if (usedElsewhere(code, name, "attribute") !== "none") return false;
  return attributesNamed(code, name).every((node) => isTarget(node) || staysIn(code, node));
}

function valuesInClasses({ scopes }: Code, name: string): readonly (SyntaxNode | undefined)[] {
  const bindings = scopes.all.flatMap((scope) => (scope.kind === "class" ? (scope.bindings.get(name) ?? []) : []));
  return bindings.flatMap(({ references }) =>
    references
      .filter(({ access }) => access !== "read")
      .flatMap(({ node }) => {
        const isBare = node.parent?.kind === "assignment" && field(node.parent, "right") === undefined;
        return isBare ? [] : [valueAssignedTo(node)];
      }),
  );
}

/** Types derived from `dict` are none: rows are `dict` exactly. */
const derived: ReadonlySet<string> = new Set([
  "collections.defaultdict",
  "collections.Counter",
  "collections.OrderedDict",
]);

function isNoDict(code: Code, value: SyntaxNode): boolean {
  const { type } = valueOf(code, value);
  if (type !== "unknown" && type !== "dict") return true;
  return derived.has(calledPath(code, value) ?? "");
}

const factory = /^(?:dataclasses\.)?field\(\s*default_factory\s*=\s*(?:dict|list|set)\s*\)$/u;

function isMadeFor(code: Code, value: SyntaxNode): boolean {
  return isNoDict(code, value) || valueOf(code, value).isNew || factory.test(textOf(code.source, value));
}
