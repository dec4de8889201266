import { enclosingLoops, isInside, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { builtinCalled } from "../../analysis/expression-context.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isCaught } from "./caught.ts";
import { isAnsweredAlike, isNamedByFormat, isSeldom, isSlice, readsAsBytes } from "./looks.ts";
import { isOnItsOwnLines } from "./own-lines.ts";
import type { TextGrowth } from "./text-growth.ts";
import { isPartOf, refuse, type TextPlan } from "./text-plan.ts";

/**
 * Bytes that begin as anything: a parameter, what a call gives, a sum. The program asks whether they are bytes right before the loop
 * that makes them longer, and goes on as before where they are not.
 */
export function planGuarded(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const about = textOf(context.source, growth.target);
  const isKnown = ["type", "bytearray"].every((name) => isBuiltinAt(context, name, growth.statement));
  if (!isKnown) return refuse("dynamic-names", "bytearray");
  if (uses.some(({ kind }) => kind === "capture")) return refuse("escapes", about);
  // As it is once this is done.
  if (uses.some((use) => use.kind === "assign" && builtinCalled(use.value, context) === "bytearray"))
    return refuse("other-use", about);
  const loop = enclosingLoops(growth.statement).findLast((each) => keepsKind(each, growths, uses, context));
  if (loop === undefined) return refuse("other-use", about);
  const inside = uses.filter(({ node }) => isInside(node, loop));
  const grown = growths.filter(({ statement }) => isInside(statement, loop));
  const looked = inside.filter((use) => !isPartOf(use, grown) && !isAnsweredAlike(use, context));
  if (!looked.every((use) => isSlice(use) || isSeldom(use, grown, context))) return refuse("result-used", about);
  return {
    kind: "guarded",
    loop,
    sums: grown.filter(({ form }) => form === "end"),
    isReadBelow: enclosingLoops(loop).length > 0 || uses.some(({ node }) => node.start >= loop.end),
    wraps: readsAsBytes(looked),
  };
}

/** Does the loop leave what it is to `+=` alone, and nobody see it unless the loop ends as loops do? */
function keepsKind(
  loop: SyntaxNode,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): boolean {
  // `continue` in its `else` would go past what stands below.
  if (loop.children.some(({ kind }) => kind === "else_clause") || isCaught(loop, uses, context)) return false;
  const grown = growths.filter(({ statement }) => isInside(statement, loop));
  const isGrown = (use: Use): boolean => isPartOf(use, grown);
  const others = uses.filter((use) => isInside(use.node, loop) && !isGrown(use));
  if (others.some((use) => giving.has(use.kind) || isNamedByFormat(use, context))) return false;
  return grown.every((each) => isWritable(each) && !each.added.some((part) => reads(part, uses)));
}

/** `data += x`, or `data = data + x` on one line, which is written twice. */
function isWritable({ form, added, statement }: TextGrowth): boolean {
  if (form === "in-place") return true;
  const isShort = statement.startLine === statement.endLine && added.length === 1;
  return form === "end" && isShort && isOnItsOwnLines(statement);
}

const giving: ReadonlySet<Use["kind"]> = new Set<Use["kind"]>(["assign", "augment", "rebind", "unbind", "capture"]);

function isLength(use: Use): boolean {
  return use.kind === "look" && use.look === "length";
}

/** Anything but its length. */
function reads(part: SyntaxNode, uses: readonly Use[]): boolean {
  return uses.some((use) => isInside(use.node, part) && !isLength(use));
}
