import { field, isComprehension, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { callWatchers } from "../../analysis/call-watchers.ts";
import { definitionOf } from "../../analysis/callee.ts";
import { builtinNamed } from "../../analysis/code.ts";
import { mayGiveIterator } from "../../analysis/purity/fresh-iterators.ts";
import { CONSTANTS, purityOf, purityOfInner, purityOfMethod, type Purity } from "../../analysis/purity/purity.ts";
import type { Value } from "../../analysis/purity/value.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isHandedOutOnce } from "./handed-out.ts";
import { hasNoSign } from "./signs.ts";
import { copiedTypes, type ContainerType } from "./copied-result.ts";
import { asksItself, classOf, isOnlyMethod, propertyClassOf, staticClassOf } from "./method.ts";
import { objectReads } from "./object-reads.ts";
import { capturedBy, isOnlyCalled, outerOf } from "./nested.ts";

/** A function whose results could be kept from call to call. */
export interface CallPlan {
  readonly definition: SyntaxNode;
  readonly name: SyntaxNode;
  /** The first parameter: its values are looked at first. */
  readonly parameter: SyntaxNode;
  /** It calls itself: each level of that then needs a second one of Python's. */
  readonly isRecursive: boolean;
  /** Of a function in another one: what is kept is gone when that is done. */
  readonly outer: SyntaxNode | undefined;
  /** The class of a method. */
  readonly owned: SyntaxNode | undefined;
  /** A static method, which has no object. */
  readonly isStatic: boolean;
  /** A property, which is asked without arguments. */
  readonly isProperty: boolean;
  /** Of a method that does not ask itself: the attributes of its object that its result depends on. */
  readonly reads: readonly string[] | undefined;
  /** It asks other methods of its class. */
  readonly isAsking: boolean;
  /** Lists and dicts that it returns: each caller needs one of its own. */
  readonly copied: readonly ContainerType[];
  readonly obstacles: readonly Obstacle[];
}

/** The plan for a function of the module, or directly in another function, that is proven to work out its result from its arguments alone, and has something to work out. */
export function planCalls(context: RuleContext): CallPlan | undefined {
  const place = placeOf(context);
  const given = place === undefined || !hasWork(context) ? undefined : givenIn(context, place);
  if (place === undefined || given === undefined) return undefined;
  const { result, reads, isAsking = false } = given;
  const { name, owned, isStatic } = place;
  const about = context.function.name;
  const copied = copiedTypes(context, result);
  const isBound = owned !== undefined && !isStatic;
  const obstacles: readonly Obstacle[] = [
    ...(result.level === 0 || copied.length > 0 ? [] : [{ code: "shared-result" as const, about }]),
    ...(isBound ? [] : otherUses(context, name)),
    ...callWatchers(context),
  ];
  const isRecursive = (isBound && reads === undefined) || callsItself(context, name);
  return { ...place, definition: context.function.node, isRecursive, reads, isAsking, copied, obstacles };
}

/** A function of which no proof could be given. */
export interface UnprovenPlan {
  readonly name: SyntaxNode;
  readonly parameter: SyntaxNode;
  /** A method's calls on different objects differ. */
  readonly isMethod: boolean;
}

/** The plan for a function that is not proven to work out its result from its arguments alone, and shows no sign of doing anything else. */
export function planUnproven(context: RuleContext): UnprovenPlan | undefined {
  const place = placeOf(context);
  // What a method without arguments gives mostly depends on what its object has come to hold.
  if (place === undefined || place.isBare || !hasWork(context) || planCalls(context) !== undefined) return undefined;
  if (callWatchers(context).length > 0 || !hasNoSign(context, context.function.node)) return undefined;
  const isMethod = place.owned !== undefined && !place.isStatic;
  return { name: place.name, parameter: place.parameter, isMethod };
}

type Place = Pick<CallPlan, "name" | "parameter" | "outer" | "owned" | "isStatic" | "isProperty"> & {
  /** Of a method that has no argument but its object. */
  readonly isBare: boolean;
};

/** Where a `def` stands, and what it is asked with. */
function placeOf(context: RuleContext): Place | undefined {
  const { source } = context;
  const { node, parameters, isGenerator, isAsync } = context.function;
  const home = homeOf(context);
  const [first, second] = parameters;
  const isBound = home.owned !== undefined && !home.isStatic;
  const asked = (isBound ? second : undefined) ?? first;
  const name = isGenerator || isAsync ? undefined : nameOf(node);
  if (name === undefined || asked === undefined) return undefined;
  const outer = outerOf(node);
  if (node.parent !== source.root && outer === undefined && home.owned === undefined) return undefined;
  return { ...home, name, parameter: asked.node, outer, isBare: isBound && second === undefined };
}

function nameOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.kind === "function_definition" ? field(node, "name") : undefined;
}

