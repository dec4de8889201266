import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, decoratorsOf, definitionOf, importedPath } from "../../analysis/callee.ts";
import { dynamicNames, hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Variant } from "../element-loop/reading.ts";
import { readWholeFunction, type WholeFunction } from "./whole-function.ts";

/** A call of what `np.vectorize` has made of a function. */
export interface VectorizedCall {
  readonly call: SyntaxNode;
  /** What is called. */
  readonly called: SyntaxNode;
  /** What is handed over; the array first. */
  readonly given: readonly SyntaxNode[];
  readonly operand: SyntaxNode;
  /** The function that is called for each element, as written. */
  readonly about: string;
  readonly definition: SyntaxNode | undefined;
}

/** The function's calls of what `np.vectorize` has made. */
export function planVectorizedCalls(context: RuleContext): readonly VectorizedCall[] {
  return [...ownNodes(context)].flatMap((node) => (node.kind === "call" ? (planCall(context, node) ?? []) : []));
}

/** The same for whole arrays, of numbers of that kind. */
export function wholeFunctionOf(
  context: RuleContext,
  { call, definition, given }: VectorizedCall,
  variant: Variant,
): WholeFunction | undefined {
  const isPlain = given.every(({ kind }) => !/splat|keyword_argument|generator/u.test(kind));
  return definition && isPlain ? readWholeFunction(context, { call, definition, given }, variant) : undefined;
}

/** The built-ins that the new function names. */
const BUILTINS = ["next", "type", "all", "abs", "float", "int", "list", "map", "max", "min", "Exception"].concat([
  "len",
  "range",
  "OverflowError",
  "ValueError",
  "vars",
  "getattr",
  "hasattr",
  "object",
]);

/** What keeps the call from being written for whole arrays. */
export function obstaclesOf(context: RuleContext, plan: VectorizedCall): readonly Obstacle[] {
  const variants: readonly Variant[] = ["float", "int"];
  if (variants.every((variant) => wholeFunctionOf(context, plan, variant) === undefined))
    return [{ code: "array-code", about: plan.about }];
  return [...dynamicNames(context), ...hiddenBuiltins(context, plan.call, BUILTINS)];
}

function planCall(context: RuleContext, call: SyntaxNode): VectorizedCall | undefined {
  const [called, list] = [field(call, "function"), field(call, "arguments")];
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  const [operand] = given;
  if (called === undefined || operand === undefined || /splat|keyword/u.test(operand.kind)) return undefined;
  const found = elementFunction(context, called);
  return found && { call, called, given, operand, ...found };
}

type ElementFunction = Pick<VectorizedCall, "about" | "definition">;

/** `f` of `np.vectorize(f)`, of a name that holds that alone, of a function that is decorated so. */
function elementFunction(context: RuleContext, called: SyntaxNode): ElementFunction | undefined {
  if (called.kind === "call") return vectorizedBy(context, called);
  const binding = called.kind === "identifier" ? context.scopes.bindingOf(called) : undefined;
  const [write, ...others] = binding?.references.filter(({ access }) => access !== "read") ?? [];
  const bound = write?.node.parent;
  if (bound === undefined || others.length > 0) return undefined;
  if (bound.kind === "function_definition") {
    const about = textOf(context.source, called);
    return decoratedBy(context, bound) ? { about, definition: bound } : undefined;
  }
  const value = bound.kind === "assignment" ? field(bound, "right") : undefined;
  return value === undefined ? undefined : vectorizedBy(context, value);
}

function vectorizedBy(context: RuleContext, made: SyntaxNode): ElementFunction | undefined {
  if (calledPath(context, made) !== "numpy.vectorize") return undefined;
  const list = field(made, "arguments");
  const [given] = list === undefined ? [] : namedChildren(list);
  if (given === undefined) return undefined;
  if (given.kind === "lambda") return { about: "lambda", definition: given };
  const binding = given.kind === "identifier" ? context.scopes.bindingOf(given) : undefined;
  return { about: textOf(context.source, given), definition: binding && definitionOf(binding) };
}

function decoratedBy(context: RuleContext, definition: SyntaxNode): boolean {
  return decoratorsOf(definition).some((decorator) => {
    const named = decorator.kind === "call" ? field(decorator, "function") : decorator;
    return named !== undefined && importedPath(context, named) === "numpy.vectorize";
  });
}
