import { enclosingLoops, field, ownDescendants, sameExpression, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { attributeTargets, valueAssignedTo } from "../../analysis/attributes.ts";
import { boundValues } from "../../analysis/bound-values.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import { valueOf } from "../../analysis/expression-value.ts";
import type { RuleContext } from "../../rule.ts";

/** What grows: text that `+=` copies whole, or bytes. */
export type TextKind = "str" | "bytes";

/** A statement that makes a text longer: `s += x` or `s = s + x`. */
export interface TextGrowth {
  readonly node: SyntaxNode;
  readonly statement: SyntaxNode;
  /** `data` or `self.out` */
  readonly target: SyntaxNode;
  readonly added: SyntaxNode;
  /** `s + x` of the longer form. */
  readonly sum: SyntaxNode | undefined;
  readonly kind: TextKind;
}

/** Every place in the function's own code where text or bytes may be copied to grow. */
export function textGrowths(context: RuleContext): readonly TextGrowth[] {
  const found: TextGrowth[] = [];
  for (const node of ownDescendants(context.function.body)) {
    const growth = growthOf(node, context);
    if (growth !== undefined && (growth.target.kind === "attribute" || enclosingLoops(node).length > 0))
      found.push(growth);
  }
  return found;
}

function growthOf(node: SyntaxNode, context: RuleContext): TextGrowth | undefined {
  const parts = partsOf(node, context);
  const kind = parts === undefined ? undefined : kindOf(parts.target, context);
  if (parts === undefined || kind === undefined) return undefined;
  return isCopied(parts.target, kind, context) ? { ...parts, kind } : undefined;
}

/** The statement as text: what grows, and by what. */
function partsOf(node: SyntaxNode, context: RuleContext): Omit<TextGrowth, "kind"> | undefined {
  const statement = node.parent;
  const [target, right] = [field(node, "left"), field(node, "right")];
  if (statement?.kind !== "expression_statement" || target === undefined || right === undefined) return undefined;
  if (target.kind !== "identifier" && target.kind !== "attribute") return undefined;
  if (node.kind === "augmented_assignment") {
    const isPlus = field(node, "operator")?.kind === "+=";
    return isPlus ? { node, statement, target, added: right, sum: undefined } : undefined;
  }
  const added = node.kind === "assignment" ? addedTo(target, right, context) : undefined;
  return added === undefined ? undefined : { node, statement, target, added, sum: right };
}

/** `x` of `s + x`. */
function addedTo(target: SyntaxNode, sum: SyntaxNode, { source }: RuleContext): SyntaxNode | undefined {
  const [left, right] = [field(sum, "left"), field(sum, "right")];
  const isPlus = sum.kind === "binary_operator" && field(sum, "operator")?.kind === "+";
  return isPlus && left !== undefined && sameExpression(left, target, source) ? right : undefined;
}

/** What the source says it begins as: numbers and lists grow by `+=` too. */
function kindOf(target: SyntaxNode, context: RuleContext): TextKind | undefined {
  for (const value of valuesOf(target, context)) {
    const kind = textKind(value, context);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function valuesOf(target: SyntaxNode, context: RuleContext): readonly SyntaxNode[] {
  if (target.kind === "attribute") {
    const name = field(target, "attribute");
    const targets = name === undefined ? [] : attributeTargets(context, textOf(context.source, name));
    return targets.flatMap((each) => valueAssignedTo(each) ?? []);
  }
  const binding = context.scopes.bindingOf(target);
  return binding === undefined
    ? []
    : boundValues(binding).flatMap((each) => (each.kind === "assigned" ? each.value : []));
}

/** A literal, `bytes()` or `str(…)`. */
export function textKind(value: SyntaxNode, context: RuleContext): TextKind | undefined {
  if (value.kind === "string") return /^[rR]?[bB]/u.test(textOf(context.source, value)) ? "bytes" : "str";
  if (value.kind !== "call") return undefined;
  if (builtinCalled(value, context) === "bytes") return "bytes";
  return valueOf(context, value).type === "str" ? "str" : undefined;
}

/**
 * CPython lengthens a str in its place where a function's own variable alone holds it, up to 3.10 also a module's
 * (`unicode_concatenate` in Python/ceval.c; `BINARY_OP_INPLACE_ADD_UNICODE` since 3.11). Bytes and attributes are always copied.
 */
function isCopied(target: SyntaxNode, kind: TextKind, { scopes, python: [major, minor] }: RuleContext): boolean {
  if (kind === "bytes" || target.kind === "attribute") return true;
  const binding = scopes.bindingOf(target);
  return binding?.scope.kind === "module" && (major > 3 || minor > 10);
}
