import { ancestors, enclosingStatement, field, isInside } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Binding } from "../../../source/scopes.ts";
import { isUsedUp } from "../../analysis/used-up.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import type { Parts } from "./parts.ts";

/** After the loop its names hold the last element walked: of the whole collection before, of the equal ones now. */
export function targetObstacles(
  context: RuleContext,
  { scan, names }: Pick<Parts, "scan" | "names">,
): readonly Obstacle[] {
  if (scan.clause.kind !== "for_statement") return [];
  return [...names].flatMap((name): readonly Obstacle[] => {
    const late = name.references.find(
      ({ node, access }) =>
        access === "read" && !isBoundAround(context, node, scan.clause, name) && !isSetBetween(node, scan.clause, name),
    );
    return late === undefined ? [] : [{ code: "result-used", about: name.name }];
  });
}

/** Does a statement after the scan, in the block of the read or around it, give the name another value before? */
function isSetBetween(node: SyntaxNode, scan: SyntaxNode, { references }: Binding): boolean {
  return references.some(({ node: write, access }) => {
    const statement = access === "write" ? enclosingStatement(write) : undefined;
    const isBetween = write.start >= scan.end && (statement?.end ?? node.end) <= node.start;
    const block = statement?.kind === "expression_statement" ? statement.parent : undefined;
    return isBetween && block !== undefined && isInside(node, block) && write.parent?.kind === "assignment";
  });
}

/** In the scan itself, or in another loop that gives the name a value of its own. */
function isBoundAround(context: RuleContext, node: SyntaxNode, scan: SyntaxNode, name: Binding): boolean {
  let child = node;
  for (const at of ancestors(node)) {
    // What a function reads when it is called later is what the name holds then.
    if (keeping.has(at.kind) || (at.kind === "generator_expression" && !isUsedUp(context, at))) return false;
    // After the last turn the name holds the last element that was walked.
    if (at === scan) return child.kind !== "else_clause";
    child = at;
    const target = at.kind === "for_statement" ? field(at, "left") : undefined;
    const binds =
      target !== undefined && name.references.some((ref) => ref.access === "write" && isInside(ref.node, target));
    if (binds && !isInside(scan, at)) return true;
  }
  return false;
}

const keeping = new Set(["lambda", "function_definition"]);
