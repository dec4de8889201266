import { enclosingLoops, isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import type { Growth } from "./growth-places.ts";
import { isOnItsOwnLines } from "./list-growth.ts";
import { isInTry } from "./tuple-growth.ts";

/** What a tuple gets in `loop` is gathered in a list beside it, as far as it is a tuple itself, and added once below the loop. */
export interface TuplePartsPlan {
  readonly loop: SyntaxNode;
  /** All growths of the variable in the loop. */
  readonly growths: readonly Growth[];
}

/** Where the source does not show tuples, the program asks; undefined where somebody could see the tuple meanwhile. */
export function planTupleParts(
  growth: Growth,
  uses: readonly Use[],
  all: readonly Growth[],
  context: RuleContext,
): TuplePartsPlan | undefined {
  if (uses.some(({ kind }) => kind === "capture")) return undefined;
  const loop = enclosingLoops(growth.statement).findLast((each) => isUnseenIn(each, uses, all));
  if (loop === undefined || isInTry(loop) || hasElse(loop)) return undefined;
  const growths = all.filter(({ statement }) => isInside(statement, loop));
  const isKnown = ["type", "tuple"].every((name) => isBuiltinAt(context, name, loop));
  return isKnown && growths.every((each) => isAskable(each)) ? { loop, growths } : undefined;
}

/** Is the variable touched there by nothing but what makes it longer? */
function isUnseenIn(loop: SyntaxNode, uses: readonly Use[], growths: readonly Growth[]): boolean {
  return uses.every(
    ({ node }) => !isInside(node, loop) || growths.some(({ target, old }) => node === target || isInside(node, old)),
  );
}

/** A `continue` there is about the loop around, and would pass over what stands below. */
function hasElse(loop: SyntaxNode): boolean {
  return loop.children.some(({ kind }) => kind === "else_clause");
}

function isAskable({ form, isAtEnd, added, statement }: Growth): boolean {
  const isOne = added.length === 1 && added[0]?.kind !== "yield";
  const isInBlock = statement.parent?.kind === "block";
  return form !== "star" && isAtEnd && isOne && isInBlock && isOnItsOwnLines(statement);
}
