import { field, fields, namedChildren } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { spelledAlike } from "./spelled-alike.ts";

/** `data = data[n:]`: what has been dealt with is taken from the front. */
export interface Cut {
  readonly statement: SyntaxNode;
  readonly target: SyntaxNode;
  /** `data` on the right. */
  readonly old: SyntaxNode;
  /** `n` */
  readonly lower: SyntaxNode;
}

/** The cut that an assignment is; undefined for any other. */
export function cutAt(use: Use, context: RuleContext): Cut | undefined {
  if (use.kind !== "assign" || use.node.parent?.parent !== use.statement) return undefined;
  const [old, lower] = [field(use.value, "value"), lowerOf(use.value, context)];
  const isCut = old !== undefined && lower !== undefined && spelledAlike(old, use.node, context.source);
  return isCut ? { statement: use.statement, target: use.node, old, lower } : undefined;
}

/** `n` of `data[n:]`. */
function lowerOf(value: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const [slice, ...more] = value.kind === "subscript" ? fields(value, "subscript") : [];
  const [lower, ...others] = slice?.kind === "slice" && more.length === 0 ? namedChildren(slice) : [];
  const isLast = lower !== undefined && /^\s*:\s*\]$/u.test(source.text.slice(lower.end, value.end));
  return isLast && others.length === 0 ? lower : undefined;
}
