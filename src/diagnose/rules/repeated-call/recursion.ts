import { field, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Parameter } from "../../../source/parameters.ts";
import type { Binding } from "../../../source/scopes.ts";
import { attributesNamed } from "../../analysis/attributes.ts";
import { callWatchers } from "../../analysis/call-watchers.ts";
import { definitionAt, valueGivenTo } from "../../analysis/flow/calls.ts";
import { isGivenAnother } from "../../analysis/purity/own-methods.ts";
import { readsOfRecursion } from "../../analysis/purity/purity.ts";
import { isWalked } from "../../analysis/purity/walked-value.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { classOf } from "./method.ts";
import { arePlain, isMethodAlone } from "./object-reads.ts";
import { otherUses } from "./plan.ts";

/** A function that calls itself with other numbers or text, and hands on unchanged what it looks them up in. */
export interface Recursion {
  readonly definition: SyntaxNode;
  readonly name: SyntaxNode;
  /** The class of a method. */
  readonly owned: SyntaxNode | undefined;
  /** Of a method its object. */
  readonly self: Parameter | undefined;
  /** What every call of itself hands on: it stays what it is until the outermost call is done. */
  readonly steady: readonly Parameter[];
  /** The other parameters: what is kept is kept by them. */
  readonly asked: readonly Parameter[];
  /** The attributes of its object that it reads. */
  readonly reads: readonly string[];
  readonly obstacles: readonly Obstacle[];
}

type Parts = Pick<Recursion, "definition" | "name" | "owned" | "self" | "steady" | "asked"> & {
  readonly calls: readonly SyntaxNode[];
};

/**
 * The plan for a function of the module, or a method, that calls itself, works out its result from its arguments, and looks into containers that
 * it hands on or that its object has: while its outermost call runs nothing changes these, since all that runs is the function itself.
 */
export function planRecursion(context: RuleContext): Recursion | undefined {
  const parts = partsOf(context);
  if (parts === undefined || parts.asked.length === 0) return undefined;
  const { definition, name, owned, steady, self } = parts;
  const reads = readsOf(context, parts);
  const isLookedInto = steady.some((each) => usesOf(context, each).some((node) => isLookedUp(context, node)));
  if (reads === undefined || (!isLookedInto && reads.length === 0)) return undefined;
  if (owned !== undefined && !arePlain(context, owned, reads)) return undefined;
  const obstacles = [...(owned === undefined ? otherUses(context, name) : []), ...callWatchers(context)];
  return { definition, name, owned, self, steady, asked: parts.asked, reads, obstacles };
}

function partsOf(context: RuleContext): Parts | undefined {
  const { node, isGenerator, isAsync, parameters } = context.function;
  const name = node.kind === "function_definition" ? field(node, "name") : undefined;
  const owned = classOf(node);
  if (name === undefined || isGenerator || isAsync || parameters.some(({ kind }) => kind.startsWith("var-")))
    return undefined;
  if (owned === undefined ? node.parent !== context.source.root : !isOwnMethod(context, name, owned)) return undefined;
  const [self] = owned === undefined ? [] : parameters;
  const calls = callsOfItself(context, name, self);
  if (calls === undefined || calls.length === 0) return undefined;
  const others = self === undefined ? parameters : parameters.slice(1);
  const steady = others.filter((each) => isHandedOn(context, each, calls));
  const asked = others.filter((each) => !steady.includes(each));
  return { definition: node, name, owned, self, steady, asked, calls };
}

/** Does its object answer to the name with nothing else? */
function isOwnMethod(context: RuleContext, name: SyntaxNode, owned: SyntaxNode): boolean {
  const text = textOf(context.source, name);
  return isMethodAlone(context, name, owned) && !isGivenAnother(context, text);
}

/** All calls of itself; undefined where it does anything else with itself. */
function callsOfItself(
  context: RuleContext,
  name: SyntaxNode,
  self: Parameter | undefined,
): readonly SyntaxNode[] | undefined {
  const { node } = context.function;
  const text = textOf(context.source, name);
  const found =
    self === undefined
      ? (context.scopes.bindingOf(name)?.references ?? []).map((reference) => reference.node)
      : attributesNamed(context, text);
  const inside = found.filter((each) => each !== name && isInside(each, field(node, "body") ?? node));
  const calls = inside.flatMap(({ parent, field: role }) =>
    parent?.kind === "call" && role === "function" ? [parent] : [],
  );
  return calls.length === inside.length ? calls : undefined;
}

/** Is the parameter never given anything else, and an argument of the same place in all calls? */
function isHandedOn(context: RuleContext, parameter: Parameter, calls: readonly SyntaxNode[]): boolean {
  const binding = context.scopes.bindingOf(parameter.node);
  const isBoundOnce = binding?.references.filter(({ access }) => access !== "read").length === 1;
  return isBoundOnce && calls.every((call) => isGiven(context, parameter, call, binding));
}

function isGiven(context: RuleContext, parameter: Parameter, call: SyntaxNode, binding: Binding): boolean {
  const value = givenFor(context, parameter, call);
  return value?.kind === "identifier" && context.scopes.bindingOf(value) === binding;
}

function givenFor(context: RuleContext, { name }: Parameter, call: SyntaxNode): SyntaxNode | undefined {
  const definition = definitionAt(context, context.function.node);
  const parameter = definition?.parameters.find((each) => each.name === name);
  return definition && parameter && valueGivenTo(context, definition, call, parameter);
}

function readsOf(context: RuleContext, { definition, steady, self, calls }: Parts): readonly string[] | undefined {
  const bindingOf = ({ node }: Parameter): readonly Binding[] => [context.scopes.bindingOf(node) ?? []].flat();
  return readsOfRecursion(context, definition, {
    steady: new Set(steady.flatMap((each) => bindingOf(each))),
    arguments: new Set(calls.flatMap((call) => steady.flatMap((each) => givenFor(context, each, call) ?? []))),
    self: self && context.scopes.bindingOf(self.node),
  });
}

function usesOf(context: RuleContext, { node }: Parameter): readonly SyntaxNode[] {
  return (context.scopes.bindingOf(node)?.references ?? []).map((reference) => reference.node);
}

/** `grid[i]`, `for word in words`, `graph.get(node)` */
function isLookedUp(context: RuleContext, node: SyntaxNode): boolean {
  return isWalked(context, node) || (node.parent?.kind === "attribute" && node.field === "object");
}
