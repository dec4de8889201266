import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { calledPath, decoratorsOf, importedPath } from "../../analysis/callee.ts";
import { ownNodes } from "../../analysis/own-code.ts";
import type { RuleContext } from "../../rule.ts";

/** A call of what `np.vectorize` has made of a function. */
export interface VectorizedCall {
  readonly call: SyntaxNode;
  /** The array that is handed over first. */
  readonly operand: SyntaxNode;
  /** The function that is called for each element, as written. */
  readonly about: string;
}

/** The function's calls of what `np.vectorize` has made. */
export function planVectorizedCalls(context: RuleContext): readonly VectorizedCall[] {
  return [...ownNodes(context)].flatMap((node) => (node.kind === "call" ? (planCall(context, node) ?? []) : []));
}

function planCall(context: RuleContext, call: SyntaxNode): VectorizedCall | undefined {
  const [called, list] = [field(call, "function"), field(call, "arguments")];
  const [operand] = list?.kind === "argument_list" ? namedChildren(list) : [];
  if (called === undefined || operand === undefined || /splat|keyword/u.test(operand.kind)) return undefined;
  const about = elementFunction(context, called);
  return about === undefined ? undefined : { call, operand, about };
}

/** `f` of `np.vectorize(f)`, of a name that holds that alone, of a function that is decorated so. */
function elementFunction(context: RuleContext, called: SyntaxNode): string | undefined {
  if (called.kind === "call") return vectorizedBy(context, called);
  const binding = called.kind === "identifier" ? context.scopes.bindingOf(called) : undefined;
  const [write, ...others] = binding?.references.filter(({ access }) => access !== "read") ?? [];
  const bound = write?.node.parent;
  if (bound === undefined || others.length > 0) return undefined;
  if (bound.kind === "function_definition")
    return decoratedBy(context, bound) ? textOf(context.source, called) : undefined;
  const value = bound.kind === "assignment" ? field(bound, "right") : undefined;
  return value === undefined ? undefined : vectorizedBy(context, value);
}

function vectorizedBy(context: RuleContext, made: SyntaxNode): string | undefined {
  if (calledPath(context, made) !== "numpy.vectorize") return undefined;
  const list = field(made, "arguments");
  const [given] = list === undefined ? [] : namedChildren(list);
  if (given === undefined) return undefined;
  return given.kind === "lambda" ? "lambda" : textOf(context.source, given);
}

function decoratedBy(context: RuleContext, definition: SyntaxNode): boolean {
  return decoratorsOf(definition).some((decorator) => {
    const named = decorator.kind === "call" ? field(decorator, "function") : decorator;
    return named !== undefined && importedPath(context, named) === "numpy.vectorize";
  });
}
