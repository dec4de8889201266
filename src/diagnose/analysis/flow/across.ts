import type { SyntaxNode } from "../../../source/node.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Variable } from "../variable.ts";
import { planCallers, type CallerSite } from "./callers-plan.ts";
import type { Flow } from "./flow.ts";
import { planListToSet } from "./list-to-set.ts";
import { planSetBeside, type SetBeside } from "./set-beside.ts";

/** How a list that is made, filled and searched in several functions of a file can be searched by hash. */
export type AcrossPlan =
  /** The callers make a set before their loops, and hand that over. */
  | { readonly kind: "callers"; readonly sites: readonly CallerSite[] }
  /** Nothing asks for a list anywhere: it is a set from the start. */
  | { readonly kind: "replace"; readonly flow: Flow }
  /** A set is kept beside it wherever it changes. */
  | { readonly kind: "beside"; readonly beside: SetBeside };

/** The plan, or what keeps every plan from being right. */
export type AcrossOutcome =
  | { readonly kind: "plan"; readonly plan: AcrossPlan }
  | { readonly kind: "none"; readonly obstacles: readonly Obstacle[] };

/** Plans a search of the variable's list whose loop, or whose changes, lie in other functions. */
export function planAcross(context: RuleContext, variable: Variable, container: SyntaxNode): AcrossOutcome {
  const replaced = planListToSet(context, variable, container);
  if (replaced?.obstacles.length === 0) return { kind: "plan", plan: { kind: "replace", flow: replaced.flow } };
  const callers = planCallers(context, variable);
  if (callers.sites.length > 0) return { kind: "plan", plan: { kind: "callers", sites: callers.sites } };
  const beside = planSetBeside(context, variable, container);
  if (beside?.obstacles.length === 0) return { kind: "plan", plan: { kind: "beside", beside } };
  const obstacles = beside?.obstacles ?? replaced?.obstacles ?? callers.obstacles;
  return { kind: "none", obstacles: obstacles.slice(0, SHOWN) };
}

/** As many reasons as a reader wants to see. */
const SHOWN = 3;
