import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";
import { elementTarget, valueParts, type AskedPart, type ElementTarget } from "./element-value.ts";
import { isPath } from "./walk.ts";

/** One value worked out of all elements, which goes on where the list does: a total, the greatest, how many different ones. */
export interface Fold {
  readonly kind: "fold";
  readonly by: "sum" | "max" | "min" | "distinct";
  /** What is replaced: `sum(xs)`, `len(set(xs))`. */
  readonly whole: SyntaxNode;
  readonly list: SyntaxNode;
  /** `a` and `b` of `xs[a:b]`. */
  readonly slice: Slice | undefined;
  /** How each element is named and what is made of it; undefined where the elements themselves are taken. */
  readonly each: { readonly target: ElementTarget; readonly value: SyntaxNode } | undefined;
  /** What is asked of the elements. */
  readonly parts: readonly AskedPart[];
  /** `default=0`, `key=len`: as written. */
  readonly options: readonly SyntaxNode[];
}

/** The ends of a slice without a step, as far as they are written. */
export interface Slice {
  readonly start: SyntaxNode | undefined;
  readonly end: SyntaxNode | undefined;
}

/** `xs` of `xs` and `xs[a:b]`. */
export interface Sliced {
  readonly list: SyntaxNode;
  readonly slice: Slice | undefined;
}

/** What a call works out of a whole list, or of the beginning of one; undefined for any other call. */
export function foldAt(context: RuleContext, call: SyntaxNode): Fold | undefined {
  const name = call.kind === "call" ? (builtinCalled(call, context) ?? "") : "";
  if (name === "set" || name === "frozenset") return distinctAt(context, call);
  const by = names[name];
  const [given, ...options] = by === undefined ? [] : argumentsOf(call);
  const taken = given && takenFrom(context, given);
  if (by === undefined || taken === undefined) return undefined;
  if (!options.every((each) => isOption(context, by, each))) return undefined;
  return { kind: "fold", by, whole: call, options, ...taken };
}

const names: Readonly<Record<string, Fold["by"]>> = { sum: "sum", max: "max", min: "min" };

/** `default=0`, `default=None`; `key=len` is as harmless as `len` itself. */
function isOption({ source }: RuleContext, by: Fold["by"], option: SyntaxNode): boolean {
  const [name, value] = option.kind === "keyword_argument" ? namedChildren(option) : [];
  if (name === undefined || value === undefined || by === "sum") return false;
  return textOf(source, name) === "default" && constants.has(value.kind);
}

const constants: ReadonlySet<string> = new Set([
  "integer",
  "float",
  "string",
  "none",
  "true",
  "false",
  "unary_operator",
]);

/** `len(set(xs))` */
function distinctAt(context: RuleContext, set: SyntaxNode): Fold | undefined {
  const [given, ...others] = argumentsOf(set);
  const call = set.parent?.parent;
  if (given === undefined || others.length > 0 || call?.kind !== "call") return undefined;
  if (builtinCalled(call, context) !== "len" || argumentsOf(call).length > 1) return undefined;
  const taken = takenFrom(context, given);
  if (taken === undefined || taken.slice !== undefined) return undefined;
  return { kind: "fold", by: "distinct", whole: call, options: [], ...taken };
}

type Taken = Pick<Fold, "list" | "slice" | "each" | "parts">;

/** `xs`, `map(len, xs)`, `(len(x) + 1 for x in xs)`. */
function takenFrom(context: RuleContext, given: SyntaxNode): Taken | undefined {
  const sliced = slicedAt(context, given);
  if (sliced !== undefined) return { ...sliced, each: undefined, parts: [{ node: given, by: "value" }] };
  if (given.kind === "call") return lengthsFrom(context, given);
  if (given.kind !== "generator_expression" && given.kind !== "list_comprehension") return undefined;
  const [value, clause, ...others] = namedChildren(given).filter(({ kind }) => kind !== "comment");
  if (value === undefined || clause?.kind !== "for_in_clause" || others.length > 0) return undefined;
  const walked = walkedBy(context, clause);
  const parts = walked && valueParts(context, walked.target, value);
  if (walked === undefined || parts === undefined) return undefined;
  return { ...walked.sliced, each: { target: walked.target, value }, parts };
}

function lengthsFrom(context: RuleContext, call: SyntaxNode): Taken | undefined {
  const [measure, walked, ...others] = builtinCalled(call, context) === "map" ? argumentsOf(call) : [];
  if (measure === undefined || walked === undefined || others.length > 0) return undefined;
  const isLen = measure.kind === "identifier" && textOf(context.source, measure) === "len";
  const sliced = isLen ? slicedAt(context, walked) : undefined;
  return sliced && { ...sliced, each: undefined, parts: [{ node: walked, by: "length" }] };
}

/** What a clause, or a loop, goes through and how it names each element. */
export function walkedBy(
  context: RuleContext,
  clause: SyntaxNode,
): { readonly target: ElementTarget; readonly sliced: Sliced } | undefined {
  const [left, right] = [field(clause, "left"), field(clause, "right")];
  const target = left && elementTarget(context, left);
  const sliced = right && slicedAt(context, right);
  const isAsync = clause.children.some(({ kind }) => kind === "async");
  return target === undefined || sliced === undefined || isAsync ? undefined : { target, sliced };
}

function slicedAt(context: RuleContext, node: SyntaxNode): Sliced | undefined {
  if (isPath(context, node)) return { list: node, slice: undefined };
  const [list, slice, ...others] = node.kind === "subscript" ? namedChildren(node) : [];
  if (list === undefined || slice?.kind !== "slice" || others.length > 0 || !isPath(context, list)) return undefined;
  const colons = slice.children.filter(({ kind }) => kind === ":");
  const [colon] = colons;
  if (colon === undefined || colons.length > 1) return undefined;
  const parts = namedChildren(slice);
  const start = parts.find((part) => part.end <= colon.start);
  const end = parts.find((part) => part.start >= colon.end);
  return { list, slice: { start, end } };
}
