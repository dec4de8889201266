import type { SyntaxNode } from "../../source/node.ts";
import type { Obstacle } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { isBoundBefore } from "./bound-before.ts";
import { changesIn, isPrivateIn, obstacleOf } from "./changes.ts";
import { mayChangeIn, type Holds } from "./effects.ts";
import { leavesLoopAfter } from "./leaves-loop.ts";
import { loopSpansOf, type LoopSpan } from "./loop-span.ts";
import { isPlainAttribute } from "./plain-attribute.ts";
import { neverChanges } from "./unchanging.ts";
import type { Variable } from "./variable.ts";

/** The loop before which something can be made of the variable's list, once. */
export interface SteadyLoop {
  /** The outermost loop in which the list stays as it is; the innermost loop where none is; undefined without a loop. */
  readonly span: LoopSpan | undefined;
  /** Empty: code before `span.statement` sees the list that every turn of the loop sees. */
  readonly obstacles: readonly Obstacle[];
  /** Is the list made here and out of everybody else's reach until the loop ends? */
  readonly isPrivate: boolean;
}

/**
 * The outermost loop around the expression in which the variable's list does not change and before which it can be read
 * without doing or raising anything new.
 */
export function steadyLoopOf(
  context: RuleContext,
  variable: Variable,
  expression: SyntaxNode,
  holds: Holds = "list",
): SteadyLoop {
  return outermostSteady(context, variable, loopSpansOf(context, expression), (span) =>
    changeObstacles(context, variable, span, holds),
  );
}

/** The outermost of the loops in which nothing changes, as far as `changesOf` tells, and before which the variable can be read. */
export function outermostSteady(
  context: RuleContext,
  variable: Variable,
  spans: readonly LoopSpan[],
  changesOf: (span: LoopSpan) => readonly Obstacle[],
): SteadyLoop {
  let best: LoopSpan | undefined;
  let first: readonly Obstacle[] | undefined;
  for (const span of spans) {
    const changed = changesOf(span);
    const reading = changed.length > 0 ? [] : readingObstacles(context, variable, span.statement);
    const obstacles = [...span.obstacles, ...changed, ...reading];
    if (obstacles.length === 0) best = span;
    else first ??= obstacles;
    // What changes within a loop changes within every loop around it.
    if (changed.length > 0) break;
  }
  const span = best ?? spans[0];
  const isPrivate = span !== undefined && isPrivateIn(context, variable, span);
  if (best !== undefined) return { span: best, obstacles: [], isPrivate };
  return { span, obstacles: first ?? [{ code: "not-in-loop", about: variable.text }], isPrivate };
}

/** What changes, or may change, the list between code put before the loop and the loop's last turn. */
function changeObstacles(context: RuleContext, variable: Variable, span: LoopSpan, holds: Holds): readonly Obstacle[] {
  const changes = changesIn(context, variable, span.parts)
    .filter(({ node }) => !leavesLoopAfter(context, node, span, variable))
    .map((change) => obstacleOf(change));
  if (changes.length > 0) return distinct(changes);
  const isOutOfReach = isPrivateIn(context, variable, span) || neverChanges(context, variable);
  return isOutOfReach ? [] : mayChangeIn(context, variable, span, { holds });
}

/** Why reading the variable before the statement could raise, or run something. */
export function readingObstacles(context: RuleContext, variable: Variable, statement: SyntaxNode): readonly Obstacle[] {
  const about = variable.text;
  if (variable.kind === "inner") return [{ code: "rebound", about }];
  if (variable.attribute !== undefined && !isPlainAttribute(context, variable, statement))
    return [{ code: "dynamic-names", about }];
  return isBoundBefore(variable.binding, statement) ? [] : [{ code: "not-always-run", about }];
}

function distinct(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const seen = new Set<string>();
  return obstacles.filter(({ code, about }) => {
    const key = `${code} ${about}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
