import { ancestors, field, isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { mayChangeIn } from "../../analysis/effects.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { keyChanges } from "./key-changes.ts";
import { namesIn, partsRead } from "./key.ts";
import type { Parts } from "./parts.ts";

/**
 * What is sought has to stay the same while the collection is walked through: the group is chosen before the first element. A chain that is
 * followed (`if row.id == wanted: wanted = row.next`) seeks another one from then on.
 */
export function wantedObstacles(context: RuleContext, { scan, wanted, variable }: Parts): readonly Obstacle[] {
  const { clause } = scan;
  const regions = walkedRegions(clause);
  const names = [...namesIn(context, wanted)];
  const rebound = names.filter(
    (name) => regions.some((region) => isBoundWithin(name, region)) || isBoundElsewhere(name),
  );
  const parts = partsRead(context, wanted);
  const span = { loop: clause, statement: clause, parts: regions, obstacles: [] };
  return [
    ...rebound.map((name): Obstacle => ({ code: "rebound", about: name.name })),
    ...(parts.length === 0
      ? []
      : [...keyChanges(context, parts, span), ...mayChangeIn(context, variable, span, { isPrivate: true })]),
  ];
}

/** What runs for each element: the body of a loop; in a comprehension all that stands behind the clause, and what it gives. */
function walkedRegions(clause: SyntaxNode): readonly SyntaxNode[] {
  const { parent } = clause;
  if (clause.kind === "for_statement") return [field(clause, "body") ?? clause];
  if (clause.kind !== "for_in_clause" || parent === undefined) return [clause];
  return parent.children.filter((child) => child.field === "body" || child.start >= clause.end);
}

function isBoundWithin({ references }: Binding, region: SyntaxNode): boolean {
  return references.some(({ node, access }) => access !== "read" && isInside(node, region));
}

/** By a function within the name's scope, which the walk may call: as a `global`, as a `nonlocal`. */
function isBoundElsewhere({ references, scope }: Binding): boolean {
  return references.some(({ node, access }) => access !== "read" && isFunctions(node, scope.node));
}

/** Does the node stand in a function within the scope, rather than in the scope's own code? */
function isFunctions(node: SyntaxNode, scope: SyntaxNode): boolean {
  for (const at of ancestors(node)) {
    if (at === scope) return false;
    if (at.kind === "function_definition" && field(at, "name") !== node) return true;
  }
  return false;
}
