import { field, fields, isInside, textOf, withoutParentheses } from "../../../source/navigate.ts";
import type { SyntaxNode } from "../../../source/node.ts";
import { changesIn, obstacleOf } from "../../analysis/changes.ts";
import type { Code } from "../../analysis/code.ts";
import { mayChangeIn, type Holds } from "../../analysis/effects.ts";
import { loopSpansOf, type LoopSpan } from "../../analysis/loop-span.ts";
import { outermostSteady, steadyLoopOf, type SteadyLoop } from "../../analysis/steady-loop.ts";
import { isTarget, useOf } from "../../analysis/use.ts";
import { occurrencesOf, variableAt, type Variable } from "../../analysis/variable.ts";
import type { Obstacle } from "../../finding.ts";
import type { RuleContext } from "../../rule.ts";
import { keyChanges } from "./key-changes.ts";
import { itemName } from "./key.ts";

/** What is walked through: a name, an attribute, or an item of a dict that such a one holds, under a constant text: `data["rows"]`. */
export function walkedVariable(context: RuleContext, operand: SyntaxNode): Variable | undefined {
  return variableAt(context, operand) ?? itemAt(context, withoutParentheses(operand));
}

function itemAt(context: RuleContext, node: SyntaxNode): Variable | undefined {
  const dict = isItem(context, node) ? field(node, "value") : undefined;
  const itemOf = dict && variableAt(context, dict);
  if (itemOf === undefined || itemOf.kind === "inner") return undefined;
  const attribute = itemName(context, node);
  return { kind: "attribute", text: `${itemOf.text}${attribute}`, binding: itemOf.binding, attribute, itemOf };
}

/** `data["rows"]`, `self.data["rows"]` */
export function isItem(code: Code, node: SyntaxNode): boolean {
  const [key, ...others] = node.kind === "subscript" ? fields(node, "subscript") : [];
  const dict = field(node, "value")?.kind;
  const isPlain = key?.kind === "string" && /^["'][\w -]+["']$/u.test(textOf(code.source, key));
  return isPlain && others.length === 0 && (dict === "identifier" || dict === "attribute");
}

/** As `steadyLoopOf`; of an item the dict has to stay the same as well, as far as the item goes. */
export function steadyWalkOf(
  context: RuleContext,
  variable: Variable,
  expression: SyntaxNode,
  holds: Holds = "list",
): SteadyLoop {
  const { itemOf, attribute = "" } = variable;
  if (itemOf === undefined) return steadyLoopOf(context, variable, expression, holds);
  return outermostSteady(context, itemOf, loopSpansOf(context, expression), (span) => [
    ...changesIn(context, itemOf, span.parts)
      .filter(({ kind }) => kind === "bound")
      .map((change) => obstacleOf(change)),
    ...usesIn(context, itemOf, attribute, span),
    ...keyChanges(context, [attribute], span),
    ...mayChangeIn(context, itemOf, span),
    ...mayChangeIn(context, variable, span),
  ]);
}

/** What the loop does to the dict, or to its item, by name. */
function usesIn(context: RuleContext, dict: Variable, name: string, span: LoopSpan): readonly Obstacle[] {
  const nodes = span.parts.flatMap((part) => occurrencesOf(context, dict, part));
  return nodes
    .filter((node) => span.parts.some((part) => isInside(node, part)) && changes(context, node, name))
    .map((node) => ({ code: "changes-in-loop", about: textOf(context.source, node.parent ?? node) }));
}

function changes(context: RuleContext, dict: SyntaxNode, name: string): boolean {
  const item = dict.parent?.kind === "subscript" && dict.field === "value" ? dict.parent : undefined;
  if (item === undefined) return useOf(context, dict).kind === "changed";
  const isOther = ![name, "[*]"].includes(itemName(context, item));
  return !isOther && (isTarget(item) || useOf(context, item).kind === "changed");
}
