import { textOf } from "../../../source/navigate.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { usesOf } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isStoredFast } from "./copied.ts";
import { textGrowths } from "./places.ts";
import { planAttribute } from "./plan-attribute.ts";
import { planBytes, planParts } from "./plan-loop.ts";
import { planSplit } from "./plan-split.ts";
import type { TextGrowth } from "./text-growth.ts";
import { refuse, type TextPlan } from "./text-plan.ts";

/** Looks at all uses of what grows. */
export function planText(growth: TextGrowth, context: RuleContext): TextPlan {
  const about = textOf(context.source, growth.target);
  if (growth.target.kind === "attribute") return planAttribute(growth, about, context);
  if (growth.target.kind === "subscript") return refuse("not-a-name", about);
  const binding = context.scopes.bindingOf(growth.target);
  if (binding === undefined || !isOwn(binding, context)) return refuse("crosses-functions", about);
  if (binding.scope.usesDynamicNames) return refuse("dynamic-names", about);
  const uses = usesOf(binding, context);
  if (uses.some(({ kind }) => kind === "capture" || kind === "rebind")) return refuse("escapes", about);
  const growths = textGrowths(context).filter(({ target }) => context.scopes.bindingOf(target) === binding);
  if (isSplit(growth) && isStoredFast(binding, context)) return planSplit(growth, growths, uses, context);
  return growth.kind === "bytes" && growth.form !== "front"
    ? planBytes(growth, growths, uses, context)
    : planParts(growth, growths, uses, context);
}

function isSplit({ kind, form, added }: TextGrowth): boolean {
  return kind === "str" && (form === "format" || (form === "end" && added.length > 1));
}
