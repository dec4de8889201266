import { functionAround } from "../../../source/functions.ts";
import { namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { LoopSpan } from "../loop-span.ts";
import { dynamicNames, hiddenBuiltins } from "../own-code.ts";
import { steadyLoopOf, type SteadyLoop } from "../steady-loop.ts";
import { valueOf } from "../expression-value.ts";
import { onlyValue, typeOf } from "../values.ts";
import { variableAt, type Variable } from "../variable.ts";
import { callsOf, definitionAt, valueGivenTo, type Definition } from "./calls.ts";
import { isOnlyTested } from "./only-tested.ts";

/** A call in a loop that hands over a list which is only searched there, and the loop before which a set can be made of it. */
export interface CallerSite {
  readonly caller: RuleContext["function"];
  readonly argument: SyntaxNode;
  readonly variable: Variable;
  readonly span: LoopSpan;
  readonly isCertain: boolean;
  readonly isPrivate: boolean;
}

/** How far up callers are followed. */
const DEPTH = 3;

/** The calls that could hand a set to this parameter instead of a list. */
export function planCallers(
  context: RuleContext,
  variable: Variable,
): { readonly sites: readonly CallerSite[]; readonly obstacles: readonly Obstacle[] } {
  if (variable.kind !== "parameter" || !isOnlyTested(context, variable.binding)) return { sites: [], obstacles: [] };
  const found = sitesAbove(context, variable, 0);
  const usable = found.filter(({ obstacles }) => obstacles.length === 0);
  const sites = usable.flatMap(({ site }) => (site === undefined ? [] : [site]));
  return { sites, obstacles: sites.length > 0 ? [] : found.flatMap(({ obstacles }) => obstacles) };
}

interface Tried {
  readonly site?: CallerSite;
  readonly obstacles: readonly Obstacle[];
}

function sitesAbove(context: RuleContext, { binding }: Variable, depth: number): readonly Tried[] {
  const definition = definitionAt(context, binding.scope.node);
  const calls = definition === undefined || depth > DEPTH ? undefined : callsOf(context, definition);
  return definition === undefined
    ? []
    : (calls ?? []).flatMap((call) => [...trySite(context, definition, call, binding.name, depth)]);
}

function trySite(
  context: RuleContext,
  definition: Definition,
  call: SyntaxNode,
  name: string,
  depth: number,
): readonly Tried[] {
  const parameter = definition.parameters.find((each) => each.name === name);
  const argument = parameter === undefined ? undefined : valueGivenTo(context, definition, call, parameter);
  const caller: RuleContext = { ...context, function: functionAround(context.source, call) };
  const variable = argument === undefined ? undefined : variableAt(caller, argument);
  if (argument === undefined || variable === undefined || caller.function.node === definition.node) return [];
  if (!searchable.has(typeOf(caller, variable)) || isSetAlready(caller, variable)) return [];
  const steady = steadyLoopOf(caller, variable, call);
  if (steady.span !== undefined) return [siteAt(caller, argument, variable, { ...steady, span: steady.span })];
  const isHandedOn = variable.kind === "parameter" && isOnlyTested(context, variable.binding);
  return isHandedOn ? sitesAbove(caller, variable, depth + 1) : [{ obstacles: steady.obstacles }];
}

/** `words_set = set(words) if type(words) in (list, tuple) else words`: somebody, or this plan, has been here. */
function isSetAlready(context: RuleContext, variable: Variable): boolean {
  const value = onlyValue(variable);
  const [first] = value?.kind === "conditional_expression" ? namedChildren(value) : [];
  return first !== undefined && valueOf(context, first).type === "set";
}

const searchable: ReadonlySet<string> = new Set(["list", "tuple", "unknown"]);

function siteAt(
  caller: RuleContext,
  argument: SyntaxNode,
  variable: Variable,
  { span, obstacles, isPrivate }: SteadyLoop & { readonly span: LoopSpan },
): Tried {
  const isCertain = isProven(caller, variable, isPrivate);
  const hidden = hiddenBuiltins(caller, span.statement, isCertain ? ["set"] : ["set", "type", "list", "tuple"]);
  const site = { caller: caller.function, argument, variable, span, isCertain, isPrivate };
  return { site, obstacles: [...obstacles, ...hidden, ...dynamicNames(caller)] };
}

function isProven(context: RuleContext, variable: Variable, isPrivate: boolean): boolean {
  const type = typeOf(context, variable);
  if (type !== "list" && type !== "tuple") return false;
  return isPrivate || variable.kind !== "global" || context.function.node.kind === "module";
}
