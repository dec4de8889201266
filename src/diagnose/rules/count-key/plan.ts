import { field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { mayBeList } from "../../analysis/may-be-list.ts";
import { hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** `max(set(votes), key=votes.count)`: the list is walked through for every element that is compared. */
export interface CountKey {
  /** `votes.count` */
  readonly key: SyntaxNode;
  readonly receiver: SyntaxNode;
  /** The source proves an exact list or tuple: `str.count` counts substrings. */
  readonly isCertain: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** The function's keys that count. */
export function planCountKeys(context: RuleContext): readonly CountKey[] {
  const plans: CountKey[] = [];
  for (const node of ownNodes(context)) {
    const plan = node.kind === "call" ? planCall(context, node) : undefined;
    if (plan !== undefined) plans.push(plan);
  }
  return plans;
}

/** Built-ins that ask each element for its key while nothing else runs. */
const comparing = new Set(["max", "min", "sorted"]);

function planCall(context: RuleContext, call: SyntaxNode): CountKey | undefined {
  if (!comparing.has(builtinCalled(call, context) ?? "")) return undefined;
  const [key, receiver] = keyOf(context, call) ?? [];
  const variable = receiver === undefined ? undefined : variableAt(context, receiver);
  if (key === undefined || receiver === undefined || variable === undefined) return undefined;
  if (!mayBeList(context, variable) || definesMethod(context, "count")) return undefined;
  const isCertain = isProven(context, variable);
  const hidden = hiddenBuiltins(context, call, isCertain ? [] : ["type", "list", "tuple"]);
  return { key, receiver, isCertain, obstacles: [...caughtTypeErrors(context, call), ...hidden] };
}

function isProven(context: RuleContext, variable: Variable): boolean {
  const isOwn = variable.kind !== "global" || context.function.node.kind === "module";
  return isOwn && ["list", "tuple"].includes(typeOf(context, variable));
}

function keyOf({ source }: RuleContext, call: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const given = argumentsOf(call).find((argument) => {
    const name = argument.kind === "keyword_argument" ? field(argument, "name") : undefined;
    return name !== undefined && textOf(source, name) === "key";
  });
  const key = given === undefined ? undefined : field(given, "value");
  if (key?.kind !== "attribute") return undefined;
  const [object, name] = [field(key, "object"), field(key, "attribute")];
  const isCount = object?.kind === "identifier" && name !== undefined && textOf(source, name) === "count";
  return isCount ? [key, object] : undefined;
}
