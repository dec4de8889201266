import { field, fields, namedChildren, ownDescendants, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { spelledAlike } from "./spelled-alike.ts";

/** `data = data[n:]`, or `head, data = data[:n], data[n:]`: what has been dealt with is taken from the front. */
export interface Cut {
  readonly statement: SyntaxNode;
  readonly target: SyntaxNode;
  /** `data` on the right. */
  readonly old: SyntaxNode;
  /** `n` */
  readonly lower: SyntaxNode;
  /** `head` and `data[:n]`, which come first. */
  readonly taken?: { readonly target: SyntaxNode; readonly value: SyntaxNode };
}

/** The cut that an assignment is; undefined for any other. */
export function cutAt(use: Use, context: RuleContext): Cut | undefined {
  if (use.kind !== "assign") return undefined;
  const [old, lower] = [field(use.value, "value"), lowerOf(use.value, context)];
  if (old === undefined || lower === undefined || !spelledAlike(old, use.node, context.source)) return undefined;
  const cut = { statement: use.statement, target: use.node, old, lower };
  if (use.node.parent?.parent === use.statement) return cut;
  const taken = takenFirst(use, lower, context);
  return taken === undefined ? undefined : { ...cut, taken };
}

/** `n` of `data[n:]`. */
function lowerOf(value: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const [slice, ...more] = value.kind === "subscript" ? fields(value, "subscript") : [];
  const [lower, ...others] = slice?.kind === "slice" && more.length === 0 ? namedChildren(slice) : [];
  const isLast = lower !== undefined && /^\s*:\s*:?\s*\]$/u.test(source.text.slice(lower.end, value.end));
  return isLast && others.length === 0 ? lower : undefined;
}

/**
 * What a pair gives its first name, where the cut may come after that: how much is cut is said by numbers and names that the first
 * assignment leaves as they are.
 */
function takenFirst(use: Use & { kind: "assign" }, lower: SyntaxNode, context: RuleContext): Cut["taken"] {
  const [names, values] = [pairAround(use.node, "pattern_list"), pairAround(use.value, "expression_list")];
  const [target, value] = [names?.[0], values?.[0]];
  if (target === undefined || value === undefined || names?.[1] !== use.node || values?.[1] !== use.value)
    return undefined;
  const isPlain = target.kind === "identifier" || target.kind === "attribute";
  return isPlain && isSteadyCount(lower, target, context) ? { target, value } : undefined;
}

function pairAround({ parent }: SyntaxNode, kind: string): readonly SyntaxNode[] | undefined {
  const parts = parent?.kind === kind ? namedChildren(parent) : [];
  return parts.length === 2 ? parts : undefined;
}

const counted = new Set([
  "integer",
  "identifier",
  "attribute",
  "binary_operator",
  "unary_operator",
  "call",
  "argument_list",
]);

/** Numbers, names that `first` is not, attributes where it is a name, their sums and lengths. */
function isSteadyCount(count: SyntaxNode, first: SyntaxNode, { source, scopes }: RuleContext): boolean {
  const whole = withoutParentheses(count);
  return [whole, ...ownDescendants(whole)].every((node) => {
    if (!node.isNamed) return true;
    if (node.kind === "call" && textOf(source, field(node, "function") ?? node) !== "len") return false;
    // Storing an attribute may do anything.
    if (node.kind === "attribute" || node.kind === "call") return first.kind === "identifier";
    if (node.kind !== "identifier") return counted.has(node.kind) || node.kind === "parenthesized_expression";
    return first.kind !== "identifier" || scopes.bindingOf(node) !== scopes.bindingOf(first);
  });
}
