import { ancestors, enclosingLoops, isInside, namedChildren, textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import { givesExactText } from "../../analysis/exact-value.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isCaught, isCaughtAround } from "./caught.ts";
import { cutAt } from "./cuts.ts";
import { isAnsweredAlike, isSeldom, isSlice, readsAsBytes } from "./looks.ts";
import { isOnItsOwnLines } from "./own-lines.ts";
import type { TextGrowth } from "./text-growth.ts";
import { isPartOf, refuse, type TextPlan } from "./text-plan.ts";
import { isLeftOver } from "./left-over.ts";
import { looksBetween } from "./looks-between.ts";
import { textKind } from "./text-kind.ts";

/** Can the variable be a bytearray from where it begins to below a loop, or to below the last statement beside it that grows it? */
export function planBytes(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const about = textOf(context.source, growth.target);
  const found = loopBesideStart(growth, uses, context, wide);
  if (found === undefined || isCaughtAround(found.loop, uses, context)) return refuse("other-use", about);
  if (isLeftOver(found, uses)) return refuse("result-used", about);
  if (!isBuiltinAt(context, "bytes", found.loop) || !isBuiltinAt(context, "bytearray", found.loop))
    return refuse("dynamic-names", "bytes");
  for (const last of [lastGrown(found.loop, growths), found.loop]) {
    const plan = bytesUpTo(last, found, growths, uses, context);
    if (plan !== undefined) return plan;
  }
  return refuse("result-used", about);
}

function bytesUpTo(
  last: SyntaxNode,
  { start }: Found,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan | undefined {
  const isWithin = (node: SyntaxNode): boolean => node.start >= start.node.end && node.end <= last.end;
  const inside = growths.filter(({ statement }) => isWithin(statement));
  // In two statements, an exception in the second would leave the first one's piece to a handler.
  const isHalf = ({ statement, added }: TextGrowth): boolean => added.length > 1 && isCaught(statement, uses, context);
  if (inside.some((each) => each.form === "front" || isHalf(each))) return undefined;
  const cuts = uses.flatMap((use) => (isWithin(use.node) ? (cutAt(use, context) ?? []) : []));
  const others = uses.filter(
    (use) => isWithin(use.node) && !isPartOf(use, [...inside, ...cuts]) && !isAnsweredAlike(use, context),
  );
  const resets = others.flatMap((use) => (isReset(use, context) ? [use.value] : []));
  const looked = others.filter((use) => !isReset(use, context));
  if (!looked.every((use) => isSlice(use) || isSeldom(use, inside, context))) return undefined;
  return {
    kind: "bytes",
    last,
    isReadBelow: enclosingLoops(last).length > 0 || uses.some(({ node }) => node.start >= last.end),
    starts: [start.value, ...resets],
    growths: inside,
    cuts,
    wraps: readsAsBytes(looked),
  };
}

/** `data = b""` once more. */
function isReset(use: Use, context: RuleContext): use is Use & { readonly kind: "assign" } {
  if (use.kind !== "assign" || use.value.kind !== "string") return false;
  return use.node.parent?.parent === use.statement && textKind(use.value, context) === "bytes";
}

/** The last statement beside the loop that makes it longer. */
function lastGrown(loop: SyntaxNode, growths: readonly TextGrowth[]): SyntaxNode {
  const siblings = loop.parent === undefined ? [] : namedChildren(loop.parent);
  return siblings.findLast((each) => growths.some(({ statement }) => isInside(statement, each))) ?? loop;
}

/** Can a list gather the pieces in the loop, with nobody looking at the text meanwhile? */
export function planParts(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const about = textOf(context.source, growth.target);
  const found = loopBesideStart(growth, uses, context);
  if (found === undefined || isCaught(found.loop, uses, context)) return refuse("other-use", about);
  const { loop, start } = found;
  const inside = growths.filter(({ statement }) => isInside(statement, loop));
  if (inside.some(({ form }) => form === "format" || (form === "front") !== (growth.form === "front")))
    return refuse("other-order", about);
  const looks = looksBetween(loop, inside, uses, context);
  if (looks === undefined) return refuse("result-used", about);
  const isUnseen = looks.reads.length === 0 && looks.resets.length === 0;
  const isText = (node: SyntaxNode): boolean => growth.kind === "str" && givesExactText(context, node, false);
  const unknown = inside.flatMap(({ added }) => added).find((part) => !isText(part));
  if (unknown === undefined && isUnseen && isText(start.value))
    return { kind: "parts", loop, growths: inside, isExact: true, ...looks };
  const asked = unknown ?? start.value;
  return inside.every((each) => isAskable(each, context))
    ? { kind: "parts", loop, growths: inside, isExact: false, ...looks }
    : refuse("own-addition", textOf(context.source, asked));
}

/** Can the program ask whether the piece is text, in lines of their own? */
function isAskable({ statement, added }: TextGrowth, context: RuleContext): boolean {
  const isKnown = ["type", "str", "bytes", "reversed"].every((name) => isBuiltinAt(context, name, statement));
  return isOnItsOwnLines(statement) && isKnown && added.length === 1 && added[0]?.kind !== "yield";
}

type Found = { readonly loop: SyntaxNode; readonly start: Use & { readonly kind: "assign" } };

/** The loop around the growth, or the `with` around that, beside the last statement that gives the variable a text. */
function loopBesideStart(
  growth: TextGrowth,
  uses: readonly Use[],
  context: RuleContext,
  around: ReadonlySet<string> = repeating,
): Found | undefined {
  const [innermost] = enclosingLoops(growth.statement);
  for (const loop of ancestors(growth.statement)) {
    if (innermost === undefined || !isInside(innermost, loop) || !around.has(loop.kind)) continue;
    const siblings = loop.parent === undefined ? [] : namedChildren(loop.parent);
    const before = siblings.slice(0, siblings.indexOf(loop)).reverse();
    for (const statement of before) {
      const start = uses.find((use) => isStartAt(use, statement, growth, context));
      if (start?.kind === "assign") return { loop, start };
    }
  }
  return undefined;
}

/** `data = b""` and no other name in the same statement. */
function isStartAt(use: Use, statement: SyntaxNode, growth: TextGrowth, context: RuleContext): boolean {
  if (use.kind !== "assign" || use.statement !== statement || use.node.field !== "left") return false;
  return use.node.parent?.parent === statement && textKind(use.value, context) === growth.kind;
}

const repeating = new Set(["for_statement", "while_statement", "with_statement"]);
/** A bytearray may also grow in the branches of what stands beside its start. */
const wide = new Set([...repeating, "if_statement", "try_statement"]);
