import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { attributeElsewhere } from "../attribute-elsewhere.ts";
import type { ReachableName } from "./flow.ts";

/**
 * What becomes of the list: `own` – it stays a list, made in its one place; `shared` – it stays one, and comes from elsewhere in
 * the file; `replaced` – it is none any more.
 */
export type Fate = "own" | "shared" | "replaced";

/** What stands in the way because other files of the project use these names. */
export function obstaclesElsewhere(
  context: RuleContext,
  names: readonly ReachableName[],
  fate: Fate,
): readonly Obstacle[] {
  const { elsewhere, source } = context;
  if (elsewhere === undefined) return [];
  return names.flatMap(({ name, kind, home }): readonly Obstacle[] => {
    // What takes the list only reads it where the list is made in one place: others may call it with lists of their own.
    if (fate === "own" && kind === "takes") return [];
    const use = kind === "attribute" ? attributeElsewhere(context, name, home) : elsewhere(name, "name", source.path);
    const isRead = use === "read" && (kind === "attribute" || kind === "global");
    return use === "none" || (fate !== "replaced" && isRead) ? [] : [{ code: "crosses-functions", about: name }];
  });
}
