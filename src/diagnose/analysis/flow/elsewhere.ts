import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { ReachableName } from "./flow.ts";

/** What stands in the way because other files of the project use these names. `isKept`: the list itself stays a list. */
export function obstaclesElsewhere(
  context: RuleContext,
  names: readonly ReachableName[],
  isKept: boolean,
): readonly Obstacle[] {
  const { elsewhere } = context;
  if (elsewhere === undefined) return [];
  return names.flatMap((each): readonly Obstacle[] => {
    // What takes the list only reads it where the list stays one: others may call it with lists of their own.
    if (isKept && each.kind === "takes") return [];
    const use = elsewhere(each.name, each.kind === "attribute" ? "attribute" : "name", context.source.path);
    const isFine = use === "none" || (isKept && use === "read" && each.kind !== "returns");
    return isFine ? [] : [{ code: "crosses-functions", about: each.name }];
  });
}
