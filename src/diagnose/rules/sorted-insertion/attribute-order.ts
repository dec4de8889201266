import { field, sameExpression, textOf } from "../../../source/navigate.ts";
import { usesOfAttribute } from "../../analysis/attribute-uses.ts";
import { copiesObjects } from "../../analysis/copied-objects.ts";
import { cellAt } from "../../analysis/flow/cell.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { Obstacle, ObstacleCode } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Insertion } from "./insertion.ts";

/** All that is done to a list that an object keeps, and what hides some of it. */
export interface KeptOrder {
  readonly uses: readonly Use[];
  readonly obstacles: readonly Obstacle[];
}

/** Could whether the list is in order be known by another attribute of the same object? */
export function keptOrder({ list, isRebound }: Insertion, context: RuleContext): KeptOrder {
  const { source } = context;
  const about = textOf(source, list);
  const { uses, obstacles } = usesOfAttribute(list, context);
  const cell = cellAt(context, list);
  const found = (is: boolean, code: ObstacleCode): readonly Obstacle[] => (is ? [{ code, about }] : []);
  if (cell?.kind !== "attribute" || cell.home === undefined) return { uses, obstacles };
  const elsewhere = context.elsewhere?.(cell.name, "attribute", source.path) ?? "none";
  return {
    uses,
    obstacles: [
      ...obstacles,
      ...found(elsewhere !== "none", "crosses-functions"),
      // Two objects of one list would each know of their own insertions alone.
      ...found(copiesObjects(cell.home, context), "escapes"),
      // A loop may walk through the list that another takes the place of.
      ...found(isRebound, "rebound"),
      ...found(!uses.every(({ node }) => isOfSame(node, list, context)), "crosses-functions"),
    ],
  };
}

/** In the same words, so that what is kept beside it is the same object's. */
function isOfSame(node: Use["node"], list: Insertion["list"], { source }: RuleContext): boolean {
  const [object, own] = [field(node, "object"), field(list, "object")];
  return object !== undefined && own !== undefined && sameExpression(object, own, source);
}
