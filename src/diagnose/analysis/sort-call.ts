import { field, textOf } from "../../source/navigate.ts";
import type { SyntaxNode } from "../../source/node.ts";
import type { RuleContext } from "../rule.ts";
import { argumentsOf, builtinCalled } from "./expression-context.ts";

/** `sorted(xs, key=…, reverse=…)` or `xs.sort(key=…, reverse=…)`. */
export interface SortCall {
  readonly call: SyntaxNode;
  /** What is sorted. */
  readonly operand: SyntaxNode;
  /** Absent where the elements themselves are compared. */
  readonly key?: SyntaxNode;
  readonly isReversed: boolean;
  /** `xs.sort()`: in place. */
  readonly isInPlace: boolean;
}

/** The sort that a call makes, if all that orders it stands in the call. */
export function sortCallAt(context: RuleContext, call: SyntaxNode): SortCall | undefined {
  if (call.kind !== "call") return undefined;
  const receiver = sortReceiver(context, call);
  if (receiver === undefined && builtinCalled(call, context) !== "sorted") return undefined;
  const given = argumentsOf(call);
  const order = orderOf(context, receiver === undefined ? given.slice(1) : given);
  const operand = receiver ?? given[0];
  if (operand === undefined || order === undefined || notPlain.has(operand.kind)) return undefined;
  return { call, operand, isInPlace: receiver !== undefined, ...order };
}

const notPlain = new Set(["keyword_argument", "list_splat", "dictionary_splat"]);

function sortReceiver({ source }: RuleContext, call: SyntaxNode): SyntaxNode | undefined {
  const callee = field(call, "function");
  const name = callee?.kind === "attribute" ? field(callee, "attribute") : undefined;
  if (callee === undefined || name === undefined || textOf(source, name) !== "sort") return undefined;
  return field(callee, "object");
}

type Order = Pick<SortCall, "key" | "isReversed">;

function orderOf({ source }: RuleContext, given: readonly SyntaxNode[]): Order | undefined {
  const words = new Map<string, SyntaxNode>();
  for (const argument of given) {
    const [name, value] = [field(argument, "name"), field(argument, "value")];
    if (argument.kind !== "keyword_argument" || name === undefined || value === undefined) return undefined;
    words.set(textOf(source, name), value);
  }
  const [key, reverse] = [words.get("key"), words.get("reverse")?.kind ?? "false"];
  const isPlain = [...words.keys()].every((word) => word === "key" || word === "reverse");
  if (!isPlain || (reverse !== "true" && reverse !== "false")) return undefined;
  return { isReversed: reverse === "true", ...(key !== undefined && key.kind !== "none" && { key }) };
}
