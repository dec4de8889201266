import { textOf } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import { variableAt } from "../../analysis/variable.ts";
import type { RuleContext } from "../../rule.ts";
import { isStoredFast } from "./copied.ts";
import { textGrowths } from "./places.ts";
import { planAttribute } from "./plan-attribute.ts";
import { planGuarded } from "./plan-guarded.ts";
import { planLengthened } from "./plan-lengthened.ts";
import { planBytes, planParts } from "./plan-loop.ts";
import { planShown } from "./plan-shown.ts";
import { planSplit } from "./plan-split.ts";
import type { TextGrowth } from "./text-growth.ts";
import { refuse, type TextPlan } from "./text-plan.ts";

/** Looks at all uses of what grows. */
export function planText(growth: TextGrowth, context: RuleContext): TextPlan {
  const about = textOf(context.source, growth.target);
  if (growth.target.kind === "attribute") return planHeld(growth, context);
  if (growth.target.kind === "subscript") return planShared(growth, refuse("not-a-name", about), context);
  const binding = context.scopes.bindingOf(growth.target);
  if (binding === undefined) return refuse("crosses-functions", about);
  if (isOwnParameter(growth.target, context)) return planParameter(growth, binding, context);
  if (!isOwn(binding, context)) return planShared(growth, refuse("crosses-functions", about), context);
  if (binding.scope.usesDynamicNames) return refuse("dynamic-names", about);
  const uses = usesOf(binding, context);
  if (uses.some(({ kind }) => kind === "capture")) return planShared(growth, refuse("escapes", about), context);
  const growths = growthsOf(binding, context);
  if (growth.isGuess === true) return planGuarded(growth, growths, uses, context);
  if (uses.some(({ kind }) => kind === "rebind")) return planRebound(growth, growths, uses, context);
  if (isSplit(growth) && isStoredFast(binding, context)) return planSplit(growth, growths, uses, context);
  return planGathered(growth, growths, uses, context);
}

function growthsOf(binding: Binding, context: RuleContext): readonly TextGrowth[] {
  return textGrowths(context).filter(({ target }) => context.scopes.bindingOf(target) === binding);
}

function planParameter(growth: TextGrowth, binding: Binding, context: RuleContext): TextPlan {
  const about = textOf(context.source, growth.target);
  if (binding.scope.usesDynamicNames) return refuse("dynamic-names", about);
  const [growths, uses] = [growthsOf(binding, context), usesOf(binding, context)];
  if (growth.kind === "bytes") return planGuarded(growth, growths, uses, context);
  if (uses.some(({ kind }) => kind === "capture")) return planShared(growth, refuse("escapes", about), context);
  return isSplit(growth) ? planSplit(growth, growths, uses, context) : refuse("crosses-functions", about);
}

function isOwnParameter(target: SyntaxNode, context: RuleContext): boolean {
  return variableAt(context, target)?.kind === "parameter";
}

function planHeld(growth: TextGrowth, context: RuleContext): TextPlan {
  const plan = planAttribute(growth, context);
  if (plan.kind !== "none" || growth.kind === "str") return planShared(growth, plan, context);
  const shown = planShown(growth, context);
  return shown.kind === "none" ? plan : shown;
}

/** Where others touch it too, and nothing else is to be done. */
function planShared(growth: TextGrowth, otherwise: TextPlan, context: RuleContext): TextPlan {
  if (otherwise.kind !== "none" || growth.kind !== "str") return otherwise;
  const lengthened = planLengthened(growth, context);
  return lengthened.kind === "none" ? otherwise : lengthened;
}

/** Bytes in a bytearray, or else in a list of pieces as text. */
function planGathered(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const isText = growth.kind === "str" || growth.form === "front";
  const plan = isText ? undefined : planBytes(growth, growths, uses, context);
  if (plan !== undefined && plan.kind !== "none") return plan;
  const parts = planParts(growth, growths, uses, context);
  if (parts.kind !== "none") return parts;
  const guarded = isText ? undefined : planGuarded(growth, growths, uses, context);
  return guarded !== undefined && guarded.kind !== "none" ? guarded : (plan ?? parts);
}

/** `key, text = line.split(…)`: it may be given anything there, so that each piece has to ask. */
function planRebound(
  growth: TextGrowth,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): TextPlan {
  const plan = planParts(growth, growths, uses, context);
  if (plan.kind === "none" && growth.kind === "bytes") {
    const guarded = planGuarded(growth, growths, uses, context);
    return guarded.kind === "none" ? plan : guarded;
  }
  return plan.kind === "parts" && plan.isExact ? refuse("escapes", textOf(context.source, growth.target)) : plan;
}

function isSplit({ kind, form, added }: TextGrowth): boolean {
  return kind === "str" && (form === "format" || (form === "end" && added.length > 1));
}