/** The class in which it stands, and as what. */
function homeOf(context: RuleContext): Pick<Place, "owned" | "isStatic" | "isProperty"> {
  const { node } = context.function;
  const [staticIn, propertyIn] = [staticClassOf(context, node), propertyClassOf(context, node)];
  const owned = staticIn ?? propertyIn ?? classOf(node);
  return { owned, isStatic: staticIn !== undefined, isProperty: propertyIn !== undefined };
}

function resultOf(purity: Purity): Value | undefined {
  return purity.kind === "pure" ? purity.result : undefined;
}

/** The same of a method that depends on attributes of its object, and does not ask itself. */
function givenIn(
  context: RuleContext,
  place: Place,
): { readonly result: Value; readonly reads: readonly string[] | undefined; readonly isAsking?: boolean } | undefined {
  const { name, owned, isStatic, isBare } = place;
  const result = isBare ? undefined : resultIn(context, place);
  if (result !== undefined) return { result, reads: undefined };
  if (owned === undefined || isStatic || asksItself(context, name, context.function.node)) return undefined;
  const found = objectReads(context, name, owned);
  // Of one that asks nothing at all nothing is to be told by.
  return isBare && found?.reads.length === 0 ? undefined : found;
}

/** What a function gives that is proven pure, an inner one while the outer one runs; a constant where nobody gets one result twice. */
function resultIn(context: RuleContext, { name, outer, owned, isStatic }: Place): Value | undefined {
  const { node } = context.function;
  if (owned !== undefined && !isStatic) return resultOfMethod(context, name, owned);
  if (outer === undefined) return resultOf(purityOf(context, node, CONSTANTS));
  // What an outer function's call keeps is gone with it: worth it where the levels of one recursion overlap.
  if (!callsItself(context, name)) return undefined;
  const captured = isOnlyCalled(context, name) ? capturedBy(context, node, outer) : undefined;
  const result = captured === undefined ? undefined : resultOf(purityOfInner(context, node, captured));
  if (result === undefined || result.level === 0) return result;
  return isHandedOutOnce(context, name, node) && !mayGiveIterator(context, node) ? CONSTANTS : result;
}

/** Only of a method that asks nothing of its object but itself. */
function resultOfMethod(context: RuleContext, name: SyntaxNode, owned: SyntaxNode): Value | undefined {
  const { node } = context.function;
  if (!asksItself(context, name, node) || !isOnlyMethod(context, name, owned)) return undefined;
  return resultOf(purityOfMethod(context, node));
}

/** Built-ins that take no longer than finding a kept result. */
const cheap = new Set([
  "len",
  "abs",
  "int",
  "float",
  "bool",
  "isinstance",
  "round",
  "ord",
  "chr",
  "divmod",
  "str",
  "range",
]);
const loops = new Set(["for_statement", "while_statement"]);

/** A few operators are quicker than looking for a kept result: there must be a loop, or a call that may hold one. */
function hasWork({ function: owner, ...code }: RuleContext): boolean {
  for (const node of ownDescendants(owner.body)) {
    if (loops.has(node.kind) || isComprehension(node)) return true;
    if (node.kind !== "call" || node.parent?.kind === "raise_statement") continue;
    if (!cheap.has(builtinNamed(code, field(node, "function")) ?? "")) return true;
  }
  return false;
}

function callsItself(context: RuleContext, name: SyntaxNode): boolean {
  const { node } = context.function;
  const references = context.scopes.bindingOf(name)?.references ?? [];
  return references.some(({ node: at }) => at !== name && at.start > node.start && at.end < node.end);
}

/** The name must mean this function alone, which is asked for nothing but what it returns. */
export function otherUses({ scopes, source }: RuleContext, name: SyntaxNode): readonly Obstacle[] {
  const binding = scopes.bindingOf(name);
  const about = textOf(source, name);
  if (binding === undefined || definitionOf(binding)?.kind !== "function_definition")
    return [{ code: "rebound", about }];
  const asked = binding.references.find(({ node }) => node.parent?.kind === "attribute" && node.field === "object");
  return asked === undefined ? [] : [{ code: "other-use", about }];
}
