import { ancestors, field, fields, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isSteady } from "./steady.ts";

/** What is asked of a rest, and can be asked of the whole of which it is the rest. */
export interface Asked {
  /** `self.data` */
  readonly node: SyntaxNode;
  /** `len(self.data)`, `self.data[a:b]`: what is written anew. */
  readonly whole: SyntaxNode;
  readonly way: "size" | "any" | "part" | "item" | "find" | "index" | "startswith" | "has";
  /** As it is written. */
  readonly given: readonly string[];
  /** `not in` */
  readonly isNot?: true;
}

/** What one touch of the attribute asks; undefined where the rest itself is needed. `nodes` are all that may be it. */
export function askedAt(use: Use, nodes: readonly SyntaxNode[], context: RuleContext): Asked | undefined {
  const found = waysOf(use, context);
  if (found === undefined || isInFormat(found.whole)) return undefined;
  const { parts, ...asked } = found;
  // What is given is worked out before the rest is looked at.
  const isQuiet = parts.every((part) => isSteady(part, context) && !nodes.some((node) => isInside(node, part)));
  const isOnLine = parts.every(({ startLine, endLine }) => startLine === endLine);
  return isQuiet && isOnLine ? asked : undefined;
}

/** `f"{len(self.data)=}"` shows how it is written. */
function isInFormat(node: SyntaxNode): boolean {
  return [...ancestors(node)].some(({ kind }) => kind === "interpolation");
}

interface Found extends Asked {
  readonly parts: readonly SyntaxNode[];
}

function waysOf(use: Use, context: RuleContext): Found | undefined {
  const { node } = use;
  if (use.kind === "look" && use.look === "truth") return { node, whole: node, way: "any", given: [], parts: [] };
  if (use.kind === "look" && use.look === "length") return lengthOf(node);
  if (use.kind === "look" && use.look === "membership") return memberOf(node, context);
  if (use.kind === "item" && use.how === "read") return itemOf(node, use.subscript, context);
  if (use.kind === "method") return methodOf(use, context);
  return undefined;
}

function lengthOf(node: SyntaxNode): Found | undefined {
  const call = node.parent?.kind === "argument_list" ? node.parent.parent : undefined;
  return call?.kind === "call" ? { node, whole: call, way: "size", given: [], parts: [] } : undefined;
}

/** `x in self.data` */
function memberOf(node: SyntaxNode, { source }: RuleContext): Found | undefined {
  const whole = node.parent;
  if (whole?.kind !== "comparison_operator") return undefined;
  const [part, right, ...others] = namedChildren(whole).filter((child) => child.field !== "operators");
  const operators = whole.children.filter((child) => child.field === "operators");
  if (part === undefined || right !== node || others.length > 0 || operators.length !== 1) return undefined;
  const isNot = operators.some((each) => textOf(source, each).startsWith("not"));
  const given = [textOf(source, part)];
  return { node, whole, way: "has", given, parts: [part], ...(isNot && { isNot }) };
}

function itemOf(node: SyntaxNode, whole: SyntaxNode, { source }: RuleContext): Found | undefined {
  const [index, ...others] = fields(whole, "subscript");
  if (index === undefined || others.length > 0 || field(whole, "value") !== node) return undefined;
  // `self.data[i,]` asks by a tuple.
  if (source.text.slice(index.end, whole.end).trim() !== "]") return undefined;
  if (index.kind !== "slice") return { node, whole, way: "item", given: [textOf(source, index)], parts: [index] };
  const [first, last] = boundsOf(index) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const given = [first, last].map((each) => (each === "none" ? "None" : textOf(source, each)));
  return { node, whole, way: "part", given, parts: [first, last].filter((each) => each !== "none") };
}

/** `a` and `b` of `a:b`. */
function boundsOf(slice: SyntaxNode): readonly (SyntaxNode | "none")[] | undefined {
  const parts = slice.children.filter(({ kind }) => kind !== "comment");
  const colons = parts.filter(({ kind }) => kind === ":");
  const [colon] = colons;
  if (colon === undefined || colons.length > 1) return undefined;
  return [
    parts.find(({ end }) => end <= colon.start) ?? "none",
    parts.find(({ start }) => start >= colon.end) ?? "none",
  ];
}

const most: Readonly<Record<string, number>> = { find: 2, index: 1, startswith: 1 };

function methodOf(
  { node, call, method, ...use }: Use & { kind: "method" },
  { source }: RuleContext,
): Found | undefined {
  const parts = use.arguments;
  const isFew = parts.length > 0 && parts.length <= (most[method] ?? 0);
  if (!isFew || parts.some(({ kind }) => kind === "keyword_argument" || kind.endsWith("splat"))) return undefined;
  const way = method === "find" || method === "index" || method === "startswith" ? method : undefined;
  return way && { node, whole: call, way, given: parts.map((each) => textOf(source, each)), parts };
}
