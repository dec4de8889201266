import { ancestors, enclosingStatement, field, isInside, textOf } from "../../../source/navigate.ts";
import { beginsLine } from "../../../source/insert-statement.ts";
import { nextLineEnd } from "../../../source/lines.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import type { Use } from "../../analysis/variable-uses.ts";
import type { RuleContext } from "../../rule.ts";
import { isSeldom } from "./looks.ts";
import type { TextGrowth } from "./text-growth.ts";
import { isPartOf, type TextPlan } from "./text-plan.ts";

type Looks = Pick<Extract<TextPlan, { readonly kind: "parts" }>, "reads" | "resets">;

/**
 * What else the loop does with a text that grows in it: `yield key, text` in a branch that does not grow it, `key, text = line.split(…)`,
 * which begins anew. Undefined where joining what there is for each look would be no gain, or has no place.
 */
export function looksBetween(
  loop: SyntaxNode,
  growths: readonly TextGrowth[],
  uses: readonly Use[],
  context: RuleContext,
): Looks | undefined {
  const reads: SyntaxNode[] = [];
  const resets = new Set<SyntaxNode>();
  for (const use of uses) {
    if (!isInside(use.node, loop)) continue;
    if (growths.some(({ added }) => added.some((part) => isInside(use.node, part)))) return undefined;
    if (isPartOf(use, growths)) continue;
    const reset = resetAt(use, context);
    if (reset !== undefined) resets.add(reset);
    else if (isSeldom(use, growths, context) && !isInFormat(use.node)) reads.push(use.node);
    else return undefined;
  }
  const isFront = growths.some(({ form }) => form === "front");
  return isFront && (reads.length > 0 || resets.size > 0) ? undefined : { reads, resets: [...resets] };
}

/** What joins the pieces has quotes of its own, which an f-string could not hold before 3.12. */
function isInFormat(node: SyntaxNode): boolean {
  return [...ancestors(node)].some(({ kind }) => kind === "interpolation");
}

/** A statement of its own line that assigns to the name, also as one of several. */
function resetAt(use: Use, context: RuleContext): SyntaxNode | undefined {
  if (use.kind !== "assign" && use.kind !== "rebind") return undefined;
  const statement = enclosingStatement(use.node);
  const assignment = statement?.kind === "expression_statement" ? statement.children[0] : undefined;
  const target = assignment?.kind === "assignment" ? field(assignment, "left") : undefined;
  if (statement === undefined || target === undefined || !isInside(use.node, target)) return undefined;
  const isPlain = /^[\w\s,()]+$/u.test(textOf(context.source, target));
  return isPlain && isAlone(statement, context) ? statement : undefined;
}

function isAlone(statement: SyntaxNode, { source }: RuleContext): boolean {
  const rest = source.text.slice(statement.end, nextLineEnd(source.text, statement.end)).trim();
  return beginsLine(source, statement) && (rest === "" || rest.startsWith("#"));
}
