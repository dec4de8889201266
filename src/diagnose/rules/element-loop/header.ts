import { field, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { builtinNamed } from "../../analysis/code.ts";
import type { RuleContext } from "../../rule.ts";

/** What a loop goes through. */
export interface Header {
  /** All that it binds. */
  readonly names: readonly string[];
  /** What counts: from the first turn by one. */
  readonly variable: string | undefined;
  /** Arrays whose elements it takes, by the variable that takes them. */
  readonly walked: ReadonlyMap<string, string>;
  /** The turns, as a `range`. */
  readonly turns: string;
  /** What it goes through, as it is written. */
  readonly through: SyntaxNode;
  /** `range(…)`, where that is what is written: the loop may go through `turns` in its place. */
  readonly range?: SyntaxNode;
}

/** `for i in range(…)`, `for v in array`, `for i, v in enumerate(array)`, `for u, v in zip(a, b)`, without an `else`. */
export function headerOf(context: RuleContext, loop: SyntaxNode): Header | undefined {
  const [left, right] = [field(loop, "left"), field(loop, "right")];
  if (left === undefined || right === undefined || field(loop, "alternative") !== undefined) return undefined;
  const names = namesIn(context, left);
  const isAsync = loop.children.some(({ kind }) => kind === "async");
  if (names === undefined || isAsync || new Set(names).size < names.length) return undefined;
  if (right.kind === "identifier") return walkedHeader(names, [textOf(context.source, right)], undefined, right);
  return right.kind === "call" ? calledHeader(context, names, right) : undefined;
}

function calledHeader(context: RuleContext, names: readonly string[], right: SyntaxNode): Header | undefined {
  const list = field(right, "arguments");
  const given = list?.kind === "argument_list" ? namedChildren(list) : [];
  const callee = builtinNamed(context, field(right, "function"));
  if (given.some(({ kind }) => kind.endsWith("_splat") || kind === "keyword_argument")) return undefined;
  if (callee === "range") return rangeHeader(context, names, right, given);
  if (!given.every(({ kind }) => kind === "identifier")) return undefined;
  const arrays = given.map((one) => textOf(context.source, one));
  if (callee === "enumerate" && arrays.length === 1) return walkedHeader(names.slice(1), arrays, names[0], right);
  return callee === "zip" && arrays.length > 1 ? walkedHeader(names, arrays, undefined, right) : undefined;
}

function namesIn({ source }: RuleContext, left: SyntaxNode): readonly string[] | undefined {
  if (left.kind === "identifier") return [textOf(source, left)];
  const each = left.kind === "pattern_list" || left.kind === "tuple_pattern" ? namedChildren(left) : [];
  return each.length > 0 && each.every(({ kind }) => kind === "identifier")
    ? each.map((one) => textOf(source, one))
    : undefined;
}

/** `range` of one or two arguments: it counts up by one. */
function rangeHeader(
  { source }: RuleContext,
  names: readonly string[],
  range: SyntaxNode,
  given: readonly SyntaxNode[],
): Header | undefined {
  const [variable, ...others] = names;
  if (others.length > 0 || given.length === 0 || given.length > 2) return undefined;
  return { names, variable, walked: new Map(), turns: textOf(source, range), through: range, range };
}

function walkedHeader(
  names: readonly string[],
  arrays: readonly string[],
  variable: string | undefined,
  through: SyntaxNode,
): Header | undefined {
  if (names.length !== arrays.length) return undefined;
  const walked = new Map(names.map((name, at) => [name, arrays[at] ?? ""] as const));
  const lengths = arrays.map((array) => `len(${array})`);
  const turns = lengths.length === 1 ? `range(${lengths.join("")})` : `range(min(${lengths.join(", ")}))`;
  const all = variable === undefined ? names : [variable, ...names];
  return all.some((name) => arrays.includes(name)) ? undefined : { names: all, variable, walked, turns, through };
}
