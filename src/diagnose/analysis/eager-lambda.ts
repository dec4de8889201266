import { ancestors, field, textOf } from "../../source/navigate.ts";
import { listFunctions, type FunctionSource } from "../../source/functions.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { definesMethod } from "./callee.ts";
import type { Code } from "./code.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";
import { isUsedUp } from "./used-up.ts";

/** Calls that ask a `key` of every element before they return. */
const ordering = new Set(["sorted", "max", "min"]);
/** Calls whose first argument is asked for every element while what they give is used up. */
const mapping = new Set(["map", "filter"]);

/**
 * The call that runs the lambda, or what else is handed to it, for one element after the other, and never again when it has returned:
 * `sorted(xs, key=lambda …)`, `list(map(names.index, xs))`. Undefined for all others, and in the body of a class, whose names no lambda can see.
 */
export function callRunning(code: Code, handed: SyntaxNode): SyntaxNode | undefined {
  const { parent } = handed;
  const list = parent?.kind === "keyword_argument" ? parent.parent : parent;
  const call = list?.kind === "argument_list" ? list.parent : undefined;
  if (call?.kind !== "call" || borderAround(call)?.kind === "class_definition") return undefined;
  const isRun = parent?.kind === "keyword_argument" ? isKey(code, parent, call) : isMapped(code, handed, call);
  return isRun ? call : undefined;
}

function isKey(code: Code, argument: SyntaxNode, call: SyntaxNode): boolean {
  const name = field(argument, "name");
  if (name === undefined || textOf(code.source, name) !== "key") return false;
  const builtin = builtinCalled(call, code);
  if (builtin !== undefined) return ordering.has(builtin);
  const callee = field(call, "function");
  const method = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  return method !== undefined && textOf(code.source, method) === "sort" && !definesMethod(code, "sort");
}

function isMapped(code: Code, handed: SyntaxNode, call: SyntaxNode): boolean {
  const builtin = builtinCalled(call, code);
  return builtin !== undefined && mapping.has(builtin) && argumentsOf(call)[0] === handed && isUsedUp(code, call);
}

const borders = new Set(["function_definition", "lambda", "class_definition", "module"]);

function borderAround(node: SyntaxNode): SyntaxNode | undefined {
  return [...ancestors(node)].find(({ kind }) => borders.has(kind));
}

/** The lambda whose code the node is; undefined where it is the code of anything else. */
export function lambdaAround(node: SyntaxNode): SyntaxNode | undefined {
  const border = borderAround(node);
  return border?.kind === "lambda" ? border : undefined;
}

/** The function, lambda or module in whose call such a lambda runs; of all others the node itself. */
export function homeOf(code: Code, owner: SyntaxNode): SyntaxNode {
  let home = owner;
  for (let call = runningAt(code, home); call !== undefined; call = runningAt(code, home))
    home = borderAround(call) ?? home;
  return home;
}

function runningAt(code: Code, owner: SyntaxNode): SyntaxNode | undefined {
  return owner.kind === "lambda" ? callRunning(code, owner) : undefined;
}

/** The function whose code a fix changes where it puts something before the statement that runs the code under the eye. */
export function homeFunction(context: RuleContext): FunctionSource {
  const home = homeOf(context, context.function.node);
  return listFunctions(context.source).find(({ node }) => node === home) ?? context.function;
}
