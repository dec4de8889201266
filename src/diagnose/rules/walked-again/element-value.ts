import { field, namedChildren, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, builtinCalled } from "../../analysis/expression-context.ts";
import type { RuleContext } from "../../rule.ts";

/** A part of an element of which something is asked: the element itself (`x`), or one of those that a tuple has (`x[0]`, `a` of `a, b`). */
export interface AskedPart {
  readonly node: SyntaxNode;
  /** `length`: only how long it is; `value`: what it is; `type`: only that it is None, or of which class. */
  readonly by: "length" | "value" | "type";
}

/** How a walk names each element. */
export interface ElementTarget {
  /** `x`; `a, b`. */
  readonly node: SyntaxNode;
  readonly names: readonly SyntaxNode[];
}

/** Names alone, each of its own; undefined for anything else. */
export function elementTarget({ source }: RuleContext, node: SyntaxNode): ElementTarget | undefined {
  const names = node.kind === "identifier" ? [node] : unpacked.has(node.kind) ? namedChildren(node) : [];
  const distinct = new Set(names.map((name) => textOf(source, name)));
  const isPlain = names.length > 0 && names.every(({ kind }) => kind === "identifier");
  // `_, _` is no place to read from, but may be one to write to.
  const isClear = distinct.size === names.length || [...distinct].some((name) => name === "_");
  return isPlain && isClear ? { node, names } : undefined;
}

const unpacked: ReadonlySet<string> = new Set(["pattern_list", "tuple_pattern"]);

/** `x`, `x[0]`; `a` of `a, b`: undefined for anything else. */
export function partAt(context: RuleContext, target: ElementTarget, node: SyntaxNode): SyntaxNode | undefined {
  const { source } = context;
  if (node.kind === "identifier") return isTargetName(context, target, node) ? node : undefined;
  const [value, index, ...others] = node.kind === "subscript" ? namedChildren(node) : [];
  if (value === undefined || index?.kind !== "integer" || others.length > 0) return undefined;
  const isWhole = target.node.kind === "identifier" && sameExpression(value, target.node, source);
  return isWhole && /^\d+$/u.test(textOf(source, index)) ? node : undefined;
}

function isTargetName({ source }: RuleContext, target: ElementTarget, node: SyntaxNode): boolean {
  const name = textOf(source, node);
  return name !== "_" && target.names.some((each) => textOf(source, each) === name);
}

/** The parts that an element's value is made of: `x`, `len(x)`, `len(a) + 1`; undefined where it is made of anything else. */
export function valueParts(
  context: RuleContext,
  target: ElementTarget,
  value: SyntaxNode,
): readonly AskedPart[] | undefined {
  const part = partAt(context, target, value);
  if (part !== undefined) return [{ node: part, by: "value" }];
  const sized = lengthParts(context, target, value);
  return sized === undefined || sized.length === 0 ? undefined : sized;
}

/** Lengths and whole numbers, added and multiplied. */
function lengthParts(context: RuleContext, target: ElementTarget, node: SyntaxNode): readonly AskedPart[] | undefined {
  if (node.kind === "integer") return [];
  if (node.kind === "call") return lengthOf(context, target, node);
  const [operator] = node.kind === "binary_operator" ? [field(node, "operator")?.kind ?? ""] : [];
  const isSum = node.kind === "parenthesized_expression" || (operator !== undefined && counting.has(operator));
  if (!isSum) return undefined;
  const found = namedChildren(node).map((inner) => lengthParts(context, target, inner));
  return found.some((each) => each === undefined) ? undefined : found.flatMap((each) => each ?? []);
}

const counting: ReadonlySet<string> = new Set(["+", "-", "*"]);

function lengthOf(context: RuleContext, target: ElementTarget, call: SyntaxNode): readonly AskedPart[] | undefined {
  const [measured, ...others] = builtinCalled(call, context) === "len" ? argumentsOf(call) : [];
  const part = measured === undefined || others.length > 0 ? undefined : partAt(context, target, measured);
  return part === undefined ? undefined : [{ node: part, by: "length" }];
}
