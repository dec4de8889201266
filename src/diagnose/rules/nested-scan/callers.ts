import { functionAround } from "../../../source/functions.ts";
import { textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { caughtReadErrors, caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { callsOf, definitionAt, valueGivenTo, type Definition } from "../../analysis/flow/calls.ts";
import type { LoopSpan } from "../../analysis/loop-span.ts";
import { dynamicNames, hiddenBuiltins } from "../../analysis/own-code.ts";
import { steadyLoopOf } from "../../analysis/steady-loop.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { keyChanges } from "./key-changes.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { namesIn, partsRead, wholeKey } from "./key.ts";
import { isProven, placeObstacles, type Parts } from "./parts.ts";

/** A call in a loop that hands a collection to a function which looks for equal keys in it. */
export interface CallerScan {
  readonly context: RuleContext;
  /** The collection as the call gives it, and the key that it asks for. */
  readonly argument: SyntaxNode;
  readonly wanted: SyntaxNode;
  readonly variable: Variable;
  readonly span: LoopSpan;
  readonly isCertain: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** The calls that could hand over a group instead; none where the function does anything else with the collection. */
export function planCallers(context: RuleContext, parts: Parts): readonly CallerScan[] {
  const definition = definitionAt(context, context.function.node);
  const { isGenerator, isAsync } = context.function;
  if (definition === undefined || isGenerator || isAsync || !isOnlyScanned(context, parts)) return [];
  const calls = callsOf(context, definition) ?? [];
  return calls.flatMap((call) => callerAt(context, definition, call, parts) ?? []);
}

/** A parameter that is walked through once, for a key that is another parameter, never bound to anything else. */
function isOnlyScanned(context: RuleContext, { scan, variable, wanted, names, ...keys }: Parts): boolean {
  if (scan.lets.length > 0) return false;
  const isWhole = scan.iterable.kind === "identifier" && variable.kind === "parameter";
  const sought = wanted.kind === "identifier" ? context.scopes.bindingOf(wanted) : undefined;
  if (!isWhole || sought?.kind !== "parameter" || sought.scope.node !== context.function.node) return false;
  const reads = variable.binding.references.filter(({ access }) => access === "read");
  const isSteady = [variable.binding, sought].every(
    ({ references }) => references.filter(({ access }) => access !== "read").length === 1,
  );
  return reads.length === 1 && isSteady && wholeKey(context, keys).every((key) => isOfElement(context, key, names));
}

/** Errors of the index, which reads the keys of all elements. */
function caughtByIndex(
  caller: RuleContext,
  { statement }: LoopSpan,
  { key, otherKeys }: Pick<Parts, "key" | "otherKeys">,
): readonly Obstacle[] {
  const isPlain = otherKeys.length === 0 && key.kind === "identifier";
  return (isPlain ? caughtTypeErrors : caughtReadErrors)(caller, statement);
}

function isOfElement(context: RuleContext, key: SyntaxNode, names: Parts["names"]): boolean {
  return [...namesIn(context, key)].every((name) => names.has(name));
}

function callerAt(
  context: RuleContext,
  definition: Definition,
  call: SyntaxNode,
  { scan, variable: collection, wanted, ...keys }: Parts,
): CallerScan | undefined {
  const given = (name: string): SyntaxNode | undefined => {
    const parameter = definition.parameters.find((each) => each.name === name);
    return parameter === undefined ? undefined : valueGivenTo(context, definition, call, parameter);
  };
  const [argument, sought] = [given(collection.binding.name), given(textOf(context.source, wanted))];
  const caller: RuleContext = { ...context, function: functionAround(context.source, call) };
  const variable = argument === undefined ? undefined : variableAt(caller, argument);
  if (argument === undefined || sought === undefined || variable === undefined) return undefined;
  if (!isPlainRead(context, sought) || sought.start < call.start) return undefined;
  const { span, obstacles } = steadyLoopOf(caller, variable, call);
  if (span === undefined) return undefined;
  const isCertain = keys.otherKeys.length === 0 && isProven(caller, argument, "lists");
  const read = wholeKey(context, keys).flatMap((key) => partsRead(context, key));
  const all = [
    ...obstacles,
    ...(read.length === 0 ? [] : [...keyChanges(context, read, span), ...mayChangeIn(caller, variable, span)]),
    ...hiddenBuiltins(caller, span.statement, isCertain ? [] : ["type", "list", "tuple"]),
    ...dynamicNames(caller),
    ...caughtTypeErrors(context, scan.comparison),
    ...caughtByIndex(caller, span, keys),
    ...caughtTypeErrors(caller, call),
    ...placeObstacles(caller, span),
  ];
  return { context: caller, argument, wanted: sought, variable, span, isCertain, obstacles: all };
}
