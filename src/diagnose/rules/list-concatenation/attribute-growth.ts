import { descendants, isInside, textOf } from "../../../source/navigate.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import { isFreshList } from "../../analysis/exact-list.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import { variableAt } from "../../analysis/variable.ts";
import { isWalkedThroughCalls } from "../../analysis/walked-through-calls.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { growthAt, type Growth } from "./growth-places.ts";
import { growthObstacles, listMethods } from "./list-growth.ts";

/** The same for `self.items`, which every method of the class may use: nobody but the object may have its list. */
export function analyseAttribute(
  growth: Growth,
  context: RuleContext,
): { readonly growths: readonly Growth[]; readonly obstacles: readonly Obstacle[] } {
  const about = textOf(context.source, growth.target);
  const { uses, obstacles: hidden } = usesOfAttribute(growth.target, context);
  const growths = uses.flatMap(({ node }) => {
    const grown = node.field === "left" && node.parent !== undefined ? growthAt(node.parent, context) : undefined;
    return grown === undefined ? [] : [grown];
  });
  const obstacles = [...hidden];
  for (const use of uses) {
    if (growths.some(({ target, old }) => use.node === target || isInside(use.node, old))) continue;
    const code = obstacleOf(use, context);
    if (code !== undefined) obstacles.push({ code, about });
  }
  const inside = (each: Growth): boolean => isInside(each.statement, context.function.node);
  if (growths.some((each) => each.form === "in-place" || each.node.kind === "tuple"))
    obstacles.push({ code: "not-a-list", about });
  if (!growths.every((each) => inside(each) || each.added.every((part) => isFreshList(part, context))))
    obstacles.push({ code: "not-a-list", about });
  for (const each of growths)
    obstacles.push(...growthObstacles(each, growths, context), ...changesWhileAdded(each, context));
  return { growths, obstacles };
}

function obstacleOf(use: Use, context: RuleContext): ObstacleCode | undefined {
  if (use.kind === "rebind" || use.kind === "unbind" || use.kind === "augment") return "rebound";
  if (use.kind === "assign") return isFreshList(use.value, context) ? undefined : "not-a-list";
  if (use.kind === "look") return isWalkedThroughCalls(use, context) ? "changes-in-loop" : undefined;
  if (use.kind === "method") return listMethods.has(use.method) ? undefined : "escapes";
  return use.kind === "item" || use.kind === "operand" ? undefined : "escapes";
}

/** `self.items + [self.make()]`: what is worked out there finds the old list, and could put something into another. */
function changesWhileAdded({ target, added, statement }: Growth, context: RuleContext): readonly Obstacle[] {
  const variable = variableAt(context, target);
  const about = textOf(context.source, target);
  if (variable === undefined) return [{ code: "crosses-functions", about }];
  // Anything can be behind what is walked through: a generator that adds to the very list.
  const isWalking = added.some((part) => [...descendants(part)].some(({ kind }) => walking.has(kind)));
  if (isWalking) return [{ code: "may-change-in-call", about }];
  return mayChangeIn(context, variable, { loop: statement, statement, parts: added, obstacles: [] });
}

const walking = new Set(["list_splat", "for_in_clause"]);
