import { ownNodes } from "../../analysis/own-code.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { RuleContext } from "../../rule.ts";
import { countWalksAt } from "./counts-before.ts";
import { grownValuesAt } from "./grown-values.ts";
import { inheritedMembershipAt } from "./inherited-membership.ts";
import { letterWalksAt } from "./letters.ts";
import { madeAgainAt } from "./made-again.ts";
import { movesAt } from "./moves.ts";
import { searchesAt } from "./searches.ts";
import { textWalksAt } from "./text-walks.ts";
import { totalsAt } from "./totals.ts";
import type { Walk } from "./walk.ts";
import { weightsAt } from "./weights.ts";

/** Everything in the function's own code that goes through the whole of something. */
export function walksIn(context: RuleContext): readonly Walk[] {
  return [...ownNodes(context)].flatMap((node) => [
    ...lettersOrSearches(context, node),
    ...totalsAt(context, node),
    ...textWalksAt(context, node),
    ...countWalksAt(context, node),
    ...movesAt(context, node),
    ...madeAgainAt(context, node),
    ...grownValuesAt(context, node),
    ...inheritedMembershipAt(context, node),
    ...weightsAt(context, node),
  ]);
}

/** The letters of a text are no data that is gone through again: each is asked for once. */
function lettersOrSearches(context: RuleContext, node: SyntaxNode): readonly Walk[] {
  const letters = letterWalksAt(context, node);
  return letters.length > 0 ? letters : searchesAt(context, node);
}
