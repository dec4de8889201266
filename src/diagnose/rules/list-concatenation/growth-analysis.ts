import { textOf, withoutParentheses } from "../../../source/navigate.ts";
import { usesOf, type Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { isOwn } from "../../analysis/own-variable.ts";
import { analyseAttribute } from "./attribute-growth.ts";
import { growthPlaces, type Growth } from "./growth-places.ts";
import { listObstacles } from "./list-growth.ts";
import { planTuple, type TuplePlan } from "./tuple-growth.ts";
import { planTupleParts, type TuplePartsPlan } from "./tuple-parts.ts";

/** What can be done about a growing variable. */
export interface GrowthAnalysis {
  /** All growths of the variable in loops: they are changed together. */
  readonly growths: readonly Growth[];
  readonly obstacles: readonly Obstacle[];
  /** Set where it is a tuple. */
  readonly tuple?: TuplePlan;
  /** Set where it is a tuple, or becomes one, with what may be none. */
  readonly tupleParts?: TuplePartsPlan;
}

/** Looks at all uses of the growing variable. */
export function analyseGrowth(growth: Growth, context: RuleContext): GrowthAnalysis {
  const about = textOf(context.source, growth.target);
  const refuse = (code: ObstacleCode): GrowthAnalysis => ({ growths: [growth], obstacles: [{ code, about }] });
  if (growth.target.kind === "attribute") return analyseAttribute(growth, context);
  const binding = growth.target.kind === "identifier" ? context.scopes.bindingOf(growth.target) : undefined;
  if (binding === undefined || !isOwn(binding, context)) return refuse("crosses-functions");
  if (binding.scope.usesDynamicNames) return refuse("dynamic-names");
  const growths = growthPlaces(context).filter(({ target }) => context.scopes.bindingOf(target) === binding);
  const uses = usesOf(binding, context);
  if (!isTuple(growths, uses)) return { growths, obstacles: listObstacles(uses, growths, context) };
  const plan = planTuple(uses, growths, context);
  if (!("obstacles" in plan)) return { growths, obstacles: [], tuple: plan };
  const tupleParts = planTupleParts(growth, uses, growths, context);
  return tupleParts === undefined ? { growths, obstacles: plan.obstacles } : { growths, obstacles: [], tupleParts };
}

/** Something that only a tuple can do, or a tuple to begin with. */
function isTuple(growths: readonly Growth[], uses: readonly Use[]): boolean {
  if (growths.some(({ form, node }) => form === "in-place" || (form === "star" && node.kind === "tuple"))) return true;
  if (
    growths.some(
      ({ form, added }) => form === "plus" && added.some((part) => withoutParentheses(part).kind === "tuple"),
    )
  )
    return true;
  return uses.some((use) => use.kind === "assign" && use.value.kind === "tuple");
}
