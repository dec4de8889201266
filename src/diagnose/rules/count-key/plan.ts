import { descendants, field, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { readParameters } from "../../../source/parameters.ts";
import { definesMethod } from "../../analysis/callee.ts";
import { caughtTypeErrors } from "../../analysis/caught-errors.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import { mayBeList } from "../../analysis/may-be-list.ts";
import { hiddenBuiltins, ownNodes } from "../../analysis/own-code.ts";
import { isPlainRead } from "../../analysis/plain-read.ts";
import { typeOf } from "../../analysis/values.ts";
import { variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";

/** `max(set(votes), key=votes.count)`: the list is walked through for every element that is compared. */
export interface CountKey {
  /** `votes.count`, or the first call of it in `lambda vote: -votes.count(vote)`. */
  readonly expression: SyntaxNode;
  readonly receiver: SyntaxNode;
  /** Set where the key is a lambda. */
  readonly counting: Counting | undefined;
  /** The source proves an exact list or tuple: `str.count` counts substrings. */
  readonly isCertain: boolean;
  readonly obstacles: readonly Obstacle[];
}

/** A lambda of one parameter that counts it. */
export interface Counting {
  readonly parameters: SyntaxNode;
  /** `vote` within the first of the calls. */
  readonly needle: SyntaxNode;
  /** `votes.count(vote)` */
  readonly calls: readonly SyntaxNode[];
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
  const key = keyOf(context, call);
  const found = key === undefined ? undefined : (methodKey(context, key) ?? lambdaKey(context, key));
  const variable = found === undefined ? undefined : variableAt(context, found.receiver);
  if (found === undefined || variable === undefined) return undefined;
  if (!mayBeList(context, variable) || definesMethod(context, "count")) return undefined;
  const isCertain = isProven(context, variable);
  const hidden = hiddenBuiltins(context, call, isCertain ? [] : ["type", "list", "tuple"]);
  // What is compared is made while it is compared: the list may be counted before.
  const parts = argumentsOf(call).filter(({ kind }) => kind === "generator_expression");
  const changing = mayChangeIn(context, variable, { loop: call, statement: call, parts, obstacles: [] });
  return { ...found, isCertain, obstacles: [...caughtTypeErrors(context, call), ...changing, ...hidden] };
}

function isProven(context: RuleContext, variable: Variable): boolean {
  const isOwn = variable.kind !== "global" || context.function.node.kind === "module";
  return isOwn && ["list", "tuple"].includes(typeOf(context, variable));
}

function keyOf({ source }: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const given = argumentsOf(call).find((argument) => {
    const name = argument.kind === "keyword_argument" ? field(argument, "name") : undefined;
    return name !== undefined && textOf(source, name) === "key";
  });
  return given === undefined ? undefined : field(given, "value");
}

type Found = Pick<CountKey, "expression" | "receiver" | "counting">;

function methodKey(context: RuleContext, key: SyntaxNode): Found | undefined {
  const receiver = countOf(context, key);
  return receiver && { expression: key, receiver, counting: undefined };
}

/** `votes` of `votes.count`. */
function countOf({ source }: RuleContext, method: SyntaxNode): SyntaxNode | undefined {
  const [object, name] =
    method.kind === "attribute" ? [field(method, "object"), field(method, "attribute")] : [undefined, undefined];
  const isCount = object?.kind === "identifier" && name !== undefined && textOf(source, name) === "count";
  return isCount ? object : undefined;
}

/** `lambda vote: (-votes.count(vote), vote)`: whatever else it does, it only reads. */
function lambdaKey(context: RuleContext, key: SyntaxNode): Found | undefined {
  const [parameters, body] = key.kind === "lambda" ? [field(key, "parameters"), field(key, "body")] : [];
  const [parameter, ...others] = readParameters(context.source, parameters);
  if (parameters === undefined || body === undefined || parameter === undefined || others.length > 0) return undefined;
  if (parameter.kind !== "positional-or-keyword" || parameter.default !== undefined) return undefined;
  if (!isPlainRead(context, body)) return undefined;
  const own = context.scopes.bindingOf(parameter.node);
  const counts = [...descendants(body)].flatMap((call) => {
    const receiver = call.kind === "call" ? countOf(context, field(call, "function") ?? call) : undefined;
    const [needle, ...more] = receiver === undefined ? [] : argumentsOf(call);
    const isOwn = needle?.kind === "identifier" && context.scopes.bindingOf(needle) === own && more.length === 0;
    if (receiver === undefined || needle === undefined || !isOwn) return [];
    return context.scopes.bindingOf(receiver) === own ? [] : [{ call, receiver, needle }];
  });
  const [first] = counts;
  if (first === undefined) return undefined;
  const list = context.scopes.bindingOf(first.receiver);
  const calls = counts.filter(({ receiver }) => context.scopes.bindingOf(receiver) === list).map(({ call }) => call);
  return {
    expression: first.call,
    receiver: first.receiver,
    counting: { parameters, needle: first.needle, calls },
  };
}
