import {
  ancestors,
  enclosingLoops,
  isInside,
  namedChildren,
  textOf,
  withoutParentheses,
} from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { isBuiltinAt } from "../../analysis/code.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Growth } from "./growth-places.ts";

/** Where a tuple is grown as a list instead: from `start`, in `loop`, made a tuple again after it. */
export interface TuplePlan {
  /** The value in `t = ()` right above the loop. */
  readonly start: SyntaxNode;
  readonly loop: SyntaxNode;
}

/** Can the tuple be a list while the loop runs, with nobody looking at it? */
export function planTuple(
  uses: readonly Use[],
  growths: readonly Growth[],
  context: RuleContext,
): TuplePlan | { readonly obstacles: readonly Obstacle[] } {
  const [first] = growths;
  const about = textOf(context.source, first?.target ?? context.function.node);
  const refuse = (code: ObstacleCode): { obstacles: readonly Obstacle[] } => ({ obstacles: [{ code, about }] });
  const loop = first === undefined ? undefined : loopBesideStart(first, uses);
  if (first === undefined || loop === undefined) return refuse("other-use");
  if (!isBuiltinAt(context, "tuple", loop.loop)) return refuse("other-use");
  if (growths.some((growth) => !isTupleGrowth(growth) || !isInside(growth.statement, loop.loop)))
    return refuse("not-a-list");
  if (uses.some(({ kind }) => kind === "capture" || kind === "rebind")) return refuse("escapes");
  if (isInTry(loop.loop)) return refuse("other-use");
  const isSeen = uses.some(
    (use) => isBetween(use.node, loop) && !growths.some(({ statement }) => isInside(use.node, statement)),
  );
  const isReadInGrowth = uses.some((use) => growths.some((growth) => isReadBy(use, growth)));
  return isSeen || isReadInGrowth ? refuse("result-used") : loop;
}

/** `t + (y,)`, `(*t, y)`, `t += (a, b)`. */
function isTupleGrowth(growth: Growth): boolean {
  if (!growth.isAtEnd) return false;
  if (growth.form === "star") return growth.node.kind === "tuple";
  return growth.added.length === 1 && growth.added.every((part) => withoutParentheses(part).kind === "tuple");
}

/** The loop around the growth that stands in one block with the statement that starts the tuple. */
function loopBesideStart(growth: Growth, uses: readonly Use[]): TuplePlan | undefined {
  for (const loop of enclosingLoops(growth.statement)) {
    const siblings = loop.parent === undefined ? [] : namedChildren(loop.parent);
    const before = new Set(siblings.slice(0, siblings.indexOf(loop)));
    const start = uses.find((use) => use.kind === "assign" && before.has(use.statement) && isTupleStart(use));
    if (start?.kind === "assign") return { start: start.value, loop };
  }
  return undefined;
}

/** `t = (…)`, and no other name in the same statement. */
function isTupleStart({ node, value, statement }: Use & { kind: "assign" }): boolean {
  return value.kind === "tuple" && node.field === "left" && node.parent?.parent === statement;
}

/** An exception in the loop would leave a list behind for a handler, or for what follows a `with` that swallows it. */
export function isInTry(loop: SyntaxNode): boolean {
  for (const at of ancestors(loop)) {
    if (at.kind === "function_definition" || at.kind === "lambda") return false;
    if (at.kind === "try_statement" || at.kind === "with_statement") return true;
  }
  return false;
}

function isBetween(node: SyntaxNode, { start, loop }: TuplePlan): boolean {
  return node.start >= start.start && node.end <= loop.end;
}

/** Is the tuple read by what is added to it? */
function isReadBy({ node }: Use, { statement, target, old }: Growth): boolean {
  return isInside(node, statement) && node !== target && !isInside(node, old);
}
