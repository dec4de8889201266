import { ownNodes } from "../../analysis/own-code.ts";
import type { RuleContext } from "../../rule.ts";
import { grownValuesAt } from "./grown-values.ts";
import { inheritedMembershipAt } from "./inherited-membership.ts";
import { movesAt } from "./moves.ts";
import { searchesAt } from "./searches.ts";
import { textWalksAt } from "./text-walks.ts";
import { totalsAt } from "./totals.ts";
import type { Walk } from "./walk.ts";
import { weightsAt } from "./weights.ts";

/** Everything in the function's own code that goes through the whole of something. */
export function walksIn(context: RuleContext): readonly Walk[] {
  return [...ownNodes(context)].flatMap((node) => [
    ...searchesAt(context, node),
    ...totalsAt(context, node),
    ...textWalksAt(context, node),
    ...movesAt(context, node),
    ...grownValuesAt(context, node),
    ...inheritedMembershipAt(context, node),
    ...weightsAt(context, node),
  ]);
}
