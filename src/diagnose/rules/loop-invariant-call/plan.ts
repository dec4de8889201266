import { beginsLine } from "../../../source/insert-statement.ts";
import { ancestors, descendants, field, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definitionOf, importedPath } from "../../analysis/callee.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { homeOf } from "../../analysis/eager-lambda.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { givenByLibrary, pureBuiltins } from "../../analysis/purity/known-functions.ts";
import { mayGiveIterator } from "../../analysis/purity/fresh-iterators.ts";
import { purityOf, READ } from "../../analysis/purity/purity.ts";
import { CONSTANT, type Value } from "../../analysis/purity/value.ts";
import { steadyLoopOf } from "../../analysis/steady-loop.ts";
import { useOf } from "../../analysis/use.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { compoundAt } from "./compound.ts";
import { isConstant, receiverOf, resultOfMethod, unboundSpanOf } from "./text-calls.ts";

/** A call in a loop that gives the same at every turn. */
export interface InvariantCall {
  readonly call: SyntaxNode;
  /** The function's name, its last part. */
  readonly callee: string;
  /** The argument that is looked at: the variable, or a constant where there is none. */
  readonly operand: SyntaxNode;
  readonly variable: Variable | undefined;
  readonly span: LoopSpan;
  /** It is a method's, and the operand is what the method belongs to. */
  readonly isMethod: boolean;
  /** Only a text or number in the variable stays what it is: anything else may be changed in the loop. */
  readonly isText: boolean;
  /** It is worked out in several steps. */
  readonly isCompound: boolean;
  /** Of what else it is worked out: of these nothing was seen. */
  readonly others: readonly Variable[];
  /** It cannot fail for any list, tuple or set, an empty one included. */
  readonly isTotal: boolean;
  /** The source proves the type of the argument. */
  readonly isCertain: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** Built-ins that walk through what they are given, and cannot fail because there is nothing in it. */
const total = new Set(["sum", "sorted", "set", "frozenset", "list", "tuple", "any", "all"]);
const partial = new Set(["max", "min"]);

/** The function's calls that could be made once, before their loop. */
export function planInvariants(context: RuleContext): readonly InvariantCall[] {
  const found: InvariantCall[] = [];
  for (const node of ownNodes(context)) {
    const plan = (node.kind === "call" ? planCall(context, node) : undefined) ?? planCompound(context, node);
    if (plan !== undefined && canBeOneLine(context, node)) found.push(plan);
  }
  // What is part of another one is made with it.
  return found.filter(
    ({ call, span }) =>
      !found.some((other) => other.call !== call && other.span.loop === span.loop && isInside(call, other.call)),
  );
}

/** Neither a comment nor the lines of a text would survive, nor a backslash that joins lines. */
function canBeOneLine({ source }: RuleContext, node: SyntaxNode): boolean {
  if (node.startLine === node.endLine) return true;
  if (/\\\r?\n/u.test(textOf(source, node))) return false;
  return [...descendants(node)].every(
    ({ kind, startLine, endLine }) => kind !== "comment" && (kind !== "string" || startLine === endLine),
  );
}

function planCompound(context: RuleContext, node: SyntaxNode): InvariantCall | undefined {
  if (!isOwnTurn(context, node) || isFallBack(node) || isCopyAsked(context, node)) return undefined;
  const compound = compoundAt(context, node);
  if (compound === undefined) return undefined;
  const { operand, variable, others, span, result } = compound;
  return {
    call: node,
    callee: nameOf(context, node),
    operand,
    variable,
    others,
    span,
    isMethod: false,
    isText: false,
    isCompound: true,
    isTotal: false,
    isCertain: false,
    obstacles: obstaclesOf(context, node, span, result),
  };
}

/** `max`; of a comprehension what it makes. */
function nameOf(context: RuleContext, node: SyntaxNode): string {
  return node.kind === "call" ? lastPart(context, node) : (words[node.kind] ?? "expression");
}

const words: Readonly<Record<string, string>> = {
  list_comprehension: "list",
  set_comprehension: "set",
  dictionary_comprehension: "dict",
};

/** `x in list(d)` is another rule's. */
function isCopyAsked(context: RuleContext, node: SyntaxNode): boolean {
  return isMembership(node) && isBuiltin(context, node);
}

/** In a loop, and not in a lambda: what that does for each element is not known to be done at all. */
function isOwnTurn(context: RuleContext, node: SyntaxNode): boolean {
  return homeOf(context, context.function.node) === context.function.node && loopSpansOf(context, node).length > 0;
}

function planCall(context: RuleContext, call: SyntaxNode): InvariantCall | undefined {
  const given = givenTo(context, call) ?? [];
  const operand = operandOf(context, given);
  const result = operand === undefined ? undefined : resultOf(context, call, given);
  const place = operand === undefined || result === undefined ? undefined : placeOf(context, call, operand);
  if (operand === undefined || result === undefined || place === undefined) return undefined;
  return planned(context, { call, operand, isMethod: receiverOf(context, call) !== undefined, ...place }, result);
}

/** The loop before which the call can be made. */
function placeOf(
  context: RuleContext,
  call: SyntaxNode,
  operand: SyntaxNode,
): Pick<InvariantCall, "variable" | "span" | "isText"> | undefined {
  const isMethod = receiverOf(context, call) !== undefined;
  const variable = isConstant(context, operand) ? undefined : variableAt(context, operand);
  if (variable === undefined && (isMethod || !isConstant(context, operand))) return undefined;
  const steady = isMethod ? undefined : spanOf(context, variable, call);
  if (steady !== undefined) return { variable, span: steady, isText: false };
  const isText = variable !== undefined && (isMethod || !isBuiltin(context, call));
  const span = isText ? unboundSpanOf(context, variable, call) : undefined;
  return span && { variable, span, isText: true };
}

function isBuiltin(context: RuleContext, call: SyntaxNode): boolean {
  return builtinCalled(call, context) !== undefined;
}

/** What the call works on: the receiver of a method first; undefined where it cannot be invariant. */
function givenTo(context: RuleContext, call: SyntaxNode): readonly SyntaxNode[] | undefined {
  if (!isOwnTurn(context, call)) return undefined;
  const receiver = receiverOf(context, call);
  if (isFallBack(call) || (receiver === undefined && isMembership(call))) return undefined;
  const all = argumentsOf(call);
  const isPlain = all.every(({ kind }) => kind !== "list_splat" && kind !== "dictionary_splat");
  const isWalk = isBuiltin(context, call);
  if (!isPlain || all.some((each) => each.kind === "keyword_argument" && (isWalk || !isConstant(context, each))))
    return undefined;
  return receiver === undefined ? all : [receiver, ...all];
}

function planned(
  context: RuleContext,
  parts: Pick<InvariantCall, "call" | "operand" | "variable" | "span" | "isMethod" | "isText">,
  result: Value,
): InvariantCall {
  const { call, variable, span } = parts;
  const isTotal = total.has(builtinCalled(call, context) ?? "");
  const isCertain = variable === undefined || isProven(context, variable);
  return {
    ...parts,
    others: [],
    isCompound: false,
    callee: lastPart(context, call),
    isTotal,
    isCertain,
    obstacles: obstaclesOf(context, call, span, result),
  };
}

/** The one argument that is no constant, or the first where all are. */
function operandOf(context: RuleContext, given: readonly SyntaxNode[]): SyntaxNode | undefined {
  const [only, ...others] = given.filter((argument) => !isConstant(context, argument));
  return others.length > 0 ? undefined : (only ?? given[0]);
}

/** The outermost loop that the call does not have to be in. */
function spanOf(context: RuleContext, variable: Variable | undefined, call: SyntaxNode): LoopSpan | undefined {
  if (variable === undefined) return loopSpansOf(context, call).findLast(({ obstacles }) => obstacles.length === 0);
  const { span, obstacles } = steadyLoopOf(context, variable, call, "container");
  return obstacles.length === 0 ? span : undefined;
}

/** `x in set(xs)` is another rule's. */
function isMembership({ parent }: SyntaxNode): boolean {
  const isComparison = parent?.kind === "comparison_operator";
  return isComparison && parent.children.some(({ kind }) => kind === "in" || kind === "not in");
}

/** `max(xs) if greatest is None else greatest` makes the call only where it must. */
function isFallBack({ parent, ...call }: SyntaxNode): boolean {
  if (parent?.kind !== "conditional_expression" || call.start !== parent.start) return false;
  const condition = namedChildren(parent)[1];
  return condition?.kind === "comparison_operator" && condition.children.some(({ kind }) => kind === "is");
}

/** Each turn walks through an iterator of its own. */
const givingIterators = /^itertools\.|^re\.finditer$/u;

/** What the call gives, if its function is known to look at nothing but its arguments. */
function resultOf(context: RuleContext, call: SyntaxNode, given: readonly SyntaxNode[]): Value | undefined {
  const callee = field(call, "function");
  if (callee === undefined) return undefined;
  const values = given.map((argument) => (isConstant(context, argument) ? CONSTANT : READ));
  const builtin = builtinCalled(call, context);
  if (builtin !== undefined) return resultOfBuiltin(builtin, values);
  if (receiverOf(context, call) !== undefined) return resultOfMethod(context, call);
  const path = importedPath(context, callee);
  if (path !== undefined && givingIterators.test(path)) return undefined;
  return path === undefined ? resultOfOwn(context, callee) : givenByLibrary(path)?.(values);
}

/** Those that walk through what they are given; the others take no longer than a name. */
function resultOfBuiltin(name: string, values: readonly Value[]): Value | undefined {
  const isWalk = values.length === 1 && values[0] === READ && (total.has(name) || partial.has(name));
  return isWalk ? pureBuiltins.get(name)?.(values) : undefined;
}

function resultOfOwn(context: RuleContext, callee: SyntaxNode): Value | undefined {
  const { scopes, source } = context;
  const binding = callee.kind === "identifier" ? scopes.bindingOf(callee) : undefined;
  const definition = binding === undefined ? undefined : definitionOf(binding);
  if (definition?.kind !== "function_definition" || definition.parent !== source.root) return undefined;
  if (context.elsewhere?.(textOf(source, callee), "name", source.path) === "changed") return undefined;
  const purity = purityOf(context, definition, READ);
  if (purity.kind !== "pure") return undefined;
  const isUsedUp = purity.result.level > 0 && mayGiveIterator(context, definition);
  return isUsedUp ? undefined : purity.result;
}

function isProven(context: RuleContext, variable: Variable): boolean {
  if (variable.kind === "global" && context.function.node.kind !== "module") return false;
  return ["list", "tuple", "set", "str"].includes(typeOf(context, variable));
}

function obstaclesOf(context: RuleContext, call: SyntaxNode, span: LoopSpan, result: Value): readonly Obstacle[] {
  const { source } = context;
  const tried = [...ancestors(call)].find((at) => at.kind === "try_statement" || at.kind === "function_definition");
  // Whoever goes through lists of lists takes some of them: each turn had its own.
  const isShared = result.level > 1 || (result.level > 0 && useOf(context, call).kind !== "read");
  return [
    ...(isShared ? [{ code: "shared-result" as const, about: nameOf(context, call) }] : []),
    ...(tried?.kind === "try_statement" ? [{ code: "errors-caught" as const, about: "try" }] : []),
    ...(beginsLine(source, span.statement)
      ? []
      : [{ code: "other-use" as const, about: textOf(source, span.loop).slice(0, 40) }]),
    ...hiddenBuiltins(context, span.statement, guarding),
    ...dynamicNames(context),
  ];
}

function lastPart({ source }: RuleContext, call: SyntaxNode): string {
  const callee = field(call, "function");
  const text = callee === undefined ? "" : textOf(source, callee);
  return text.slice(text.lastIndexOf(".") + 1);
}

/** What the condition in front of the loop asks with. */
const guarding = "type list tuple set str dict frozenset bool bytes float int all".split(" ");
