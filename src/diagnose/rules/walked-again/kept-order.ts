import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { elementTarget, partAt, type AskedPart, type ElementTarget } from "./element-value.ts";
import { isPath } from "./walk.ts";

/** `sorted(xs)` of a list that may have grown since it was sorted before. */
export interface KeptOrder {
  readonly kind: "order";
  readonly whole: SyntaxNode;
  readonly list: SyntaxNode;
  /** `key=len`, `reverse=True`: as written. */
  readonly options: readonly SyntaxNode[];
  readonly key: OrderKey | undefined;
  /** Whoever gets the list can do nothing else but walk through it. */
  readonly isOnlyWalked: boolean;
}

/** What elements are sorted by: their length, or a part of them. */
export type OrderKey =
  | { readonly by: "length" }
  | { readonly by: "part"; readonly target: ElementTarget; readonly part: AskedPart };

/** The order that a call makes of a whole list by what cannot change with its elements; undefined for any other call. */
export function keptOrderAt(context: RuleContext, call: SyntaxNode): KeptOrder | undefined {
  const [list, ...options] = call.kind === "call" && builtinCalled(call, context) === "sorted" ? argumentsOf(call) : [];
  if (list === undefined || !isPath(context, list)) return undefined;
  const read = options.map((option) => optionAt(context, option));
  if (read.some((each) => each === undefined)) return undefined;
  const key = read.find((each): each is OrderKey => each !== undefined && each !== "reverse");
  return {
    kind: "order",
    whole: call,
    list,
    options,
    key,
    isOnlyWalked: call.field === "right" && (call.parent?.kind ?? "").startsWith("for_"),
  };
}

function optionAt(context: RuleContext, option: SyntaxNode): OrderKey | "reverse" | undefined {
  const [name, value] = option.kind === "keyword_argument" ? namedChildren(option) : [];
  if (name === undefined || value === undefined) return undefined;
  if (textOf(context.source, name) === "reverse")
    return value.kind === "true" || value.kind === "false" ? "reverse" : undefined;
  if (textOf(context.source, name) !== "key") return undefined;
  if (value.kind === "identifier") return textOf(context.source, value) === "len" ? { by: "length" } : undefined;
  return value.kind === "lambda" ? partOf(context, value) : undefined;
}

/** `lambda x: x[1]` */
function partOf(context: RuleContext, lambda: SyntaxNode): OrderKey | undefined {
  const [parameters, body] = [field(lambda, "parameters"), field(lambda, "body")];
  const [only, ...others] = parameters === undefined ? [] : namedChildren(parameters);
  const target = only === undefined || others.length > 0 ? undefined : elementTarget(context, only);
  const node = target && body && partAt(context, target, body);
  return target === undefined || node === undefined || node.kind !== "subscript"
    ? undefined
    : { by: "part", target, part: { node, by: "value" } };
}
