import { field, namedChildren, ownDescendants, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { argumentsOf, climbParentheses, isTested } from "../../analysis/expression-context.ts";
import { isNonNegative, literalOf } from "../../analysis/non-negative.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { addedText } from "./advance.ts";

/** A piece of text that is written anew once the names are known: of the position, or of the range that is left and the one it began as. */
export interface Rewrite {
  readonly start: number;
  readonly end: number;
  readonly text: (at: string, all: string) => string;
}

/** How a use is answered by the whole sequence and a position in it. */
export interface OffsetUse {
  readonly rewrites: readonly Rewrite[];
  /** It is right only where the position is never beyond the end. */
  readonly needsWithin: boolean;
  /** A place that needs so many elements behind the position. */
  readonly needs?: { readonly node: SyntaxNode; readonly count: number };
  /** The rest itself is handed out. */
  readonly isHandedOut?: true;
  /** Only text and bytes are asked so: a list raises AttributeError. */
  readonly isOfText?: true;
}

const plain = (node: SyntaxNode, text: (at: string) => string): OffsetUse => ({
  rewrites: [{ start: node.start, end: node.end, text }],
  needsWithin: false,
});

/** What is to be written for a use of the name `xs` in the loop; undefined where an index does not answer it. */
export function offsetUse(use: Use, context: RuleContext): OffsetUse | undefined {
  if (use.kind === "item") return use.how === "read" ? item(use.subscript, context) : undefined;
  if (use.kind === "look") return look(use, context);
  if (use.kind === "operand") return comparedWithEmpty(use, context);
  if (use.kind === "method") return method(use, context);
  if (use.kind !== "return") return undefined;
  return { ...plain(use.node, (at) => rest(textOf(context.source, use.node), at)), isHandedOut: true };
}

/** The very object where nothing was taken. */
function rest(name: string, at: string): string {
  return `(${name}[${at}:] if ${at} else ${name})`;
}

function item(subscript: SyntaxNode, context: RuleContext): OffsetUse | undefined {
  const [index, ...others] = subscript.children.filter((each) => each.field === "subscript");
  if (index === undefined || others.length > 0 || mentions(index, subscript, context)) return undefined;
  if (index.kind === "slice") return part(index, context);
  const place = literalOf(context, index);
  // The last element stays where it is, while there is one.
  if (place !== undefined && place < 0)
    return { rewrites: [], needsWithin: false, needs: { node: subscript, count: -place } };
  if (!isNonNegative(context, index)) return undefined;
  return plain(index, (at) => (place === 0 ? at : `${at} + ${addedText(index, context)}`));
}

/** `xs[:b]`, `xs[a:b]`, `xs[a:]`: from the position on. */
function part(slice: SyntaxNode, context: RuleContext): OffsetUse | undefined {
  const parts = slice.children.filter(({ kind }) => kind !== "comment");
  const colon = parts.findIndex(({ kind }) => kind === ":");
  const [from, to] = [parts[colon - 1], parts[colon + 1]];
  if (colon < 0 || parts.length > 3 || to?.kind === ":") return undefined;
  if (![from, to].every((end) => end === undefined || isNonNegative(context, end))) return undefined;
  const moved = (end: SyntaxNode | undefined, at: string): string =>
    end === undefined || literalOf(context, end) === 0 ? at : `${at} + ${addedText(end, context)}`;
  return plain(slice, (at) => `${moved(from, at)} :${to === undefined ? "" : ` ${moved(to, at)}`}`);
}

/** Is the sequence itself asked in its index? */
export function mentions(index: SyntaxNode, subscript: SyntaxNode, { scopes }: RuleContext): boolean {
  const value = field(subscript, "value");
  const binding = value === undefined ? undefined : scopes.bindingOf(value);
  return [...ownDescendants(index)].some((node) => node.kind === "identifier" && scopes.bindingOf(node) === binding);
}

function look(use: Use & { kind: "look" }, context: RuleContext): OffsetUse | undefined {
  const name = textOf(context.source, use.node);
  if (use.look === "length") {
    const call = use.node.parent?.parent;
    if (call?.kind !== "call") return undefined;
    const isApart = ["comparison_operator", "assignment", "argument_list"].includes(call.parent?.kind ?? "");
    const text = (at: string): string => (isApart ? `len(${name}) - ${at}` : `(len(${name}) - ${at})`);
    return { ...plain(call, text), needsWithin: true };
  }
  if (use.look !== "truth" || !isTested(use.node)) return undefined;
  // `not xs`
  const { parent } = climbParentheses(use.node);
  if (parent?.kind === "not_operator") return plain(parent, (at) => `${at} >= len(${name})`);
  return plain(use.node, (at) => `${at} < len(${name})`);
}

/** `xs != ""` → `xs[at : at + 1] != ""` */
export function comparedWithEmpty(
  { node, operation }: Use & { kind: "operand" },
  context: RuleContext,
  position: (at: string) => string = (at) => at,
): OffsetUse | undefined {
  const [left, right, ...others] = namedChildren(operation).filter((child) => child.field !== "operators");
  const operator = operation.children.find((child) => child.field === "operators")?.kind;
  const isEmpty = right !== undefined && /^(?:b?(?:""|'')|\[\]|\(\))$/u.test(textOf(context.source, right));
  if (operation.kind !== "comparison_operator" || left !== node || !isEmpty || others.length > 0) return undefined;
  if ((operator !== "==" && operator !== "!=") || !isTested(operation)) return undefined;
  // Text is equal to no list, and a list to no text, however short.
  const name = textOf(context.source, node);
  return plain(node, (at) => `${name}[${position(at)} : ${position(at)} + 1]`);
}

/** `xs.startswith(p)` → `xs.startswith(p, at)`; beyond the end nothing starts, not even "". */
function method(use: Use & { kind: "method" }, context: RuleContext): OffsetUse | undefined {
  const [prefix, ...others] = use.arguments;
  if (use.method !== "startswith" || prefix === undefined || others.length > 0) return undefined;
  if (prefix.kind.includes("splat") || prefix.kind === "keyword_argument" || argumentsOf(use.call).length !== 1)
    return undefined;
  const name = textOf(context.source, use.node);
  const isMentioned = [...ownDescendants(prefix)].some(
    (node) => node.kind === "identifier" && textOf(context.source, node) === name,
  );
  if (isMentioned) return undefined;
  return { rewrites: [{ start: prefix.end, end: prefix.end, text: (at) => `, ${at}` }], needsWithin: true };
}
