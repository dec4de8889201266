import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { RuleContext } from "../../rule.ts";

/** `KNOWN[key] = value`, where the function looks the same key up in the module's dict, and nothing ever leaves it. */
export function storesOfMemos(context: RuleContext): readonly SyntaxNode[] {
  return [...ownNodes(context)].filter((node) => {
    const target = node.kind === "assignment" ? field(node, "left") : undefined;
    const [dict, key] = target?.kind === "subscript" ? namedChildren(target) : [];
    const binding = dict?.kind === "identifier" ? context.scopes.bindingOf(dict) : undefined;
    return binding !== undefined && key !== undefined && isMemo(context, binding, textOf(context.source, key));
  });
}

function isMemo(context: RuleContext, binding: Binding, key: string): boolean {
  if (binding.scope !== context.scopes.module || context.function.node === context.source.root) return false;
  const uses = binding.references.filter(({ access }) => access === "read").map(({ node }) => node);
  const [first, ...others] = binding.references.filter(({ access }) => access !== "read");
  if (first === undefined || others.length > 0 || !isEmptyDict(context, first.node)) return false;
  if (context.elsewhere !== undefined && isUsedElsewhere(context, first.node)) return false;
  const asked = uses.map((use) => keyAsked(context, use));
  return asked.every((each) => each !== undefined) && asked.some((each) => each?.kind === "look" && each.key === key);
}

/** Another file could empty it. */
function isUsedElsewhere({ source, elsewhere }: RuleContext, name: SyntaxNode): boolean {
  return elsewhere?.(textOf(source, name), "name", source.path) !== "none";
}

function isEmptyDict(context: RuleContext, name: SyntaxNode): boolean {
  const value = name.parent?.kind === "assignment" && name.field === "left" ? field(name.parent, "right") : undefined;
  if (value?.kind === "dictionary") return namedChildren(value).length === 0;
  return value?.kind === "call" && builtinCalled(value, context) === "dict";
}

interface Asked {
  readonly kind: "look" | "store";
  readonly key: string;
}

/** What is done with the dict by name: a look at a key, or a store; undefined where something may leave it. */
function keyAsked({ source }: RuleContext, use: SyntaxNode): Asked | undefined {
  const { parent } = use;
  if (parent?.kind === "subscript") return keyOfSubscript(source, parent, use);
  if (parent?.kind === "comparison_operator") return keyOfComparison(source, parent, use);
  return parent?.kind === "attribute" ? keyOfGet(source, parent) : undefined;
}

/** `KNOWN[key]`, and whether that is stored; `del KNOWN[key]` takes something away. */
function keyOfSubscript(source: RuleContext["source"], subscript: SyntaxNode, use: SyntaxNode): Asked | undefined {
  const [object, index] = namedChildren(subscript);
  const around = subscript.parent?.kind;
  const isListed = around === "expression_list" && subscript.parent?.parent?.kind === "delete_statement";
  if (object !== use || index === undefined || around === "delete_statement" || isListed) return undefined;
  const isStored = subscript.field === "left" && around === "assignment";
  return { kind: isStored ? "store" : "look", key: textOf(source, index) };
}

/** `key in KNOWN`, `key not in KNOWN` */
function keyOfComparison(source: RuleContext["source"], comparison: SyntaxNode, use: SyntaxNode): Asked | undefined {
  const parts = namedChildren(comparison).filter(({ field: name }) => name !== "operators");
  return parts[0] === undefined || parts.at(-1) !== use ? undefined : { kind: "look", key: textOf(source, parts[0]) };
}

/** `KNOWN.get(key)` */
function keyOfGet(source: RuleContext["source"], attribute: SyntaxNode): Asked | undefined {
  const [name, call] = [field(attribute, "attribute"), attribute.parent];
  const given = call?.kind === "call" && attribute.field === "function" ? field(call, "arguments") : undefined;
  const key = given === undefined ? undefined : namedChildren(given)[0];
  const isGet = name !== undefined && textOf(source, name) === "get";
  return isGet && key !== undefined ? { kind: "look", key: textOf(source, key) } : undefined;
}
