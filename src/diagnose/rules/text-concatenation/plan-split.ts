import { descendants, isInside, textOf } from "../../../source/navigate.ts";
import { givesExactText } from "../../analysis/exact-value.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isCaught } from "./caught.ts";
import type { TextGrowth } from "./text-growth.ts";
import { isPartOf, refuse, type TextPlan } from "./text-plan.ts";

/** `s = s + x + y` copies s for the first `+`; `s = s + x` and `s = s + y` one after the other do not. */
export function planSplit(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const about = textOf(context.source, growth.target);
  const isExact = isExactVariable(growths, uses, context);
  if (growth.form === "format" && !isExact) return refuse("own-addition", about);
  if (isExact) return { kind: "split", growth, isExact };
  const isReadInside = uses.some((use) => growth.added.some((part) => isInside(use.node, part)));
  const hasComment = [...descendants(growth.statement)].some(({ kind }) => kind === "comment");
  // Whoever sees the variable between the two statements would see half of it.
  if (isReadInside || hasComment || isCaught(growth.statement, uses, context)) return refuse("result-used", about);
  return { kind: "split", growth, isExact };
}

/** Does the variable hold nothing but text itself, whatever happens? */
function isExactVariable(growths: readonly TextGrowth[], uses: readonly Use[], context: RuleContext): boolean {
  return (
    growths.every(({ added }) => added.every((part) => givesExactText(context, part, false))) &&
    uses.every((use) => isPartOf(use, growths) || keepsExact(use, context))
  );
}

/** Any touch but one that gives the variable something else. */
function keepsExact(use: Use, context: RuleContext): boolean {
  if (use.kind === "assign" || use.kind === "augment") return givesExactText(context, use.value, false);
  return use.kind !== "rebind";
}
